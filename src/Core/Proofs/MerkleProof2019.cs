using LearnCoin.Core.Merkle;

namespace LearnCoin.Core.Proofs;

/// <summary>
/// What a <c>merkle-proof-2019</c> <c>proofValue</c> says. Its text is <c>z</c> + base58btc of CBOR, exactly as in spec/credential.md, step 6;
/// reading takes no other form of the same values.
/// </summary>
/// <param name="MerkleRoot">32 bytes.</param>
/// <param name="TargetHash">32 bytes: the leaf.</param>
/// <param name="Anchors">One or more.</param>
/// <param name="Path">From the leaf to the root.</param>
public sealed record MerkleProof2019(
    ReadOnlyMemory<byte> MerkleRoot, ReadOnlyMemory<byte> TargetHash, IReadOnlyList<MerkleAnchor> Anchors, MerklePath Path)
{
    public const string Cryptosuite = "merkle-proof-2019";

    private const int HashBytes = MerklePath.HashBytes;

    private const int MaxAnchors = 8;

    private static ReadOnlySpan<byte> InnerHead => [0x58, HashBytes];

    /// <summary>The <c>proofValue</c>.</summary>
    public string Encode() => Multibase.EncodeBase58(EncodeCbor());

    /// <exception cref="ProofFormatException">Anything but what <see cref="Encode"/> writes.</exception>
    public static MerkleProof2019 Decode(ReadOnlySpan<char> proofValue) => DecodeCbor(Multibase.DecodeBase58(proofValue));

    internal byte[] EncodeCbor()
    {
        var writer = new CborWriter();
        writer.Array(4);
        WriteHash(writer.Array(2).Unsigned(0), MerkleRoot.Span);
        WriteHash(writer.Array(2).Unsigned(1), TargetHash.Span);
        writer.Array(2).Unsigned(2).Array(Anchors.Count);
        foreach (var anchor in Anchors)
        {
            writer.Array(3);
            writer.Array(2).Unsigned(0).Unsigned(anchor.Chain);
            writer.Array(2).Unsigned(1).Unsigned(anchor.Network);
            WriteHash(writer.Array(2).Unsigned(2), anchor.TransactionId.Span);
        }

        writer.Array(2).Unsigned(3).Array(Path.Count);
        for (var i = 0; i < Path.Count; i++)
        {
            WriteHash(writer.Array(2).Unsigned((ulong)Path.Side(i)), Path.Sibling(i));
        }

        return writer.Written.ToArray();
    }

    internal static MerkleProof2019 DecodeCbor(ReadOnlySpan<byte> cbor)
    {
        var reader = new CborReader(cbor);
        reader.ReadArray(4, 4);
        ReadKey(ref reader, 0);
        var root = ReadHash(ref reader);
        ReadKey(ref reader, 1);
        var target = ReadHash(ref reader);
        ReadKey(ref reader, 2);
        var anchors = ReadAnchors(ref reader);
        ReadKey(ref reader, 3);
        var path = ReadPath(ref reader);
        reader.ExpectEnd();
        return new MerkleProof2019(root, target, anchors, path);
    }

    private static MerkleAnchor[] ReadAnchors(ref CborReader reader)
    {
        var anchors = new MerkleAnchor[reader.ReadArray(1, MaxAnchors)];
        for (var i = 0; i < anchors.Length; i++)
        {
            reader.ReadArray(3, 3);
            ReadKey(ref reader, 0);
            var chain = reader.ReadUnsigned();
            ReadKey(ref reader, 1);
            var network = reader.ReadUnsigned();
            ReadKey(ref reader, 2);
            anchors[i] = new MerkleAnchor(chain, network, ReadHash(ref reader));
        }

        return anchors;
    }

    private static MerklePath ReadPath(ref CborReader reader)
    {
        var length = reader.ReadArray(0, MerklePath.MaxLength);
        var path = new MerklePath.Builder(length);
        for (var i = 0; i < length; i++)
        {
            reader.ReadArray(2, 2);
            var side = reader.ReadUnsigned();
            if (side > (ulong)MerkleSide.Right)
            {
                throw new ProofFormatException("A Merkle path entry is neither left nor right");
            }

            path.Add((MerkleSide)side, ReadHash(ref reader));
        }

        return path.Build();
    }

    private static void ReadKey(ref CborReader reader, ulong expected)
    {
        reader.ReadArray(2, 2);
        if (reader.ReadUnsigned() != expected)
        {
            throw new ProofFormatException("Members of a Merkle proof are missing or out of order");
        }
    }

    private static void WriteHash(CborWriter writer, ReadOnlySpan<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hash.Length, HashBytes, nameof(hash));
        Span<byte> inner = stackalloc byte[2 + HashBytes];
        InnerHead.CopyTo(inner);
        hash.CopyTo(inner[2..]);
        writer.Bytes(inner);
    }

    private static byte[] ReadHash(ref CborReader reader)
    {
        var inner = reader.ReadBytes();
        return inner.Length == 2 + HashBytes && inner.StartsWith(InnerHead)
            ? inner[2..].ToArray()
            : throw new ProofFormatException("A hash is not a CBOR byte string of 32 bytes in a byte string");
    }
}
