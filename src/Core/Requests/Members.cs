using System.Text.Json;

namespace LearnCoin.Core.Requests;

/// <summary>Members of the request's own objects (snake_case ones and the envelope), which are closed.</summary>
internal static class Members
{
    public static void RefuseUnknown(JsonElement value, JsonPath path, FaultList faults, params ReadOnlySpan<string> known)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                faults.Invalid(path.Member(member.Name), $"is refused: no known member; known are {string.Join(", ", known)}");
            }
        }
    }

    /// <summary>An optional member; JSON null counts as left out, as many clients send it.</summary>
    public static bool TryGetOptional(JsonElement owner, string name, out JsonElement value) =>
        owner.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
}
