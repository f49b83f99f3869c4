using System.Buffers.Binary;
using System.Text.Json;

namespace LearnCoin.Core.Credentials;

/// <summary>
/// All of a credential input that goes into the signed document: enough, with the issuer and the ids, to write the same document again
/// byte for byte (<see cref="CredentialDocument"/>). The JSON values are normalised: types filled in, members in one fixed order.
/// </summary>
public sealed record SignedPart
{
    private const byte Version = 1;
    private const int UuidLength = 16;
    private const int HeaderLength = 1 + UuidLength + 8 + 8;
    private const string UuidPrefix = "urn:uuid:";

    /// <summary><c>urn:uuid:</c> + version 4 UUID in lower case.</summary>
    public required string RecipientId { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>UTF-8 JSON object of class Achievement, without <c>id</c> when the tenant gave none.</summary>
    public required ReadOnlyMemory<byte> Achievement { get; init; }

    /// <summary>UTF-8 JSON array of Evidence, each with an <c>id</c>; empty memory when there is none.</summary>
    public ReadOnlyMemory<byte> Evidence { get; init; }

    /// <summary>UTF-8 JSON array of Result; empty memory when there is none.</summary>
    public ReadOnlyMemory<byte> Results { get; init; }

    /// <summary><c>achievement.name</c>.</summary>
    public string AchievementName => TopLevelString(Achievement.Span, "name"u8)
        ?? throw new InvalidOperationException("A normalised achievement has a name.");

    /// <summary><c>achievement.id</c> as the tenant gave it.</summary>
    public string? GivenAchievementId => TopLevelString(Achievement.Span, "id"u8);

    /// <summary>Says nothing: a record's own text would link the recipient to the achievement in a log.</summary>
    public override string ToString() => nameof(SignedPart);

    /// <summary>Compact binary form for storage, versioned by its first byte.</summary>
    public byte[] Serialize()
    {
        var bytes = new byte[HeaderLength + (3 * sizeof(int)) + Achievement.Length + Evidence.Length + Results.Length];
        bytes[0] = Version;
        var rest = bytes.AsSpan(1);
        Guid.ParseExact(RecipientId.AsSpan(UuidPrefix.Length), "D").TryWriteBytes(rest, bigEndian: true, out _);
        rest = rest[UuidLength..];
        BinaryPrimitives.WriteInt64BigEndian(rest, ValidFrom.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(rest[8..], ValidUntil?.UtcTicks ?? -1);
        rest = rest[16..];
        foreach (var part in new[] { Achievement, Evidence, Results })
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, part.Length);
            part.Span.CopyTo(rest[sizeof(int)..]);
            rest = rest[(sizeof(int) + part.Length)..];
        }

        return bytes;
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote; the result refers to <paramref name="bytes"/>.</summary>
    /// <exception cref="FormatException">Another version, or cut short.</exception>
    public static SignedPart Deserialize(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes.Span[0] != Version)
        {
            throw new FormatException("Not a stored signed part of a known version.");
        }

        var header = bytes.Span[1..HeaderLength];
        var until = BinaryPrimitives.ReadInt64BigEndian(header[(UuidLength + 8)..]);
        var rest = bytes[HeaderLength..];
        return new SignedPart
        {
            RecipientId = UuidPrefix + new Guid(header[..UuidLength], bigEndian: true).ToString("D"),
            ValidFrom = new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(header[UuidLength..]), TimeSpan.Zero),
            ValidUntil = until < 0 ? null : new DateTimeOffset(until, TimeSpan.Zero),
            Achievement = Take(ref rest),
            Evidence = Take(ref rest),
            Results = Take(ref rest),
        };
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> rest)
    {
        var length = rest.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32BigEndian(rest.Span);
        if (length < 0 || length > rest.Length - sizeof(int))
        {
            throw new FormatException("A stored signed part is cut short.");
        }

        var part = rest.Slice(sizeof(int), length);
        rest = rest[(sizeof(int) + length)..];
        return part;
    }

    private static string? TopLevelString(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
            {
                return reader.GetString();
            }

            reader.Skip();
        }

        return null;
    }
}
