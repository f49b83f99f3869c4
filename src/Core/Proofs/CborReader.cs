using System.Buffers.Binary;

namespace LearnCoin.Core.Proofs;

/// <summary>
/// Reads the part of CBOR (RFC 8949) that Merkle proofs use: unsigned integers, byte strings and arrays, all of definite and shortest
/// length (section 4.2.1). Everything else is an error.
/// </summary>
internal ref struct CborReader(ReadOnlySpan<byte> bytes)
{
    private const int UnsignedInteger = 0;
    private const int ByteString = 2;
    private const int ArrayItems = 4;

    private ReadOnlySpan<byte> rest = bytes;

    /// <exception cref="ProofFormatException">The next item is not an unsigned integer in its shortest form.</exception>
    internal ulong ReadUnsigned() => ReadHead(UnsignedInteger);

    /// <summary>Number of items of the array that starts here.</summary>
    internal int ReadArray(int min, int max)
    {
        var length = ReadHead(ArrayItems);
        return length >= (ulong)min && length <= (ulong)max
            ? (int)length
            : throw new ProofFormatException($"A CBOR array does not have {min} to {max} items");
    }

    internal ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadHead(ByteString);
        if (length > (ulong)rest.Length)
        {
            throw new ProofFormatException("A CBOR byte string is cut short");
        }

        var value = rest[..(int)length];
        rest = rest[(int)length..];
        return value;
    }

    internal readonly void ExpectEnd()
    {
        if (!rest.IsEmpty)
        {
            throw new ProofFormatException("Bytes follow the CBOR value");
        }
    }

    private ulong ReadHead(int majorType)
    {
        if (rest.IsEmpty || rest[0] >> 5 != majorType)
        {
            throw new ProofFormatException($"CBOR item is not of major type {majorType}");
        }

        var info = rest[0] & 0x1f;
        rest = rest[1..];
        if (info < 24)
        {
            return (ulong)info;
        }

        var size = info <= 27 ? 1 << (info - 24) : throw new ProofFormatException("CBOR length is indefinite or reserved");
        if (rest.Length < size)
        {
            throw new ProofFormatException("CBOR head is cut short");
        }

        Span<byte> wide = stackalloc byte[sizeof(ulong)];
        wide.Clear();
        rest[..size].CopyTo(wide[(sizeof(ulong) - size)..]);
        rest = rest[size..];
        var value = BinaryPrimitives.ReadUInt64BigEndian(wide);
        var smallest = size == 1 ? 24UL : 1UL << (size * 4);
        return value >= smallest ? value : throw new ProofFormatException("CBOR head is not in its shortest form");
    }
}
