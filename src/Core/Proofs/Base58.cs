using System.Buffers.Binary;

namespace LearnCoin.Core.Proofs;

/// <summary>Base58 with the Bitcoin alphabet (draft-msporny-base58-03). Leading zero bytes are leading <c>1</c>s.</summary>
public static class Base58
{
    /// <summary>Longest value read or written, bytes: the work grows with the square of the length, and no proof comes near it.</summary>
    public const int MaxBytes = 16 * 1024;

    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    // Five digits at a time: 58^5 is the largest power below 2^32, so one limb and one carry fit 64 bits.
    private const int DigitsPerLimb = 5;
    private const uint LimbBase = 58 * 58 * 58 * 58 * 58;

    private static readonly sbyte[] Digits = CreateDigits();

    /// <exception cref="ArgumentException">More than <see cref="MaxBytes"/>.</exception>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new ArgumentException("Too long for base58", nameof(bytes));
        }

        var zeros = LeadingCount(bytes, (byte)0);
        var rest = bytes[zeros..];
        var limbs = new uint[(rest.Length * 8 / 29) + 1];
        var used = ToLimbs(rest, limbs);
        Span<char> text = new char[zeros + (used * DigitsPerLimb)];
        text[..zeros].Fill(Alphabet[0]);
        var digits = text[zeros..];
        for (var i = 0; i < used; i++)
        {
            var limb = limbs[used - 1 - i];
            for (var d = DigitsPerLimb - 1; d >= 0; d--)
            {
                digits[(i * DigitsPerLimb) + d] = Alphabet[(int)(limb % 58)];
                limb /= 58;
            }
        }

        // The highest limb is padded to five digits; those zeros are not leading bytes.
        var padding = LeadingCount(digits, Alphabet[0]);
        digits[padding..].CopyTo(digits);
        return new string(text[..^padding]);
    }

    /// <exception cref="ProofFormatException">A character outside the alphabet, or too long.</exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        // 1.4 > log(256)/log(58): no longer text can hold an accepted value.
        if (text.Length > MaxBytes * 14 / 10)
        {
            throw new ProofFormatException("base58 text is too long");
        }

        var zeros = LeadingCount(text, Alphabet[0]);
        var rest = text[zeros..];
        var words = new uint[(rest.Length / DigitsPerLimb) + 2];
        var used = 0;
        for (var i = 0; i < rest.Length;)
        {
            // The first group takes what does not divide by five, so that all others are full.
            var length = i == 0 && rest.Length % DigitsPerLimb != 0 ? rest.Length % DigitsPerLimb : DigitsPerLimb;
            var (value, scale) = ReadGroup(rest.Slice(i, length));
            used = MultiplyAdd(words, used, scale, value);
            i += length;
        }

        Span<byte> bytes = new byte[used * sizeof(uint)];
        for (var i = 0; i < used; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[(i * sizeof(uint))..], words[used - 1 - i]);
        }

        bytes = bytes[LeadingCount(bytes, (byte)0)..];
        var result = new byte[zeros + bytes.Length];
        bytes.CopyTo(result.AsSpan(zeros));
        return result;
    }

    private static int ToLimbs(ReadOnlySpan<byte> bytes, Span<uint> limbs)
    {
        var used = 0;
        for (var i = 0; i < bytes.Length;)
        {
            var length = i == 0 && bytes.Length % sizeof(uint) != 0 ? bytes.Length % sizeof(uint) : sizeof(uint);
            ulong carry = 0;
            foreach (var b in bytes.Slice(i, length))
            {
                carry = (carry << 8) | b;
            }

            for (var j = 0; j < used; j++)
            {
                var value = ((ulong)limbs[j] << (8 * length)) + carry;
                carry = value / LimbBase;
                limbs[j] = (uint)(value - (carry * LimbBase));
            }

            for (; carry != 0; carry /= LimbBase)
            {
                limbs[used++] = (uint)(carry % LimbBase);
            }

            i += length;
        }

        return used;
    }

    private static (uint Value, uint Scale) ReadGroup(ReadOnlySpan<char> group)
    {
        uint value = 0;
        uint scale = 1;
        foreach (var c in group)
        {
            var digit = c < Digits.Length ? Digits[c] : -1;
            if (digit < 0)
            {
                throw new ProofFormatException("A character is not of the base58 alphabet");
            }

            value = (value * 58) + (uint)digit;
            scale *= 58;
        }

        return (value, scale);
    }

    private static int MultiplyAdd(Span<uint> words, int used, uint scale, uint value)
    {
        ulong carry = value;
        for (var j = 0; j < used; j++)
        {
            carry += (ulong)words[j] * scale;
            words[j] = (uint)carry;
            carry >>= 32;
        }

        if (carry != 0)
        {
            words[used++] = (uint)carry;
        }

        return used;
    }

    private static int LeadingCount<T>(ReadOnlySpan<T> span, T value)
        where T : IEquatable<T>
    {
        var index = span.IndexOfAnyExcept(value);
        return index < 0 ? span.Length : index;
    }

    private static sbyte[] CreateDigits()
    {
        var digits = new sbyte[128];
        Array.Fill(digits, (sbyte)-1);
        for (var i = 0; i < Alphabet.Length; i++)
        {
            digits[Alphabet[i]] = (sbyte)i;
        }

        return digits;
    }
}
