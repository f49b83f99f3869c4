using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>Counts the calls to a chain, and may break them or do something first.</summary>
internal sealed class CountingChain(IChain inner) : IChain
{
    public int Calls { get; private set; }

    /// <summary>Told the method; throws to fail the call.</summary>
    public Action<string> Before { get; set; } = static _ => { };

    /// <summary>Told the method; throws to lose the reply.</summary>
    public Action<string> After { get; set; } = static _ => { };

    public ValueTask<long> ChainIdAsync(CancellationToken cancellationToken) => CallAsync("chainId", () => inner.ChainIdAsync(cancellationToken));

    public ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken) =>
        CallAsync("block " + numberOrTag, () => inner.BlockAsync(numberOrTag, cancellationToken));

    public ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken) => CallAsync("fees", () => inner.FeesAsync(cancellationToken));

    public ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken) =>
        CallAsync("nonce " + tag, () => inner.NonceAsync(address, tag, cancellationToken));

    public ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken) =>
        CallAsync("balance", () => inner.BalanceAsync(address, cancellationToken));

    public ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken) =>
        CallAsync("send", () => inner.SendRawAsync(rawTransaction, cancellationToken));

    public ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken) =>
        CallAsync("receipt", () => inner.ReceiptAsync(transactionHash, cancellationToken));

    public ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken) =>
        CallAsync("transaction", () => inner.TransactionAsync(transactionHash, cancellationToken));

    public ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        CallAsync("call", () => inner.CallAsync(to, data, cancellationToken));

    public ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        CallAsync("estimate", () => inner.EstimateGasAsync(from, to, data, cancellationToken));

    private async ValueTask<T> CallAsync<T>(string method, Func<ValueTask<T>> call)
    {
        Calls++;
        Before(method);
        var answer = await call();
        After(method);
        return answer;
    }
}
