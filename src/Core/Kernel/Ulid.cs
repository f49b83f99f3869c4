using System.Buffers;
using System.Buffers.Binary;

namespace LearnCoin.Core.Kernel;

/// <summary>
/// 26-character Crockford base32 text of 128 bits: 48 bits of Unix milliseconds, 80 random bits (github.com/ulid/spec).
/// Text order is time order.
/// </summary>
public static class Ulid
{
    public const int Length = 26;

    /// <summary>
    /// Characters that a batch shares with its credentials: the time (10) and 30 random bits (6). They name the table partition
    /// that holds the batch; the other 50 bits stay unpredictable, so that one credential's id does not tell another's.
    /// </summary>
    public const int GroupLength = 16;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    public static string Create(DateTimeOffset time, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        Span<byte> bytes = stackalloc byte[16];
        entropy.Fill(bytes[6..]);
        Span<byte> millis = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(millis, time.ToUnixTimeMilliseconds());
        millis[2..].CopyTo(bytes);
        return Encode(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>A new ULID that begins with <paramref name="group"/> (<see cref="GroupLength"/> characters).</summary>
    public static string CreateInGroup(string group, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        Span<byte> random = stackalloc byte[Length - GroupLength];
        entropy.Fill(random);
        Span<char> text = stackalloc char[Length];
        group.AsSpan(0, GroupLength).CopyTo(text);
        for (var i = 0; i < random.Length; i++)
        {
            text[GroupLength + i] = Alphabet[random[i] & 31];
        }

        return new string(text);
    }

    /// <summary>The time that a ULID begins with.</summary>
    public static DateTimeOffset TimeOf(string ulid)
    {
        ArgumentNullException.ThrowIfNull(ulid);
        return DateTimeOffset.FromUnixTimeMilliseconds(ulid[..10].Aggregate(0L, static (sum, digit) => (sum << 5) | (long)Alphabet.IndexOf(digit, StringComparison.Ordinal)));
    }

    /// <summary>The least ULID of a millisecond: a key below all that begin in it.</summary>
    public static string FirstOf(DateTimeOffset time)
    {
        var millis = Math.Max(0, time.ToUnixTimeMilliseconds());
        return Encode((UInt128)(ulong)millis << 80);
    }

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        // 26 characters hold 130 bits: a first character above 7 would overflow 128.
        return text.Length == Length && text[0] <= '7' && !text.ContainsAnyExcept(Characters);
    }

    /// <summary>The digit that sorts in reverse: Z for 0, 0 for Z.</summary>
    internal static char Complement(char digit) => Alphabet[Alphabet.Length - 1 - Alphabet.IndexOf(digit, StringComparison.Ordinal)];

    private static string Encode(UInt128 value) => string.Create(Length, value, static (text, rest) =>
    {
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(uint)(rest & 31)];
            rest >>= 5;
        }
    });
}
