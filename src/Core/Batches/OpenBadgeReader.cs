using System.Buffers;
using System.Text.Json;
using LearnCoin.Core.Credentials.OpenBadges;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Batches;

/// <summary>
/// Reads one tenant-given object against the class model and writes its normalised form: members in the model's order, <c>type</c> filled
/// in, single values where the schema has an array made arrays, empty sets left out. Equal objects become equal bytes.
/// </summary>
internal sealed class OpenBadgeReader(FaultList faults, string? email)
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <returns>UTF-8 JSON, or null when a fault was added.</returns>
    public byte[]? Read(JsonElement value, OpenBadgeClass type, JsonPath path)
    {
        var before = faults.Count;
        buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(buffer, NormalForm.WriterOptions);
        WriteObject(writer, value, type, path);
        writer.Flush();
        return faults.Count == before ? buffer.WrittenSpan.ToArray() : null;
    }

    private void WriteObject(Utf8JsonWriter writer, JsonElement value, OpenBadgeClass type, JsonPath path)
    {
        writer.WriteStartObject();
        if (value.ValueKind != JsonValueKind.Object)
        {
            var members = type.OneOf.Count > 0 ? " with " + string.Join(" or ", type.OneOf) : "";
            faults.Invalid(path, $"must be an object of the Open Badges 3.0 class {type.Name}{members}");
        }
        else
        {
            CheckNames(value, type, path);
            foreach (var property in type.Properties.Where(p => p.Name == "id"))
            {
                WriteProperty(writer, value, property, type, path);
            }

            WriteType(writer, value, type, path);
            foreach (var property in type.Properties.Where(p => p.Name != "id"))
            {
                WriteProperty(writer, value, property, type, path);
            }

            if (type.OneOf.Count > 0 && !type.OneOf.Any(name => value.TryGetProperty(name, out _)))
            {
                faults.Missing(path.Member(type.OneOf[0]), $"{type.Name} needs {string.Join(" or ", type.OneOf)}");
            }
        }

        writer.WriteEndObject();
    }

    private void CheckNames(JsonElement value, OpenBadgeClass type, JsonPath path)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name != "type" && !type.Has(member.Name) && !InjectionRules.IsRefusedName(member.Name))
            {
                faults.Invalid(path.Member(member.Name), $"is refused: no Open Badges 3.0 term of {type.Name}, so it could not be signed");
            }
        }
    }

    /// <summary>The class's own type and nothing else: another type would bring that type's scoped context and meaning along.</summary>
    private void WriteType(Utf8JsonWriter writer, JsonElement value, OpenBadgeClass type, JsonPath path)
    {
        if (value.TryGetProperty("type", out var given))
        {
            var one = given.ValueKind == JsonValueKind.Array && given.GetArrayLength() == 1 ? given[0] : given;
            if (one.ValueKind != JsonValueKind.String || !one.ValueEquals(type.Name))
            {
                faults.Invalid(path.Member("type"), $"must be {type.Name}, the Open Badges 3.0 type expected here, and no other");
                return;
            }
        }
        else if (type.TypeOptional)
        {
            return;
        }

        if (type.SingleType)
        {
            writer.WriteString("type", type.Name);
        }
        else
        {
            writer.WriteStartArray("type");
            writer.WriteStringValue(type.Name);
            writer.WriteEndArray();
        }
    }

    private void WriteProperty(Utf8JsonWriter writer, JsonElement owner, OpenBadgeProperty property, OpenBadgeClass type, JsonPath parent)
    {
        var path = parent.Member(property.Name);
        if (!owner.TryGetProperty(property.Name, out var value))
        {
            if (property.Required)
            {
                faults.Missing(path, $"{type.Name}.{property.Name} {OpenBadgeValue.Expected(property)}");
            }

            return;
        }

        if (!property.Many)
        {
            WriteValue(writer, property.Name, value, property, path);
        }
        else if (value.ValueKind != JsonValueKind.Array)
        {
            writer.WriteStartArray(property.Name);
            WriteValue(writer, null, value, property, path);
            writer.WriteEndArray();
        }
        else if (value.GetArrayLength() > 0)
        {
            WriteArray(writer, value, property, path);
        }
    }

    private void WriteArray(Utf8JsonWriter writer, JsonElement array, OpenBadgeProperty property, JsonPath path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        writer.WriteStartArray(property.Name);
        foreach (var item in array.EnumerateArray())
        {
            if (faults.IsFull)
            {
                break;
            }

            writer.Flush();
            var (start, before) = (buffer.WrittenCount, faults.Count);
            WriteValue(writer, null, item, property, path.Item(index));
            writer.Flush();
            var written = buffer.WrittenSpan[start..].TrimStart((byte)',');
            if (faults.Count == before && !seen.Add(NormalForm.Digest(written)))
            {
                faults.Invalid(path.Item(index), NormalForm.Repetition);
            }

            index++;
        }

        writer.WriteEndArray();
    }

    private void WriteValue(Utf8JsonWriter writer, string? name, JsonElement value, OpenBadgeProperty property, JsonPath path)
    {
        if (property.Type == OpenBadgeType.Object)
        {
            if (name is not null)
            {
                writer.WritePropertyName(name);
            }

            WriteObject(writer, value, property.Class!(), path);
            return;
        }

        if (!OpenBadgeValue.IsValid(property, value))
        {
            var code = property.Type == OpenBadgeType.Framework && value.ValueKind == JsonValueKind.String
                ? ErrorCode.AlignmentFrameworkUnknown
                : ErrorCode.InvalidFieldFormat;
            faults.Add(code, path, OpenBadgeValue.Expected(property));
            return;
        }

        if (name is not null)
        {
            writer.WritePropertyName(name);
        }

        if (property.Type == OpenBadgeType.Number)
        {
            OpenBadgeValue.WriteNumber(writer, value);
            return;
        }

        var text = value.GetString()!;
        if (email is not null && text.Contains(email, StringComparison.OrdinalIgnoreCase))
        {
            faults.Invalid(path, "must not contain the recipient's e-mail address: what is signed cannot be erased");
        }

        writer.WriteStringValue(text);
    }
}
