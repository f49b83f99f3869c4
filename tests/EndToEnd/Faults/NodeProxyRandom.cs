namespace LearnCoin.EndToEnd.Faults;

/// <summary>Faults by chance, from a seed: single calls that go wrong, and spells in which all calls go wrong in one way.</summary>
/// <param name="seed">The same seed gives the same chances; which call meets which is up to the order in which calls come.</param>
/// <param name="share">Share of the calls that go wrong by themselves, 0 to 1.</param>
internal sealed class NodeProxyRandom(int seed, double share)
{
    // Loss of what matters most is what happens most.
    private static readonly (NodeFaultKind Kind, int Weight)[] Kinds =
    [
        (NodeFaultKind.ReplyLost, 6), (NodeFaultKind.RequestLost, 3), (NodeFaultKind.DeliveredLate, 3), (NodeFaultKind.Delayed, 2),
        (NodeFaultKind.Duplicated, 2), (NodeFaultKind.Reordered, 2), (NodeFaultKind.ServerError, 2), (NodeFaultKind.TooManyRequests, 2),
        (NodeFaultKind.Garbage, 2), (NodeFaultKind.Refused, 3), (NodeFaultKind.RefusedAndTaken, 3), (NodeFaultKind.WrongBlockHash, 3),
        (NodeFaultKind.Preconfirmed, 3), (NodeFaultKind.HiddenReceipt, 4), (NodeFaultKind.OtherChain, 2), (NodeFaultKind.Lagging, 4),
    ];

    private static readonly NodeFaultKind[] Spells =
        [NodeFaultKind.RequestLost, NodeFaultKind.ReplyLost, NodeFaultKind.OtherChain, NodeFaultKind.Lagging, NodeFaultKind.ServerError, NodeFaultKind.HiddenReceipt, NodeFaultKind.Refused];

    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private readonly int whole = Kinds.Sum(static kind => kind.Weight);
    private volatile NodeFault? spell;

    /// <summary>No more faults.</summary>
    internal bool IsOver { get; set; }

    internal NodeFault? Decide(NodeCall call)
    {
        if (IsOver)
        {
            return null;
        }

        if (spell is { } fault && NodeProxyLies.Applies(fault.Kind, call.Method))
        {
            return fault;
        }

        lock (gate)
        {
            return random.NextDouble() < (call.IsSend ? Math.Min(0.5, 3 * share) : share) ? Of(Draw(call.Method)) : null;
        }
    }

    /// <summary>From now on all calls go wrong in one way, by chance, until <see cref="EndSpell"/>.</summary>
    internal void BeginSpell()
    {
        lock (gate)
        {
            spell = Of(Spells[random.Next(Spells.Length)]);
        }
    }

    internal void EndSpell() => spell = null;

    private NodeFaultKind Draw(string method)
    {
        while (true)
        {
            var at = random.Next(whole);
            foreach (var (kind, weight) in Kinds)
            {
                at -= weight;
                if (at < 0)
                {
                    if (NodeProxyLies.Applies(kind, method))
                    {
                        return kind;
                    }

                    break;
                }
            }
        }
    }

    private NodeFault Of(NodeFaultKind kind) => new(kind)
    {
        Delay = TimeSpan.FromSeconds(random.Next(1, 20)),
        Blocks = random.Next(1, 6),
        Wording = NodeWordings.All[random.Next(NodeWordings.All.Count)].Words,
    };
}
