using LearnCoin.Core.Configuration;

namespace LearnCoin.Api.Landing;

/// <summary>A plan of the configuration, as the price list shows it.</summary>
/// <param name="Name">As configured.</param>
/// <param name="Plan">What it allows.</param>
public sealed record PlanRow(string Name, PlanOptions Plan)
{
    /// <summary>The cheapest first, then those with a price on request, the smaller first.</summary>
    internal static IReadOnlyList<PlanRow> Of(IReadOnlyDictionary<string, PlanOptions> plans) =>
    [
        .. plans.Select(static plan => new PlanRow(plan.Key, plan.Value))
            .OrderBy(static row => row.Plan.MonthlyPriceUsd is null)
            .ThenBy(static row => row.Plan.MonthlyPriceUsd)
            .ThenBy(static row => row.Plan.MonthlyCredentials)
            .ThenBy(static row => row.Name, StringComparer.Ordinal),
    ];
}
