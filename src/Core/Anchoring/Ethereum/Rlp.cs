using System.Buffers.Binary;
using System.Numerics;

namespace LearnCoin.Core.Anchoring.Ethereum;

/// <summary>Writes recursive length prefix encoding (Ethereum yellow paper, appendix B).</summary>
public static class Rlp
{
    private const int ShortLimit = 55;

    public static byte[] Bytes(ReadOnlySpan<byte> value) =>
        value.Length == 1 && value[0] < 0x80 ? [value[0]] : [.. Head(0x80, value.Length), .. value];

    /// <summary>A number, big-endian without leading zeros; 0 is the empty string.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative: RLP has no sign.</exception>
    public static byte[] Integer(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return Bytes(value.IsZero ? [] : value.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    /// <param name="items">Items that are encoded already.</param>
    public static byte[] List(params ReadOnlySpan<byte[]> items)
    {
        var length = 0;
        foreach (var item in items)
        {
            length += item.Length;
        }

        var head = Head(0xc0, length);
        var list = new byte[head.Length + length];
        head.CopyTo(list, 0);
        var at = head.Length;
        foreach (var item in items)
        {
            item.CopyTo(list, at);
            at += item.Length;
        }

        return list;
    }

    private static byte[] Head(byte offset, int length)
    {
        if (length <= ShortLimit)
        {
            return [(byte)(offset + length)];
        }

        Span<byte> wide = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(wide, length);
        var digits = wide[wide.IndexOfAnyExcept((byte)0)..];
        return [(byte)(offset + ShortLimit + digits.Length), .. digits];
    }
}
