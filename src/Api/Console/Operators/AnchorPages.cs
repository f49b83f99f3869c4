using System.Globalization;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.Operators;

/// <summary>The transactions that carry the batches' roots, and the lanes that send them. From the store; of the chain the balances alone.</summary>
internal static class AnchorPages
{
    public const string Path = "/console/anchors";

    private const int PageSize = 25;
    private const int ChartSize = 30;

    // A rare state in a long list, or a page far back: the list ends there.
    private const int MostRead = 2_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOperatorRead(Path, ListAsync);
        routes.MapOperatorPage<AnchorPage, AnchorModel>(Path + "/{lane}/{nonce}", ShowAsync);
    }

    internal static string PathOf(AnchorRecord anchor) => string.Create(CultureInfo.InvariantCulture, $"{Path}/{anchor.Lane}/{anchor.Nonce}");

    private static async Task<ConsoleAnswer> ListAsync(ConsoleCall call)
    {
        var query = call.Context.Request.Query;
        var search = query["q"].ToString().Trim();
        if (search.Length is > 0 and <= 200 && await call.Core.AnchorSearch.FindAsync(search, call.Aborted) is { } found)
        {
            return ConsoleAnswer.See(PathOf(found));
        }

        var lanes = await call.Core.LaneViews.ListAsync(call.Aborted);
        var environment = query["environment"].ToString() switch
        {
            "test" => TenantEnvironment.Test,
            "live" => TenantEnvironment.Live,
            // Where there is something to see.
            _ => lanes.Any(static lane => lane.Lane.Network.Environment == TenantEnvironment.Live && lane.Head.NextNonce > 0) ? TenantEnvironment.Live : TenantEnvironment.Test,
        };
        AnchorState? state = Enum.TryParse<AnchorState>(query["state"], ignoreCase: true, out var one) && Enum.IsDefined(one) ? one : null;
        _ = int.TryParse(query["skip"], NumberStyles.None, CultureInfo.InvariantCulture, out var skip);
        return ConsoleAnswer.Show<AnchorsPage, AnchorsModel>(await ModelAsync(call, new AnchorQuery(environment, state, search, skip), lanes));
    }

    private static async Task<AnchorsModel> ModelAsync(ConsoleCall call, AnchorQuery asked, IReadOnlyList<LaneView> lanes)
    {
        var wanted = lanes.Select(static view => view.Lane).Where(lane => lane.Network.Environment == asked.Environment).ToDictionary(static lane => lane.Id);
        var (page, mined) = (new List<AnchorRecord>(PageSize + 1), new List<AnchorRecord>(ChartSize));
        var (read, fitting) = (0, 0);
        await foreach (var anchor in call.Core.AnchorSearch.NewestFirstAsync(wanted.Values, call.Aborted))
        {
            if (anchor.Block is not null && anchor.Root.Length > 0 && mined.Count < ChartSize)
            {
                mined.Add(anchor);
            }

            if ((asked.State is null || anchor.State == asked.State) && fitting++ >= asked.Skip && page.Count <= PageSize)
            {
                page.Add(await call.Core.Anchors.AsSeenAsync(anchor, call.Aborted));
            }

            if (++read == MostRead || (page.Count > PageSize && mined.Count == ChartSize))
            {
                break;
            }
        }

        mined.Reverse();
        return new AnchorsModel(asked, [.. page.Take(PageSize)], wanted, page.Count > PageSize, mined, lanes);
    }

    private static async Task<Result<AnchorModel>> ShowAsync(ConsoleCall call)
    {
        var core = call.Core;
        var lane = (await core.Lanes.AllAsync(call.Aborted)).FirstOrDefault(lane => lane.Id == call.Route("lane"));
        return lane is not null
            && long.TryParse(call.Route("nonce"), NumberStyles.None, CultureInfo.InvariantCulture, out var nonce)
            && await core.Anchors.FindAsync(lane.Id, nonce, call.Aborted) is { } anchor
                ? new AnchorModel(await core.Anchors.AsSeenAsync(anchor, call.Aborted), lane, await core.Anchors.HeadAsync(lane.Id, call.Aborted))
                : ConsoleGate.NotHere;
    }
}
