using System.Globalization;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Kill;

/// <param name="Operations">Operations counted by phase.</param>
/// <param name="Met">Kills by phase.</param>
/// <param name="Transactions">Anchor transactions on the chain.</param>
/// <param name="Elapsed">Wall-clock time.</param>
internal sealed record KillResult(
    IReadOnlyDictionary<string, int> Operations, IReadOnlyDictionary<string, int> Met, int Transactions, TimeSpan Elapsed)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"killed {Met.Values.Sum()} times ({string.Join(", ", Met.Select(phase => $"{phase.Key} {phase.Value}"))}), operations by phase: "
        + $"{string.Join(", ", Operations.Select(phase => $"{phase.Key} {phase.Value}"))}; {Transactions} anchor transactions; {Elapsed.TotalSeconds:0} s");
}

/// <summary>
/// kill -9 of the host in every phase of a batch's life. One lane takes the kills within a POST, two share the others: each has a store
/// and a host of its own on one chain.
/// </summary>
internal static class KillRun
{
    private const int OtherLanes = 2;

    // Beside the phases of issue 1's bar 5: as many in the journal as in each phase, and kills from outside, at random times, a tenth of all.
    private const int ClockShare = 10;

    private const int MostTries = 3;

    internal static async Task<KillResult> RunAsync(Anvil anvil, int moments, int seed, Action<string> say)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var accept = await KillLane.StartAsync("A", anvil, say);
        var others = new List<KillLane>();
        try
        {
            for (var i = 0; i < OtherLanes; i++)
            {
                others.Add(await KillLane.StartAsync(((char)('B' + i)).ToString(), anvil, say));
            }

            // The first batch of a store does more than the others: the second one's operations are those that every batch has.
            await Task.WhenAll(others.Prepend(accept).Select(static lane => lane.TraceAsync()));
            var plan = new KillPlan(await others[0].TraceAsync());
            var queue = new Queue<KillMoment>(Plan(plan, moments, new Random(seed)));
            var met = KillPlan.Scopes.Keys.Append(KillMoment.Clock).ToDictionary(static phase => phase, static _ => 0, StringComparer.Ordinal);
            await Task.WhenAll(others.Select(lane => WorkAsync(lane, queue, plan, met)).Prepend(AcceptAsync(accept, plan, PerPhase(moments), met)));
            var transactions = 0;
            foreach (var lane in others.Prepend(accept))
            {
                transactions += await lane.CheckLedgerAsync();
            }

            var operations = KillPlan.Scopes.Keys.ToDictionary(static phase => phase, plan.Count, StringComparer.Ordinal);
            return new KillResult(operations, met, transactions, TimeProvider.System.GetElapsedTime(started));
        }
        finally
        {
            others.ForEach(static lane => lane.Dispose());
        }
    }

    private static int PerPhase(int moments) => (moments + KillPlan.BarPhases - 1) / KillPlan.BarPhases;

    // Phases in turn, so that a run that is cut short has seen all.
    private static IEnumerable<KillMoment> Plan(KillPlan plan, int moments, Random random) => KillPlan.Scopes.Keys
        .Where(static phase => phase != KillPlan.Accept)
        .Select(phase => plan.Of(phase, PerPhase(moments)))
        .Append(KillPlan.ByTheClock(Math.Max(1, moments / ClockShare), random))
        .SelectMany(static phase => phase.Select(static (moment, index) => (moment, index)))
        .OrderBy(static entry => entry.index)
        .Select(static entry => entry.moment);

    private static async Task WorkAsync(KillLane lane, Queue<KillMoment> queue, KillPlan plan, Dictionary<string, int> met)
    {
        try
        {
            while (Next(queue) is { } moment)
            {
                await UntilMetAsync(moment, plan, lane.RunAsync);
                Count(met, moment.Phase);
            }
        }
        catch
        {
            // One fault is enough to fail: the other lane ends its moment and no more.
            lock (queue)
            {
                queue.Clear();
            }

            throw;
        }
    }

    private static async Task AcceptAsync(KillLane lane, KillPlan plan, int count, Dictionary<string, int> met)
    {
        foreach (var moment in plan.Of(KillPlan.Accept, count))
        {
            await UntilMetAsync(moment, plan, lane.RunAcceptAsync);
            Count(met, moment.Phase);
        }

        await lane.CheckAcceptedAsync();
    }

    /// <summary>Tries another operation of the phase where a run did not come by the chosen one: the order of what runs beside each other is not fixed.</summary>
    private static async Task UntilMetAsync(KillMoment moment, KillPlan plan, Func<KillMoment, Task<bool>> run)
    {
        for (var tries = 1; !await run(moment); tries++)
        {
            Assert.True(tries < MostTries, $"No run came by {moment}");
            moment = plan.Instead(moment);
        }
    }

    private static KillMoment? Next(Queue<KillMoment> queue)
    {
        lock (queue)
        {
            return queue.TryDequeue(out var moment) ? moment : null;
        }
    }

    private static void Count(Dictionary<string, int> met, string phase)
    {
        lock (met)
        {
            met[phase]++;
        }
    }
}
