using System.Globalization;
using System.Numerics;
using System.Text.Json;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Local.Chain;

/// <summary>Reads the hex quantities of JSON-RPC answers; anything else is a node that cannot be used.</summary>
internal static class JsonRpcValue
{
    public static long Int64(JsonElement owner, string member) => Int64(Member(owner, member));

    public static long Int64(JsonElement value) => (long)Big(value);

    public static BigInteger Big(JsonElement owner, string member) => Big(Member(owner, member));

    public static BigInteger Big(JsonElement value)
    {
        // A leading zero keeps the number positive.
        return value.ValueKind == JsonValueKind.String
            && value.GetString() is ['0', 'x', .. { Length: > 0 } digits]
            && BigInteger.TryParse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ChainUnavailableException("The node answered with a malformed number");
    }

    /// <summary>Hash, address or data, lower-case with 0x.</summary>
    public static string Hex(JsonElement owner, string member) => Member(owner, member) is { ValueKind: JsonValueKind.String } text
        && text.GetString() is ['0', 'x', ..] hex
        ? hex.ToLowerInvariant()
        : throw new ChainUnavailableException($"The node's answer has no '{member}'");

    private static JsonElement Member(JsonElement owner, string member) => owner.TryGetProperty(member, out var value)
        ? value
        : throw new ChainUnavailableException($"The node's answer has no '{member}'");
}
