using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Batches;

/// <summary>What a dry run tells of a batch that would be accepted (spec/api.md, "Batches").</summary>
/// <param name="Count">Credentials in the batch.</param>
/// <param name="Environment">Where it would be issued.</param>
/// <param name="QuotaLimit">Credentials a month of the tenant's plan.</param>
/// <param name="QuotaUsed">Credentials counted this month (UTC), without this batch.</param>
/// <param name="Estimate">What anchoring costs.</param>
public sealed record BatchPreview(int Count, TenantEnvironment Environment, long QuotaLimit, long QuotaUsed, AnchorEstimate Estimate);
