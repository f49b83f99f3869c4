using System.Numerics;
using LearnCoin.Core.Anchoring.Ethereum;

namespace LearnCoin.Core.Anchoring;

/// <summary>What one anchoring transaction costs by today's fees, whatever the number of credentials and batches under its root.</summary>
/// <param name="ChainName">Name of the chain in the API.</param>
/// <param name="Gas">Gas of a transaction that carries a root of 32 bytes, none of them zero.</param>
/// <param name="FeeWei">Gas × (base fee + tip), and the L1 data fee where the chain takes one, wei; null when the chain does not answer.</param>
/// <param name="Reason">Why there is no fee; null when there is.</param>
public sealed record AnchorEstimate(string ChainName, long Gas, BigInteger? FeeWei, string? Reason)
{
    private const int RootBytes = 32;

    /// <summary>The part of <see cref="FeeWei"/> that an OP-stack chain takes for the data on L1; 0 on other chains, null without a fee.</summary>
    public BigInteger? L1FeeWei { get; init; }

    /// <summary>Gas of a transaction that carries a root, none of its bytes zero.</summary>
    internal static long GasOfOne { get; } = IntrinsicGas.Of(Root);

    private static byte[] Root => Bytes(RootBytes, step: 37);

    // An estimate is not worth a longer wait: the rest of a dry run needs no node.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<AnchorEstimate> OfAsync(AnchorNetwork network, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        var unknown = new AnchorEstimate(network.ApiName, network.GasOfOne, null, "The chain does not answer now: no fee can be told");
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var (fee, l1Fee) = await CostAsync(network, either.Token);
            return unknown with { FeeWei = fee, L1FeeWei = l1Fee, Reason = null };
        }
        catch (Exception exception) when (exception is ChainUnavailableException || (exception is OperationCanceledException && late.IsCancellationRequested))
        {
            return unknown;
        }
    }

    /// <summary>What one anchor costs now, wei: all of it, and the L1 data fee in it.</summary>
    /// <exception cref="ChainUnavailableException">The chain does not answer.</exception>
    internal static async Task<(BigInteger Fee, BigInteger L1Fee)> CostAsync(AnchorNetwork network, CancellationToken cancellationToken) =>
        await CostAsync(network, await network.Chain.FeesAsync(cancellationToken), cancellationToken);

    /// <summary>The same at fees that were asked for already.</summary>
    /// <exception cref="ChainUnavailableException">The chain does not answer.</exception>
    internal static async Task<(BigInteger Fee, BigInteger L1Fee)> CostAsync(AnchorNetwork network, ChainFees fees, CancellationToken cancellationToken)
    {
        var l1Fee = await L1DataFee.OfAsync(network.Chain, Typical(network.ChainId, fees), cancellationToken);
        return ((network.GasOfOne * (fees.BaseFee + fees.Tip)) + l1Fee, l1Fee);
    }

    // None is 0, and nothing repeats that a compressor could shorten: the L1 fee goes by the compressed size.
    private static byte[] Bytes(int count, int step) => [.. Enumerable.Range(1, count).Select(number => (byte)(number * step))];

    /// <summary>An anchor like any other; its sender does not matter.</summary>
    private static byte[] Typical(long chainId, ChainFees fees)
    {
        var someone = "0x" + Convert.ToHexStringLower(Bytes(EthereumAddress.Bytes, step: 101));
        return new Eip1559Transaction(chainId, 100_000, fees.Tip, (2 * fees.BaseFee) + fees.Tip, GasOfOne, someone, BigInteger.Zero, Root).Unsigned();
    }
}
