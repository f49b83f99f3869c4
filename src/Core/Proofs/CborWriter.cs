using System.Buffers;
using System.Buffers.Binary;

namespace LearnCoin.Core.Proofs;

/// <summary>Writes the part of CBOR that <see cref="CborReader"/> reads, in the shortest form.</summary>
internal sealed class CborWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(512);

    internal ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    internal CborWriter Unsigned(ulong value)
    {
        WriteHead(0, value);
        return this;
    }

    internal CborWriter Bytes(ReadOnlySpan<byte> value)
    {
        WriteHead(2, (ulong)value.Length);
        buffer.Write(value);
        return this;
    }

    /// <summary>Starts an array; the caller writes exactly <paramref name="length"/> items after it.</summary>
    internal CborWriter Array(int length)
    {
        WriteHead(4, (ulong)length);
        return this;
    }

    private void WriteHead(int majorType, ulong value)
    {
        var type = (byte)(majorType << 5);
        if (value < 24)
        {
            buffer.Write([(byte)(type | (int)value)]);
            return;
        }

        var log = value <= byte.MaxValue ? 0 : value <= ushort.MaxValue ? 1 : value <= uint.MaxValue ? 2 : 3;
        Span<byte> wide = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(wide, value);
        buffer.Write([(byte)(type | (24 + log))]);
        buffer.Write(wide[(sizeof(ulong) - (1 << log))..]);
    }
}
