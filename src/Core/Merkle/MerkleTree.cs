using System.Numerics;
using System.Security.Cryptography;

namespace LearnCoin.Core.Merkle;

/// <summary>
/// Binary tree over 32-byte leaves in their order: parent = SHA-256(left || right), an odd last node is promoted unchanged
/// (spec/credential.md, step 4). All levels stand in one array; paths are read off it, none is stored.
/// </summary>
public sealed class MerkleTree
{
    private const int HashBytes = MerklePath.HashBytes;

    // Level by level, leaves first.
    private readonly byte[] nodes;

    private MerkleTree(byte[] nodes, int leafCount)
    {
        this.nodes = nodes;
        LeafCount = leafCount;
    }

    public int LeafCount { get; }

    /// <summary>32 bytes.</summary>
    public ReadOnlySpan<byte> Root => nodes.AsSpan(nodes.Length - HashBytes);

    /// <param name="leaves">Leaves one after another, 32 bytes each, at least one.</param>
    /// <exception cref="ArgumentException">No leaf, or a last one that is cut short.</exception>
    public static MerkleTree Build(ReadOnlySpan<byte> leaves)
    {
        if (leaves.IsEmpty || leaves.Length % HashBytes != 0)
        {
            throw new ArgumentException("Leaves are one or more blocks of 32 bytes", nameof(leaves));
        }

        var leafCount = leaves.Length / HashBytes;
        var all = new byte[NodeCount(leafCount) * HashBytes];
        leaves.CopyTo(all);
        var level = all.AsSpan(0, leaves.Length);
        var rest = all.AsSpan(leaves.Length);
        while (level.Length > HashBytes)
        {
            var parents = rest[..ParentBytes(level.Length)];
            HashLevel(level, parents);
            rest = rest[parents.Length..];
            level = parents;
        }

        return new MerkleTree(all, leafCount);
    }

    /// <summary>The path of the leaf at <paramref name="index"/>, counted from 0.</summary>
    public MerklePath Path(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, LeafCount);
        var path = new MerklePath.Builder(BitOperations.Log2((uint)LeafCount) + 1);
        var start = 0;
        for (var count = LeafCount; count > 1; count = (count + 1) / 2)
        {
            var sibling = index ^ 1;
            if (sibling < count)
            {
                var side = sibling < index ? MerkleSide.Left : MerkleSide.Right;
                path.Add(side, nodes.AsSpan((start + sibling) * HashBytes, HashBytes));
            }

            start += count;
            index /= 2;
        }

        return path.Build();
    }

    private static void HashLevel(ReadOnlySpan<byte> level, Span<byte> parents)
    {
        while (level.Length >= 2 * HashBytes)
        {
            SHA256.HashData(level[..(2 * HashBytes)], parents);
            level = level[(2 * HashBytes)..];
            parents = parents[HashBytes..];
        }

        level.CopyTo(parents);
    }

    private static int ParentBytes(int levelBytes) => (levelBytes + HashBytes) / (2 * HashBytes) * HashBytes;

    private static int NodeCount(int leafCount)
    {
        var total = leafCount;
        for (var count = leafCount; count > 1;)
        {
            count = (count + 1) / 2;
            total += count;
        }

        return total;
    }
}
