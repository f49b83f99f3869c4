using System.Globalization;
using LearnCoin.EndToEnd.Faults;

namespace LearnCoin.EndToEnd.Kill;

/// <summary>When a host is killed: at an operation of a phase (by itself), or some time after the POST was sent (from outside).</summary>
/// <param name="Phase">accept, sign, tree, broadcast, confirm or clock.</param>
/// <param name="Operation">Name of the operation; null for the clock.</param>
/// <param name="After">After the operation took effect; else before it.</param>
/// <param name="Delay">Time after the POST; clock only.</param>
internal sealed record KillMoment(string Phase, string? Operation, bool After, TimeSpan Delay)
{
    internal const string Clock = "clock";

    public override string ToString() => Operation is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Phase}: {Delay.TotalMilliseconds:0} ms after the POST")
        : $"{Phase}: {(After ? "after" : "before")} {Operation}";
}

/// <summary>Spreads moments over the operations that a run without faults showed.</summary>
internal sealed class KillPlan
{
    internal const string Accept = "accept";

    /// <summary>Scopes by phase: the five of issue 1's bar 5, then the workflow runner's own records between the activities.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Scopes = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [Accept] = [FaultPoints.Accept],
        ["sign"] = ["SignBatch"],
        ["tree"] = ["BuildTree", "EnqueueRoot"],
        ["broadcast"] = ["PrepareAnchor", "BroadcastAnchor"],
        ["confirm"] = ["ObserveAnchor", "ConfirmAnchor", "MarkAnchored"],
        ["journal"] = [FaultPoints.Journal],
    };

    internal const int BarPhases = 5;

    private static readonly string[] Effects = ["/run#", "/request#", "/write ", "/transact ", "/chain send#"];

    // An outside kill in the first four seconds meets every phase.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(4);

    private readonly Dictionary<string, List<string>> operations;

    internal KillPlan(IReadOnlyList<string> trace) => operations = Scopes.ToDictionary(
        static phase => phase.Key,
        phase => Own(trace).Where(name => phase.Value.Contains(name[..name.IndexOf('/', StringComparison.Ordinal)])).ToList(),
        StringComparer.Ordinal);

    /// <summary>Operations found in a phase.</summary>
    internal int Count(string phase) => operations[phase].Count;

    /// <summary>
    /// Moments over the whole of a phase, in turn before an operation and after one. While they are few, the latter are of those that change
    /// something: what was done and not yet known to be done.
    /// </summary>
    internal IEnumerable<KillMoment> Of(string phase, int count)
    {
        var all = operations[phase];
        var effects = all.Where(static name => Effects.Any(kind => name.Contains(kind, StringComparison.Ordinal))).ToList();
        var after = count / 2;
        var afters = Spread(after <= effects.Count ? effects : all, after).Select(name => new KillMoment(phase, name, true, TimeSpan.Zero));
        var befores = Spread(all, count - after).Select(name => new KillMoment(phase, name, false, TimeSpan.Zero));
        return befores.Zip(afters.Append(null)).SelectMany(static pair => new[] { pair.First, pair.Second }).OfType<KillMoment>().Take(count);
    }

    /// <summary>An operation of the phase that every batch meets, in place of one that a run did not come by.</summary>
    internal KillMoment Instead(KillMoment missed) => missed with { Operation = operations[missed.Phase][0] };

    internal static IEnumerable<KillMoment> ByTheClock(int count, Random random) =>
        Enumerable.Range(0, count).Select(_ => new KillMoment(KillMoment.Clock, null, false, LongestDelay * random.NextDouble()));

    /// <summary>What every batch comes by: nothing after its own last step, and of the looks at a pending transaction, which repeat, the first.</summary>
    private static IEnumerable<string> Own(IReadOnlyList<string> trace)
    {
        var names = trace.ToList();
        var end = names.FindLastIndex(static name => name.StartsWith("MarkAnchored/", StringComparison.Ordinal));
        var answered = names.FindIndex(static name => name == $"{FaultPoints.Accept}/write idempotency#2");
        return names
            .Take(end + 1)
            .Where((name, index) => index <= answered || !name.StartsWith(FaultPoints.Accept, StringComparison.Ordinal))
            .Where(static name => !name.Contains("/chain receipt#", StringComparison.Ordinal) || name.EndsWith("#1", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Spread(List<string> names, int count) => Enumerable.Range(0, count)
        .Select(index => names[count <= names.Count ? ((2 * index) + 1) * names.Count / (2 * count) : index % names.Count]);
}
