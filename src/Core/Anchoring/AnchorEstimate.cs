using System.Numerics;

namespace LearnCoin.Core.Anchoring;

/// <summary>What one anchoring transaction costs by today's fees, whatever the number of credentials and batches under its root.</summary>
/// <param name="ChainName">Name of the chain in the API.</param>
/// <param name="Gas">Gas of a transaction that carries a root of 32 bytes, none of them zero.</param>
/// <param name="FeeWei">Gas × (base fee + tip), wei: without the L1 data fee that Base adds, which no node tells before; null when the chain does not answer.</param>
/// <param name="Reason">Why there is no fee; null when there is.</param>
public sealed record AnchorEstimate(string ChainName, long Gas, BigInteger? FeeWei, string? Reason)
{
    private const int RootBytes = 32;

    /// <summary>Gas of a transaction that carries a root, none of its bytes zero.</summary>
    internal static long GasOfOne
    {
        get
        {
            Span<byte> root = stackalloc byte[RootBytes];
            root.Fill(0xff);
            return IntrinsicGas.Of(root);
        }
    }

    // An estimate is not worth a longer wait: the rest of a dry run needs no node.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<AnchorEstimate> OfAsync(AnchorNetwork network, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        var unknown = new AnchorEstimate(network.ApiName, GasOfOne, null, "The chain does not answer now: no fee can be told");
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var fees = await network.Chain.FeesAsync(either.Token);
            return unknown with { FeeWei = unknown.Gas * (fees.BaseFee + fees.Tip), Reason = null };
        }
        catch (Exception exception) when (exception is ChainUnavailableException || (exception is OperationCanceledException && late.IsCancellationRequested))
        {
            return unknown;
        }
    }
}
