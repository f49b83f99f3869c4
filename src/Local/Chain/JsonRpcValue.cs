using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Local.Chain;

/// <summary>Reads the hex quantities and data of JSON-RPC answers; anything else is a node that cannot be used. One reader for every chain adapter.</summary>
public static class JsonRpcValue
{
    /// <summary>A quantity: 0x and at least one digit.</summary>
    /// <exception cref="ChainUnavailableException">It is none.</exception>
    public static BigInteger Big(string? value)
    {
        // A leading zero keeps the number positive.
        return value is ['0', 'x', .. { Length: > 0 } digits]
            && BigInteger.TryParse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ChainUnavailableException("The node answered without a number or with a malformed one");
    }

    /// <summary>A quantity that must fit a block height, a nonce or an amount of gas.</summary>
    /// <exception cref="ChainUnavailableException">It is none, or too large.</exception>
    public static long Int64(string? value) => Big(value) is var number && number <= long.MaxValue
        ? (long)number
        : throw new ChainUnavailableException("The node answered with a number that is too large");

    /// <summary>Hash, address or data, lower-case with 0x.</summary>
    /// <exception cref="ChainUnavailableException">It is not there, or not hex.</exception>
    public static string Hex(string? value) => value is ['0', 'x', ..]
        ? value.ToLowerInvariant()
        : throw new ChainUnavailableException("The node's answer lacks a hash, an address or data");

    /// <summary>Data: 0x and two digits a byte, none for no bytes.</summary>
    /// <exception cref="ChainUnavailableException">It is none.</exception>
    public static byte[] Bytes(string? value)
    {
        if (value is ['0', 'x', ..] && value.Length % 2 == 0)
        {
            var bytes = new byte[(value.Length - 2) / 2];
            if (Convert.FromHexString(value.AsSpan(2), bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length)
            {
                return bytes;
            }
        }

        throw new ChainUnavailableException("The node answered with malformed data");
    }

    /// <summary>A number as JSON-RPC writes quantities.</summary>
    public static string Quantity(long number) => "0x" + number.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>The items of an array; none where it is missing or null, as some nodes leave out what they have nothing for.</summary>
    internal static IEnumerable<JsonElement> Items(JsonElement owner, string member) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(member, out var value) ? Items(value) : [];

    internal static IEnumerable<JsonElement> Items(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    internal static BigInteger Big(JsonElement value) => Big(Text(value));

    internal static BigInteger Big(JsonElement owner, string member) => Big(Text(owner, member));

    /// <summary>Null where the node does not send that member.</summary>
    internal static BigInteger? BigOrNull(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? Big(value) : null;

    internal static long Int64(JsonElement value) => Int64(Text(value));

    internal static long Int64(JsonElement owner, string member) => Int64(Text(owner, member));

    internal static string Hex(JsonElement owner, string member) => Hex(Text(owner, member));

    internal static byte[] Bytes(JsonElement value) => Bytes(Text(value));

    internal static byte[] Bytes(JsonElement owner, string member) => Bytes(Text(owner, member));

    private static string? Text(JsonElement owner, string member) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(member, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
