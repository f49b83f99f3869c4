using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Health;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.Operators;

/// <summary>The operators' half of the console. Each group of pages maps itself; what is done goes by the classes of the core that the command line uses.</summary>
internal static class OperatorPages
{
    /// <summary>Area of the texts.</summary>
    public const string Texts = "console-operators";

    // Told as "more than": each is a row of an index.
    private const int MostOpen = 1_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        TenantPages.Map(routes);
        TenantKeyPages.Map(routes);
        AnchorPages.Map(routes);
        AuditPages.Map(routes);
        ErasurePages.Map(routes);
        HealthPages.Map(routes);
    }

    /// <summary>The operators' overview.</summary>
    public static async Task<ConsoleAnswer> HomeAsync(ConsoleCall call)
    {
        var core = call.Core;
        var report = await core.Health.ReportAsync();
        var (open, oldest) = await OpenBatchesAsync(call);
        return ConsoleAnswer.Show<OperatorOverviewPage, OperatorOverviewModel>(new OperatorOverviewModel(
            report, await core.Health.StuckAsync(call.Aborted), await core.LaneViews.ListAsync(call.Aborted), open, oldest));
    }

    /// <summary>The author of what the call changes.</summary>
    public static Author Author(ConsoleCall call) => new(call.Actor, call.RequestId);

    /// <summary>The tenant that the route names.</summary>
    public static async Task<Result<Tenant>> TenantAsync(ConsoleCall call, string name = "id") =>
        TenantId.TryParse(call.Route(name), out var id) && await call.Core.Tenants.FindAsync(id, call.Aborted) is { } tenant
            ? tenant
            : new Error(ErrorCode.TenantNotFound, "No tenant has this id");

    /// <summary>Batches that are not anchored yet, and since when the oldest waits.</summary>
    internal static async Task<(int Count, DateTimeOffset? Oldest)> OpenBatchesAsync(ConsoleCall call)
    {
        var count = 0;
        DateTimeOffset? oldest = null;
        await foreach (var batch in call.Core.Batches.ListOpenAsync(call.Aborted))
        {
            oldest ??= batch.Since;
            if (++count > MostOpen)
            {
                break;
            }
        }

        return (count, oldest);
    }
}

/// <summary>What operators see first.</summary>
/// <param name="Report">How the service is.</param>
/// <param name="Stuck">What stands still.</param>
/// <param name="Lanes">The accounts that anchor.</param>
/// <param name="OpenBatches">Batches that are not anchored yet, up to 1,001.</param>
/// <param name="OldestOpen">Since when the oldest of them waits.</param>
public sealed record OperatorOverviewModel(
    HealthReport Report, IReadOnlyList<StuckNote> Stuck, IReadOnlyList<LaneView> Lanes, int OpenBatches, DateTimeOffset? OldestOpen);
