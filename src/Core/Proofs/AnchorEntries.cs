using System.Diagnostics.CodeAnalysis;

namespace LearnCoin.Core.Proofs;

/// <summary>Setting <c>anchor code</c>: how an anchor on Base is told to Blockcerts readers.</summary>
public enum AnchorCode
{
    /// <summary>As Ethereum's Sepolia or mainnet, which published readers know, followed by an entry with the true chain id.</summary>
    Eth,

    /// <summary>As Base, once published readers know it.</summary>
    Base,
}

/// <summary>The anchor entries that the product writes and, when verifying, the only ones it takes (spec/credential.md, step 7).</summary>
public static class AnchorEntries
{
    public const long BaseChainId = 8453;

    public const long BaseSepoliaChainId = 84532;

    private const ulong EthereumMainnet = 1;

    private const ulong EthereumSepolia = 11155111;

    /// <param name="code">Setting of the deployment.</param>
    /// <param name="chainId">EIP-155 chain id the transaction is on.</param>
    /// <param name="transactionId">32 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">Neither Base nor Base Sepolia.</exception>
    public static IReadOnlyList<MerkleAnchor> Create(AnchorCode code, long chainId, ReadOnlyMemory<byte> transactionId)
    {
        var told = ToldNetwork(chainId) ?? throw new ArgumentOutOfRangeException(nameof(chainId), chainId, "Neither Base nor Base Sepolia");
        return code == AnchorCode.Base
            ? [new MerkleAnchor(AnchorChain.Base, (ulong)chainId, transactionId)]
            : [
                new MerkleAnchor(AnchorChain.Ethereum, told, transactionId),
                new MerkleAnchor(AnchorChain.Ethereum, (ulong)chainId, transactionId),
            ];
    }

    /// <summary>
    /// Chain id and transaction that entries name. False unless they are exactly what <see cref="Create"/> writes: entries that
    /// disagree, or name a chain where nobody anchors for us (mocknet, Bitcoin), would let a proof pass in one reader only.
    /// </summary>
    public static bool TryRead(IReadOnlyList<MerkleAnchor> anchors, out long chainId, [NotNullWhen(true)] out byte[]? transactionId)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        chainId = 0;
        transactionId = null;
        if (anchors is not [.., var last] || last.Network > long.MaxValue || ToldNetwork((long)last.Network) is null)
        {
            return false;
        }

        var code = last.Chain == AnchorChain.Base ? AnchorCode.Base : AnchorCode.Eth;
        if (!anchors.SequenceEqual(Create(code, (long)last.Network, last.TransactionId)))
        {
            return false;
        }

        chainId = (long)last.Network;
        transactionId = last.TransactionId.ToArray();
        return true;
    }

    private static ulong? ToldNetwork(long chainId) => chainId switch
    {
        BaseChainId => EthereumMainnet,
        BaseSepoliaChainId => EthereumSepolia,
        _ => null,
    };
}
