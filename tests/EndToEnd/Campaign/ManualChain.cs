using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary>The blocks of an anvil that mines by hand: one every two seconds of the run's clock, unless the scenario wants it otherwise.</summary>
internal sealed class ManualChain : IDisposable
{
    internal static readonly TimeSpan BlockTime = TimeSpan.FromSeconds(2);

    private readonly Anvil anvil;
    private readonly VirtualTime time;
    private readonly SemaphoreSlim one = new(1);
    private long lastTime;

    private ManualChain(Anvil anvil, VirtualTime time) => (this.anvil, this.time) = (anvil, time);

    /// <summary>Blocks are made while this is true.</summary>
    internal bool IsMining { get; set; } = true;

    /// <summary>Base fee of every block, wei; null: as the chain has it.</summary>
    internal BigInteger? BaseFee { get; set; } = BigInteger.Pow(10, 9);

    /// <summary>Height before the run.</summary>
    internal long Floor { get; private set; }

    internal string Url => anvil.Url;

    /// <summary>A moment later than the newest block: where the clock of a run on this node may begin.</summary>
    internal static async Task<DateTimeOffset> NextTimeAsync(Anvil anvil)
    {
        var newest = await anvil.CallAsync("eth_getBlockByNumber", "latest", false);
        var earliest = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var next = DateTimeOffset.FromUnixTimeSeconds(Number(newest.GetProperty("timestamp")) + 60);
        return next > earliest ? next : earliest;
    }

    /// <summary>Gives the account funds, and a block that a reorganization will not take back.</summary>
    internal static async Task<ManualChain> OpenAsync(Anvil anvil, VirtualTime time, string account)
    {
        var chain = new ManualChain(anvil, time);
        await anvil.FundAsync(account);
        await chain.MineAsync();
        chain.Floor = await chain.HeadAsync();
        return chain;
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(BlockTime, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (IsMining && !cancellationToken.IsCancellationRequested)
            {
                await MineAsync();
            }
        }
    }

    internal Task MineAsync(int blocks = 1) => AloneAsync(async () =>
    {
        for (var i = 0; i < blocks; i++)
        {
            await MineOneAsync();
        }
    });

    /// <summary>Takes blocks back and makes others in their place, and one more.</summary>
    /// <param name="depth">How many; fewer when the run has not so many.</param>
    /// <param name="again">Raw transactions that the new blocks hold too; the others are in no pool any more.</param>
    /// <returns>Blocks taken back.</returns>
    internal async Task<int> ReorgAsync(int depth, IEnumerable<byte[]>? again = null)
    {
        var taken = 0;
        await AloneAsync(async () =>
        {
            taken = (int)Math.Min(depth, await HeadAsync() - Floor);
            if (taken == 0)
            {
                return;
            }

            await anvil.CallAsync("anvil_rollback", taken);
            foreach (var raw in again ?? [])
            {
                // One that is underpriced by now, or comes before its predecessor, is refused: then it is not mined again.
                await anvil.TryCallAsync(NodeCall.Send, "0x" + Convert.ToHexStringLower(raw));
            }

            for (var i = 0; i <= taken; i++)
            {
                await MineOneAsync();
            }
        });
        return taken;
    }

    /// <summary>The pool forgets everything.</summary>
    internal Task DropAllAsync() => AloneAsync(() => anvil.CallAsync("anvil_dropAllTransactions"));

    internal async Task<long> HeadAsync() => Number(await anvil.CallAsync("eth_blockNumber"));

    /// <summary>The sender's transactions of the run, in the order of the chain.</summary>
    internal async Task<IReadOnlyList<MinedTransaction>> ReadAsync(string sender)
    {
        using var work = time.Enter();
        var found = new List<MinedTransaction>();
        var head = await HeadAsync();
        for (var number = Floor; number <= head; number++)
        {
            var block = await anvil.CallAsync("eth_getBlockByNumber", Hex(number), true);
            found.AddRange(block.GetProperty("transactions").EnumerateArray()
                .Where(transaction => string.Equals(transaction.GetProperty("from").GetString(), sender, StringComparison.OrdinalIgnoreCase))
                .Select(transaction => new MinedTransaction(
                    transaction.GetProperty("hash").GetString()!, Number(transaction.GetProperty("nonce")), transaction.GetProperty("input").GetString()!, number)));
        }

        return found;
    }

    internal async Task<long> PendingNonceAsync(string sender) => Number(await anvil.CallAsync("eth_getTransactionCount", sender, "pending"));

    internal Task<JsonElement> CallAsync(string method, params JsonNode?[] parameters) => anvil.CallAsync(method, parameters);

    public void Dispose() => one.Dispose();

    private async Task MineOneAsync()
    {
        if (BaseFee is { } fee)
        {
            await anvil.CallAsync("anvil_setNextBlockBaseFeePerGas", "0x" + fee.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'));
        }

        lastTime = Math.Max(lastTime + 1, time.GetUtcNow().ToUnixTimeSeconds());
        await anvil.CallAsync("evm_mine", new JsonObject { ["timestamp"] = lastTime });
        if (BaseFee is { } next)
        {
            // What a look at the fees is told of the block to come.
            await anvil.CallAsync("anvil_setNextBlockBaseFeePerGas", "0x" + next.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'));
        }
    }

    private async Task AloneAsync(Func<Task> action)
    {
        using var work = time.Enter();
        await one.WaitAsync();
        try
        {
            await action();
        }
        finally
        {
            one.Release();
        }
    }

    private static long Number(JsonElement hex) => long.Parse(hex.GetString().AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Hex(long number) => "0x" + number.ToString("x", CultureInfo.InvariantCulture);
}

/// <summary>A transaction in a canonical block.</summary>
internal sealed record MinedTransaction(string Hash, long Nonce, string Input, long Block);
