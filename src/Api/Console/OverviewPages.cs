using LearnCoin.Api.Console.Operators;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.RateLimits;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console;

/// <summary><c>/console</c>: for tenants the state of things, for operators what there is.</summary>
internal static class OverviewPages
{
    private const int Days = 30;
    private const int LatestBatches = 5;
    private const int BatchPage = 100;

    /// <summary>Batches that are looked at for the chart: each is a read.</summary>
    internal const int MostBatches = 300;

    private const int MostRequests = 25;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapSignedInRead(ConsoleNavigation.Home, static async call => call.IsOperator
        ? await OperatorPages.HomeAsync(call)
        : ConsoleAnswer.Show<OverviewPage, OverviewModel>(await ReadAsync(call)));

    private static async Task<OverviewModel> ReadAsync(ConsoleCall call)
    {
        var (core, tenant, environment) = (call.Core, call.Tenant, call.Environment);
        var plan = core.Options.Plans.GetValueOrDefault(tenant.Plan);
        var now = core.Time.GetUtcNow();
        var used = await core.Quota.UsedAsync(tenant.Id, environment, now, call.Aborted);
        var rate = plan is null ? null : await core.RateLimit.PeekAsync(tenant.Id, plan.RequestsPerMinute, call.Aborted);
        var chart = call.Scopes.HasFlag(KeyScopes.BatchesRead) ? await BatchesAsync(call, now) : null;
        var requests = call.Scopes.HasFlag(KeyScopes.CredentialsErase)
            ? await core.ErasureRequests.ListAsync(tenant.Id, environment, MostRequests, null, call.Aborted)
            : ((IReadOnlyList<Core.Erasure.RecipientErasureRequest>, CredentialId?)?)null;
        return new OverviewModel(used, plan?.MonthlyCredentials, rate, chart, requests is var (open, next) ? (open.Count, next is not null) : null);
    }

    /// <summary>Newest first until the first day or the last read: the chart says from when on it tells all.</summary>
    private static async Task<BatchOverview> BatchesAsync(ConsoleCall call, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var (first, counts, latest) = (today.AddDays(1 - Days), new long[Days], new List<Batch>(LatestBatches));
        var looked = 0;
        BatchId? cursor = null;
        do
        {
            var (batches, next) = await call.Core.Batches.ListAsync(call.Tenant.Id, call.Environment, null, BatchPage, cursor, call.Aborted);
            latest.AddRange(batches.Take(LatestBatches - latest.Count));
            foreach (var batch in batches)
            {
                var day = DateOnly.FromDateTime(batch.CreatedAt.UtcDateTime);
                if (day < first)
                {
                    return new BatchOverview(latest, first, counts, false);
                }

                counts[Math.Min(day.DayNumber - first.DayNumber, Days - 1)] += batch.Status == BatchStatus.Failed ? 0 : batch.Count;
            }

            (cursor, looked) = (next, looked + batches.Count);
        }
        while (cursor is not null && looked < MostBatches);
        return new BatchOverview(latest, first, counts, cursor is not null);
    }
}

/// <summary>What the overview of a tenant shows.</summary>
/// <param name="Used">Credentials of this month.</param>
/// <param name="Limit">Of the plan; null: the service has no such plan any more.</param>
/// <param name="Rate">Calls of the API in the last minute.</param>
/// <param name="Batches">Null: the key may not read batches.</param>
/// <param name="ErasureRequests">Open ones, and whether there are more; null: the key may not erase.</param>
public sealed record OverviewModel(long Used, int? Limit, RateDecision? Rate, BatchOverview? Batches, (int Count, bool HasMore)? ErasureRequests);

/// <summary>Batches of the last days.</summary>
/// <param name="Latest">The newest, newest first.</param>
/// <param name="First">The first day.</param>
/// <param name="Credentials">Accepted a day from then on, without batches that failed.</param>
/// <param name="IsPartial">There were more batches than are looked at: the earlier days tell too little.</param>
public sealed record BatchOverview(IReadOnlyList<Batch> Latest, DateOnly First, IReadOnlyList<long> Credentials, bool IsPartial);
