using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Verification;

/// <summary>A chain as a verification reads it: its computing place is another's while the node is waited for.</summary>
internal sealed class PatientChain(IChain inner, VerificationSlots slots) : IChain
{
    public ValueTask<long> ChainIdAsync(CancellationToken cancellationToken) => slots.AwayAsync(inner.ChainIdAsync(cancellationToken));

    public ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken) => slots.AwayAsync(inner.BlockAsync(numberOrTag, cancellationToken));

    public ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken) =>
        slots.AwayAsync(inner.ReceiptAsync(transactionHash, cancellationToken));

    public ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken) =>
        slots.AwayAsync(inner.TransactionAsync(transactionHash, cancellationToken));

    // A verification asks for none of these.
    public ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => throw new NotSupportedException();
}
