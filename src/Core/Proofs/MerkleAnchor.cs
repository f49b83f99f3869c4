namespace LearnCoin.Core.Proofs;

/// <summary>Blockcerts chain codes of a Merkle proof's anchor (spec/credential.md, step 7). Others are read as numbers and trusted by nobody.</summary>
public static class AnchorChain
{
    public const ulong Ethereum = 1;

    /// <summary>Not in published Blockcerts libraries yet.</summary>
    public const ulong Base = 3;
}

/// <summary>One anchor entry of a Merkle proof: where the root was written.</summary>
/// <param name="Chain">Blockcerts chain code, see <see cref="AnchorChain"/>.</param>
/// <param name="Network">Network of that chain; for Ethereum and Base the EIP-155 chain id.</param>
/// <param name="TransactionId">32 bytes.</param>
public sealed record MerkleAnchor(ulong Chain, ulong Network, ReadOnlyMemory<byte> TransactionId)
{
    public bool Equals(MerkleAnchor? other) => other is not null
        && (Chain, Network) == (other.Chain, other.Network)
        && TransactionId.Span.SequenceEqual(other.TransactionId.Span);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Chain);
        hash.Add(Network);
        hash.AddBytes(TransactionId.Span);
        return hash.ToHashCode();
    }
}
