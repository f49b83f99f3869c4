using System.Security.Cryptography;

namespace LearnCoin.Core.Merkle;

/// <summary>On which side of the running hash a sibling stands.</summary>
public enum MerkleSide
{
    Left = 0,
    Right = 1,
}

/// <summary>The way from a leaf to a root: siblings in order, each with its side (spec/credential.md, steps 4 and 6).</summary>
public sealed class MerklePath : IEquatable<MerklePath>
{
    /// <summary>Longest path read from outside: a tree of 2^64 leaves.</summary>
    public const int MaxLength = 64;

    public const int HashBytes = 32;

    private const int EntryBytes = 1 + HashBytes;

    private readonly byte[] entries;

    private MerklePath(byte[] entries) => this.entries = entries;

    /// <summary>The path of a leaf that is the root itself.</summary>
    public static MerklePath Empty { get; } = new([]);

    public int Count => entries.Length / EntryBytes;

    public MerkleSide Side(int index) => (MerkleSide)entries[index * EntryBytes];

    /// <summary>The 32 bytes of a sibling.</summary>
    public ReadOnlySpan<byte> Sibling(int index) => entries.AsSpan((index * EntryBytes) + 1, HashBytes);

    /// <summary>Packed form for storage: 33 bytes an entry, the side (0 left, 1 right) then the sibling.</summary>
    public ReadOnlyMemory<byte> Packed => entries;

    /// <exception cref="FormatException">Not a packed path.</exception>
    public static MerklePath FromPacked(ReadOnlySpan<byte> packed)
    {
        if (packed.Length % EntryBytes != 0 || packed.Length / EntryBytes > MaxLength)
        {
            throw new FormatException("Length of a packed Merkle path is wrong");
        }

        for (var i = 0; i < packed.Length; i += EntryBytes)
        {
            if (packed[i] > (byte)MerkleSide.Right)
            {
                throw new FormatException("Side of a packed Merkle path is neither 0 nor 1");
            }
        }

        return packed.IsEmpty ? Empty : new MerklePath(packed.ToArray());
    }

    /// <summary>Root that this path gives for a leaf. <paramref name="root"/> may be the memory of <paramref name="leaf"/>.</summary>
    public void Apply(ReadOnlySpan<byte> leaf, Span<byte> root)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(leaf.Length, HashBytes, nameof(leaf));
        Span<byte> pair = stackalloc byte[2 * HashBytes];
        Span<byte> current = stackalloc byte[HashBytes];
        leaf.CopyTo(current);
        for (var i = 0; i < Count; i++)
        {
            var siblingIsLeft = Side(i) == MerkleSide.Left;
            Sibling(i).CopyTo(pair[(siblingIsLeft ? 0 : HashBytes)..]);
            current.CopyTo(pair[(siblingIsLeft ? HashBytes : 0)..]);
            SHA256.HashData(pair, current);
        }

        current.CopyTo(root);
    }

    /// <inheritdoc cref="Apply(ReadOnlySpan{byte}, Span{byte})"/>
    public byte[] Apply(ReadOnlySpan<byte> leaf)
    {
        var root = new byte[HashBytes];
        Apply(leaf, root);
        return root;
    }

    /// <summary>This path, then <paramref name="next"/>: from a leaf to its batch root, then from that root to the aggregate's.</summary>
    public MerklePath Concat(MerklePath next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return next.Count == 0 ? this : Count == 0 ? next : new MerklePath([.. entries, .. next.entries]);
    }

    public bool Equals(MerklePath? other) => other is not null && entries.AsSpan().SequenceEqual(other.entries);

    public override bool Equals(object? obj) => Equals(obj as MerklePath);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(entries);
        return hash.ToHashCode();
    }

    /// <summary>Collects the entries of one path.</summary>
    internal ref struct Builder(int capacity)
    {
        private readonly byte[] packed = new byte[capacity * EntryBytes];
        private int used;

        internal void Add(MerkleSide side, ReadOnlySpan<byte> sibling)
        {
            packed[used] = (byte)side;
            sibling.CopyTo(packed.AsSpan(used + 1, HashBytes));
            used += EntryBytes;
        }

        internal readonly MerklePath Build() =>
            used == 0 ? Empty : new MerklePath(used == packed.Length ? packed : packed[..used]);
    }
}
