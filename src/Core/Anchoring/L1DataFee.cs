using System.Buffers.Binary;
using System.Numerics;

namespace LearnCoin.Core.Anchoring;

/// <summary>
/// What an OP-stack chain takes beside the gas for a transaction's data on L1, told by the predeploy GasPriceOracle
/// (specs.optimism.io/protocol/predeploys.html): <c>getL1Fee(bytes)</c> over the unsigned transaction.
/// </summary>
internal static class L1DataFee
{
    internal const string Oracle = "0x420000000000000000000000000000000000000f";
    private const int Word = 32;

    // First 4 bytes of Keccak-256("getL1Fee(bytes)").
    private static readonly byte[] Selector = [0x49, 0x94, 0x8e, 0x0e];

    /// <summary>The fee in wei at the newest block; 0 where no oracle is, as on chains that are no OP-stack chains.</summary>
    /// <exception cref="ChainUnavailableException">No usable answer.</exception>
    internal static async ValueTask<BigInteger> OfAsync(IChain chain, ReadOnlyMemory<byte> unsignedTransaction, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await chain.CallAsync(Oracle, Call(unsignedTransaction.Span), cancellationToken);
            return answer.Length switch
            {
                0 => BigInteger.Zero,
                Word => new BigInteger(answer, isUnsigned: true, isBigEndian: true),
                _ => throw new ChainUnavailableException("The gas price oracle answered with something else than a number"),
            };
        }
        catch (ChainRevertedException)
        {
            // A contract of another kind stands there.
            return BigInteger.Zero;
        }
    }

    /// <summary>ABI form of the call: selector, offset of the bytes, their length, the bytes padded to words.</summary>
    internal static byte[] Call(ReadOnlySpan<byte> bytes)
    {
        var padded = (bytes.Length + Word - 1) / Word * Word;
        var call = new byte[Selector.Length + (2 * Word) + padded];
        Selector.CopyTo(call, 0);
        call[Selector.Length + Word - 1] = Word;
        BinaryPrimitives.WriteInt32BigEndian(call.AsSpan(Selector.Length + (2 * Word) - sizeof(int)), bytes.Length);
        bytes.CopyTo(call.AsSpan(Selector.Length + (2 * Word)));
        return call;
    }
}
