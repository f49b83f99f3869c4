using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.EndToEnd.Faults;

internal sealed class FaultChain(IChain inner, FaultPoints points) : IChain
{
    public ValueTask<long> ChainIdAsync(CancellationToken cancellationToken) =>
        points.RunAsync("chain id", () => inner.ChainIdAsync(cancellationToken));

    public ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken) =>
        points.RunAsync("chain block", () => inner.BlockAsync(numberOrTag, cancellationToken));

    public ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken) =>
        points.RunAsync("chain fees", () => inner.FeesAsync(cancellationToken));

    public ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken) =>
        points.RunAsync("chain nonce", () => inner.NonceAsync(address, tag, cancellationToken));

    public ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken) =>
        points.RunAsync("chain balance", () => inner.BalanceAsync(address, cancellationToken));

    public ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken) =>
        points.RunAsync("chain send", () => inner.SendRawAsync(rawTransaction, cancellationToken));

    public ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken) =>
        points.RunAsync("chain receipt", () => inner.ReceiptAsync(transactionHash, cancellationToken));

    public ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken) =>
        points.RunAsync("chain transaction", () => inner.TransactionAsync(transactionHash, cancellationToken));

    public ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        points.RunAsync("chain call", () => inner.CallAsync(to, data, cancellationToken));

    public ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        points.RunAsync("chain estimate", () => inner.EstimateGasAsync(from, to, data, cancellationToken));
}
