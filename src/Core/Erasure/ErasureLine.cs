using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Erasure;

/// <summary>An erasure as a line of JSON: the form of the journal and of the export.</summary>
public static class ErasureLine
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>Without the line feed.</summary>
    public static string Write(ErasureRecord erasure)
    {
        ArgumentNullException.ThrowIfNull(erasure);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("credential", erasure.Credential.Value);
            json.WriteString("tenant", erasure.Tenant.Value);
            json.WriteString("environment", erasure.Environment.Name());
            json.WriteString("erased_at", erasure.ErasedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("requester", erasure.Requester);
            json.WriteString("verified_at", erasure.VerifiedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("operation", erasure.Operation);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// All erasures of a journal. A line that a crash cut short has no closing brace: its erasure was never answered, and it is passed over.
    /// </summary>
    /// <exception cref="InvalidDataException">A line is whole and is no erasure; its number is told, not its text.</exception>
    public static IReadOnlyList<ErasureRecord> ReadAll(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var found = new List<ErasureRecord>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (line.TrimEnd().EndsWith('}'))
            {
                found.Add(TryRead(line) ?? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Line {number} is no erasure")));
            }
        }

        return found;
    }

    private static ErasureRecord? TryRead(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return CredentialId.TryParse(Text("credential"), out var credential)
                && TenantId.TryParse(Text("tenant"), out var tenant)
                && ErasureRequest.Requesters.Contains(Text("requester"))
                && Text("operation") is { Length: > 0 and <= 100 } operation
                ? new ErasureRecord(
                    credential, tenant, TenantEnvironments.Parse(Text("environment")), Time("erased_at"), Text("requester"), Time("verified_at"), operation)
                : null;

            string Text(string name) => root.GetProperty(name).GetString() ?? "";

            DateTimeOffset Time(string name) => DateTimeOffset.ParseExact(Text(name), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
