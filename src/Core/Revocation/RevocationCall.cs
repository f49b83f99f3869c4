using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Revocation;

/// <summary>Who asks for a revocation, and how.</summary>
/// <param name="Tenant">Of the key.</param>
/// <param name="Environment">Of the key.</param>
/// <param name="Actor"><c>key_…</c>, for the audit chain.</param>
/// <param name="RequestId"><c>req_…</c>.</param>
/// <param name="IdempotencyKey">As <see cref="Idempotency.IdempotencyStore.TryReadKey"/> gives it, or null.</param>
public sealed record RevocationCall(TenantId Tenant, TenantEnvironment Environment, string Actor, string RequestId, string? IdempotencyKey);

/// <summary>A credential as its revocation left it.</summary>
/// <param name="Id">The credential.</param>
/// <param name="Revocation">Read when the answer is made: an erasure meanwhile has emptied the reason, in a replay too.</param>
/// <param name="Replayed">The call was answered before, under the same idempotency key.</param>
public sealed record RevokedCredential(CredentialId Id, CredentialRevocation Revocation, bool Replayed);
