using System.Globalization;
using System.Text.Json;

namespace LearnCoin.EndToEnd.Parts;

internal sealed record LedgerTransaction(string Hash, long Nonce, string Input, long Block);

/// <summary>What stands on the chain of one sender: every block is read, none twice.</summary>
internal sealed class Ledger(Anvil anvil, string sender)
{
    private readonly List<LedgerTransaction> transactions = [];
    private long next;

    internal async Task<IReadOnlyList<LedgerTransaction>> ReadAsync()
    {
        var head = Number((await anvil.CallAsync("eth_blockNumber")).GetString()!);
        for (; next <= head; next++)
        {
            var block = await anvil.CallAsync("eth_getBlockByNumber", "0x" + next.ToString("x", CultureInfo.InvariantCulture), true);
            transactions.AddRange(block.GetProperty("transactions").EnumerateArray().Where(IsOurs).Select(Read));
        }

        return transactions;
    }

    /// <summary>Every root once, every nonce once and without a gap, nothing left in the pool.</summary>
    internal async Task CheckAsync()
    {
        var all = await ReadAsync();
        Assert.Equal(all.Count, all.Select(transaction => transaction.Input).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, all.Count).Select(nonce => (long)nonce), all.Select(transaction => transaction.Nonce));
        Assert.Equal(all.Count, Number((await anvil.CallAsync("eth_getTransactionCount", sender, "pending")).GetString()!));
        Assert.All(all, transaction => Assert.Equal(2 + 64, transaction.Input.Length));
    }

    private bool IsOurs(JsonElement transaction) => string.Equals(transaction.GetProperty("from").GetString(), sender, StringComparison.OrdinalIgnoreCase);

    private static LedgerTransaction Read(JsonElement transaction) => new(
        transaction.GetProperty("hash").GetString()!,
        Number(transaction.GetProperty("nonce").GetString()!),
        transaction.GetProperty("input").GetString()!,
        Number(transaction.GetProperty("blockNumber").GetString()!));

    private static long Number(string hex) => long.Parse(hex.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
