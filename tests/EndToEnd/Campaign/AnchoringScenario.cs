using System.Globalization;
using System.Numerics;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary>One run of <c>scripts/campaign anchoring</c>: batches, and by chance whatever may happen to a host, a node or a chain; then quiet, and a look at the history.</summary>
internal sealed class AnchoringScenario : IDisposable
{
    private static readonly BigInteger UsualFee = BigInteger.Pow(10, 9);

    // Back-offs reach two minutes; the sweeps come each minute.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    // Of real time: a run takes a second or two.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    private readonly (int Weight, Func<Task> Act)[] acts;
    private readonly Random random;
    private readonly NodeProxyRandom chance;
    private readonly Rig rig;
    private readonly List<Task> later = [];
    private readonly CancellationTokenSource quiet = new();

    private AnchoringScenario(Rig rig, int seed)
    {
        this.rig = rig;
        random = new Random(seed);
        chance = new NodeProxyRandom(random.Next(), random.NextDouble() * 0.25);
        acts =
        [
            (10, AcceptAsync), (3, CrashSoonAsync), (2, CrashNowAsync), (2, StopAsync), (2, SecondHostAsync), (2, FreezeAsync), (3, ReorgAsync),
            (3, FeeJumpAsync), (2, DropAsync), (2, StopMiningAsync), (2, JumpAsync), (3, SpellAsync),
        ];
    }

    /// <summary>What was done to the hosts and the chain, by name.</summary>
    private readonly SortedDictionary<string, int> done = new(StringComparer.Ordinal);

