using System.Numerics;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Anchoring.Ethereum;

/// <summary>Reads recursive length prefix encoding; takes only the one form that <see cref="Rlp"/> writes.</summary>
internal ref struct RlpReader(ReadOnlySpan<byte> bytes)
{
    private const byte ListOffset = 0xc0;
    private const byte StringOffset = 0x80;
    private const int ShortLimit = 55;

    private ReadOnlySpan<byte> rest = bytes;

    internal readonly bool AtEnd => rest.IsEmpty;

    internal readonly bool AtList => !rest.IsEmpty && rest[0] >= ListOffset;

    /// <exception cref="ProofFormatException">No string is next, or not in its shortest form.</exception>
    internal ReadOnlySpan<byte> ReadBytes()
    {
        if (rest.IsEmpty || AtList)
        {
            throw new ProofFormatException("RLP string expected");
        }

        if (rest[0] < StringOffset)
        {
            var single = rest[..1];
            rest = rest[1..];
            return single;
        }

        var value = ReadPayload(StringOffset);
        return value.Length == 1 && value[0] < StringOffset
            ? throw new ProofFormatException("RLP single byte has a needless head")
            : value;
    }

    internal RlpReader ReadList() =>
        AtList ? new RlpReader(ReadPayload(ListOffset)) : throw new ProofFormatException("RLP list expected");

    /// <summary>A number of at most <paramref name="maxBytes"/> bytes, without leading zeros.</summary>
    internal BigInteger ReadInteger(int maxBytes)
    {
        var digits = ReadBytes();
        return digits.Length <= maxBytes && digits is not [0, ..]
            ? new BigInteger(digits, isUnsigned: true, isBigEndian: true)
            : throw new ProofFormatException("RLP number is too large or has leading zeros");
    }

    internal readonly void ExpectEnd()
    {
        if (!rest.IsEmpty)
        {
            throw new ProofFormatException("Bytes follow the RLP value");
        }
    }

    private ReadOnlySpan<byte> ReadPayload(byte offset)
    {
        var length = rest[0] - offset;
        var headBytes = 1;
        if (length > ShortLimit)
        {
            var digits = length - ShortLimit;
            headBytes += digits;
            length = ReadLongLength(digits);
        }

        if (length > rest.Length - headBytes)
        {
            throw new ProofFormatException("RLP value is cut short");
        }

        var payload = rest.Slice(headBytes, length);
        rest = rest[(headBytes + length)..];
        return payload;
    }

    private readonly int ReadLongLength(int digits)
    {
        // Four bytes hold more than any span can: a longer length is cut short in any case.
        if (digits > sizeof(int) || rest.Length <= digits || rest[1] == 0)
        {
            throw new ProofFormatException("RLP length is out of range");
        }

        uint length = 0;
        foreach (var digit in rest.Slice(1, digits))
        {
            length = (length << 8) | digit;
        }

        return length is > ShortLimit and <= int.MaxValue
            ? (int)length
            : throw new ProofFormatException("RLP length is not in its shortest form");
    }
}
