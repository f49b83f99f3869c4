using System.Text.Json;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Batches;

/// <summary>
/// What no tenant-given object may hold at any depth (spec/api.md "Batches"): JSON-LD keywords and prefixed names would change what our own
/// terms mean, <c>proof</c> would be read as a proof, a reserved <c>id</c> would add statements about our own nodes.
/// </summary>
internal static class InjectionRules
{
    public static void Check(JsonElement value, JsonPath path, string? recipientId, ReservedIds reserved, FaultList faults)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    Check(item, path.Item(index), recipientId, reserved, faults);
                }

                index++;
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                CheckMember(member, path, recipientId, reserved, faults);
            }
        }
    }

    /// <summary>Members whose very name is refused; told here, so the class model does not tell them again.</summary>
    public static bool IsRefusedName(string name) => name.StartsWith('@') || name.Contains(':') || name == "proof";

    private static void CheckMember(JsonProperty member, JsonPath parent, string? recipientId, ReservedIds reserved, FaultList faults)
    {
        var path = parent.Member(member.Name);
        if (IsRefusedName(member.Name))
        {
            faults.Invalid(path, "is refused: members that start with @ or contain a colon, and proof, are not the tenant's to write");
        }
        else if (member.Name == "id" && member.Value.ValueKind == JsonValueKind.String)
        {
            if (reserved.Contains(member.Value.GetString()!, recipientId))
            {
                faults.Invalid(path, ReservedIds.Expected);
            }
        }
        else if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            Check(member.Value, path, recipientId, reserved, faults);
        }
    }
}
