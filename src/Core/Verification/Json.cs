using System.Text.Json;
using LearnCoin.Core.Credentials;

namespace LearnCoin.Core.Verification;

/// <summary>Reads members of documents that others may have made: no kind of value is taken for granted.</summary>
internal static class Json
{
    internal static JsonElement? Member(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : null;

    internal static string? Text(this JsonElement owner, string name) =>
        owner.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    internal static DateTimeOffset? Time(this JsonElement owner, string name) =>
        owner.Text(name) is { } text && Iso8601.TryParse(text, out var time) ? time : null;

    /// <summary>An absolute IRI. The first letter is looked at because a rooted file path is an absolute Uri too.</summary>
    internal static bool IsIri(string? text) =>
        text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Uri.TryCreate(text, UriKind.Absolute, out _);

    /// <summary>The entries of an array; empty for anything else.</summary>
    internal static IEnumerable<JsonElement> Entries(this JsonElement owner, string name) =>
        owner.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>The strings of an array; null when it is no array of strings.</summary>
    internal static List<string>? Texts(this JsonElement owner, string name)
    {
        if (owner.Member(name) is not { ValueKind: JsonValueKind.Array } value)
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var entry in value.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            texts.Add(entry.GetString()!);
        }

        return texts;
    }
}
