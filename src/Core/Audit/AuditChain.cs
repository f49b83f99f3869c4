using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Audit;

/// <summary>
/// What was changed, one hash chain a tenant, in the table <c>audit</c>: an entry cannot be altered or taken out without breaking every
/// hash after it. An entry is written BEFORE the change that it tells: a crash between the two leaves an entry without its change, never a
/// change without its entry. Hash = SHA-256 of the UTF-8 JSON array
/// <c>[number, previous hash, time, action, subject, actor, environment, request id, detail]</c>, the first previous hash being empty.
/// </summary>
public sealed class AuditChain(ITables tables, TimeProvider time)
{
    private const string Table = "audit";
    private const string HeadRow = "head";

    /// <summary>Enters a change; done already under the same operation id is success.</summary>
    public async Task AppendAsync(TenantId tenant, AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        while (true)
        {
            var head = await tables.GetAsync(Table, tenant.Value, HeadRow, cancellationToken);
            // To the millisecond, as it is written into the hash.
            var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
            var number = (head?.RequiredInt64("number") ?? 0) + 1;
            var record = new AuditRecord(number, now, entry, Hash(number, head?.RequiredText("hash") ?? "", now, entry));
            var next = new Row(tenant.Value, HeadRow).Set("number", number).Set("hash", record.Hash);
            List<RowChange> changes = [head is null ? RowChange.Insert(next) : RowChange.Update(next, head.Etag!), RowChange.Insert(ToRow(tenant, record))];
            if (entry.OperationId is not null)
            {
                changes.Add(RowChange.Insert(new Row(tenant.Value, "operation|" + entry.OperationId).Set("number", number)));
            }

            var written = await tables.TransactAsync(Table, changes, cancellationToken);
            if (written.IsDone || written.FailedIndex == 2)
            {
                return;
            }
        }
    }

    /// <summary>A tenant's chain, oldest first.</summary>
    public async IAsyncEnumerable<AuditRecord> ListAsync(
        TenantId tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(tenant.Value, "entry|"), cancellationToken))
        {
            yield return From(row);
        }
    }

    /// <summary>The hash of an entry at its place.</summary>
    public static string Hash(long number, string previousHash, DateTimeOffset time, AuditEntry entry)
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

    private static Row ToRow(TenantId tenant, AuditRecord record) =>
        new Row(tenant.Value, string.Create(CultureInfo.InvariantCulture, $"entry|{record.Number:D12}"))
            .Set("time", record.Time)
            .Set("action", record.Entry.Action)
            .Set("subject", record.Entry.Subject)
            .Set("actor", record.Entry.Actor)
            .Set("environment", record.Entry.Environment?.Name())
            .Set("request_id", record.Entry.RequestId)
            .Set("detail", record.Entry.Detail)
            .Set("hash", record.Hash);

    private static AuditRecord From(Row row) => new(
        long.Parse(row.RowKey.AsSpan("entry|".Length), CultureInfo.InvariantCulture),
        row.RequiredTime("time"),
        new AuditEntry(row.RequiredText("action"), row.RequiredText("subject"), row.RequiredText("actor"))
        {
            Environment = row.Text("environment") is { } environment ? TenantEnvironments.Parse(environment) : null,
            RequestId = row.Text("request_id"),
            Detail = row.Text("detail"),
        },
        row.RequiredText("hash"));
}