    /// <exception cref="HistoryException">Something that must never happen has.</exception>
    internal static async Task<ScenarioResult> RunAsync(Anvil anvil, int seed)
    {
        var setup = new Random(seed);
        var options = new RigOptions
        {
            Confirmations = setup.Next(1, 4),
            WindowSeconds = setup.Next(2, 15) / 10.0,
            PollSeconds = setup.Next(1, 4),
            MaxFeeGwei = setup.Next(10, 41),
        };
        await using var rig = await Rig.StartAsync(anvil, options);
        using var scenario = new AnchoringScenario(rig, setup.Next());
        await rig.StartHostAsync();
        rig.Proxy.Script = scenario.chance.Decide;
        try
        {
            var history = await scenario.PlayAsync().WaitAsync(LongestRun);
            return new ScenarioResult(history, rig.Proxy.Tally.Faults, scenario.done, TimeSpan.FromTicks(rig.Time.GetTimestamp()));
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message} {await rig.DescribeAsync()}", exception);
        }
    }

    private async Task<History> PlayAsync()
    {
        await DisturbAsync();
        await CalmAsync();
        await rig.UntilAllAnchoredAsync(Patience);
        await rig.UntilAtRestAsync(Patience);
        return await History.CheckAsync(rig);
    }

    public void Dispose() => quiet.Dispose();

    private async Task DisturbAsync()
    {
        await AcceptAsync();
        for (var left = random.Next(10, 20); left > 0; left--)
        {
            await WaitAsync(random.Next(1, 12));
            await ReplaceDeadAsync();
            await DrawAsync();
        }
    }

    /// <summary>From here on nothing goes wrong any more: what was promised has to come true.</summary>
    private async Task CalmAsync()
    {
        chance.EndSpell();
        chance.IsOver = true;
        foreach (var host in rig.Hosts)
        {
            host.Crash.Thaw();
            host.Crash.Arm(-1, false, null);
        }

        // Before those who wait for a host are waited for.
        await ReplaceDeadAsync();
        await quiet.CancelAsync();
        await Task.WhenAll(later);
    }

    private async Task DrawAsync()
    {
        var at = random.Next(acts.Sum(static act => act.Weight));
        foreach (var (weight, act) in acts)
        {
            at -= weight;
            if (at < 0)
            {
                await act();
                return;
            }
        }
    }

    private async Task AcceptAsync()
    {
        Count("batches");
        // A host may die over it: the client comes again, to whichever host there is.
        var accepting = rig.AcceptAsync(random.Next(1, 4), random.Next(2));
        later.Add(accepting);
        await Task.WhenAny(accepting, WaitAsync(3));
    }

    private Task CrashSoonAsync()
    {
        string?[] tables = [null, "anchors", "anchors", "workflows", "batches"];
        Count("crash at a write");
        Any()?.Crash.Arm(random.Next(1, 12), random.Next(2) == 0, tables[random.Next(tables.Length)]);
        return Task.CompletedTask;
    }

    private Task CrashNowAsync()
    {
        Count("crash");
        Any()?.Crash.Die();
        return Task.CompletedTask;
    }

    private async Task StopAsync()
    {
        if (Any() is { } host)
        {
            Count("stop");
            await rig.EndHostAsync(host);
        }
    }

    private async Task SecondHostAsync()
    {
        if (rig.Hosts.Count < 2)
        {
            Count("second host");
            await rig.StartHostAsync();
        }
    }

    private Task FreezeAsync()
    {
        if (Any() is not { } host)
        {
            return Task.CompletedTask;
        }

        Count("freeze");
        host.Crash.Freeze();
        return LaterAsync(random.Next(3, 60), host.Crash.Thaw);
    }

    private async Task ReorgAsync()
    {
        // Deeper than this is finalized.
        var depth = random.Next(1, 7);
        var again = Again().ToList();
        var taken = await rig.Chain.ReorgAsync(depth, again);
        Count(string.Create(CultureInfo.InvariantCulture, $"reorg {taken}"));
    }

    /// <summary>What the new blocks hold: nothing of ours, all of it, only what came first, or of each nonce any attempt.</summary>
    private IEnumerable<byte[]> Again()
    {
        var sent = rig.Proxy.Tally.Sent.Select(static sent => sent.Raw).Distinct(ByteOrder.Instance).ToList();
        return random.Next(4) switch
        {
            0 => [],
            1 => sent,
            2 => sent.Take(random.Next(sent.Count + 1)),
            _ => sent.GroupBy(static raw => SignedTransaction.Parse(raw).Transaction.Nonce).Select(attempts => attempts.ElementAt(random.Next(attempts.Count()))),
        };
    }

    private Task FeeJumpAsync()
    {
        var factor = random.Next(2, 21);
        Count(factor > 10 ? "base fee x11-20" : "base fee x2-10");
        rig.Chain.BaseFee = UsualFee * factor;
        return LaterAsync(random.Next(5, 180), () => rig.Chain.BaseFee = UsualFee);
    }

    private async Task DropAsync()
    {
        Count("pool dropped");
        await rig.Chain.DropAllAsync();
    }

    private Task StopMiningAsync()
    {
        Count("no blocks");
        rig.Chain.IsMining = false;
        return LaterAsync(random.Next(10, 120), () => rig.Chain.IsMining = true);
    }

    private Task JumpAsync()
    {
        if (Any() is not { } host)
        {
            return Task.CompletedTask;
        }

        Count("clock jump");
        var by = TimeSpan.FromDays(random.Next(2) == 0 ? 1 : -1);
        host.Clock.Jump(by);
        return LaterAsync(random.Next(5, 90), () => host.Clock.Jump(-by));
    }

    private Task SpellAsync()
    {
        Count("spell");
        chance.BeginSpell();
        return LaterAsync(random.Next(3, 60), chance.EndSpell);
    }

    private RigHost? Any()
    {
        var alive = rig.Hosts.Where(static host => host.IsAlive).ToList();
        return alive.Count == 0 ? null : alive[random.Next(alive.Count)];
    }

    private async Task ReplaceDeadAsync()
    {
        foreach (var dead in rig.Hosts.Where(static host => !host.IsAlive).ToList())
        {
            dead.Crash.Thaw();
            await rig.EndHostAsync(dead);
        }

        if (rig.Hosts.Count == 0)
        {
            await rig.StartHostAsync();
        }
    }

    /// <summary>Undoes something after a while, or when all is to be quiet.</summary>
    private Task LaterAsync(int seconds, Action undo)
    {
        later.Add(UndoAsync(seconds, undo));
        return Task.CompletedTask;
    }

    private async Task UndoAsync(int seconds, Action undo)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds), rig.Time, quiet.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        undo();
    }

    private Task WaitAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), rig.Time);

    private void Count(string name) => done[name] = done.GetValueOrDefault(name) + 1;
}

/// <param name="History">What the checker counted.</param>
/// <param name="Faults">Of the calls of the node, by kind.</param>
/// <param name="Events">Of hosts and chain, by name.</param>
/// <param name="Virtual">Time of the run, by its own clock.</param>
internal sealed record ScenarioResult(
    History History, IReadOnlyDictionary<NodeFaultKind, int> Faults, IReadOnlyDictionary<string, int> Events, TimeSpan Virtual);

internal sealed class ByteOrder : IEqualityComparer<byte[]>
{
    internal static readonly ByteOrder Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}
