using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Audit;

/// <summary>
/// The hash that makes a chain of entries: SHA-256 of the UTF-8 JSON array
/// <c>[number, previous hash, time, action, subject, actor, environment, request id, detail]</c>, the first previous hash being empty.
/// </summary>
public static class AuditHash
{
    /// <summary>The hash of an entry at its place, lower-case hex.</summary>
    public static string Of(long number, string previousHash, DateTimeOffset time, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteNumberValue(number);
            foreach (var text in (ReadOnlySpan<string?>)
                [previousHash, Text(time), entry.Action, entry.Subject, entry.Actor, entry.Environment?.Name(), entry.RequestId, entry.Detail])
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
