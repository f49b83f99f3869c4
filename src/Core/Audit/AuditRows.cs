using System.Globalization;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Audit;

/// <summary>Entries of a chain as rows: partition = tenant, row = <c>entry|</c> and the number.</summary>
internal static class AuditRows
{
    public const string EntryPrefix = "entry|";

    private static readonly HashSet<string> Known = ["time", "action", "subject", "actor", "environment", "request_id", "detail", "hash"];

    public static string Digits(long number) => string.Create(CultureInfo.InvariantCulture, $"{number:D12}");

    public static string KeyOf(long number) => EntryPrefix + Digits(number);

    public static Row Write(TenantId tenant, AuditRecord record) => new Row(tenant.Value, KeyOf(record.Number))
        .Set("time", record.Time)
        .Set("action", record.Entry.Action)
        .Set("subject", record.Entry.Subject)
        .Set("actor", record.Entry.Actor)
        .Set("environment", record.Entry.Environment?.Name())
        .Set("request_id", record.Entry.RequestId)
        .Set("detail", record.Entry.Detail)
        .Set("hash", record.Hash);

    /// <exception cref="FormatException">The row is not as it was written.</exception>
    /// <exception cref="InvalidDataException">As above.</exception>
    public static AuditRecord Read(Row row) => new(
        long.Parse(row.RowKey.AsSpan(EntryPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture),
        row.RequiredTime("time"),
        new AuditEntry(row.RequiredText("action"), row.RequiredText("subject"), row.RequiredText("actor"))
        {
            Environment = row.Text("environment") is { } environment ? TenantEnvironments.Parse(environment) : null,
            RequestId = row.Text("request_id"),
            Detail = row.Text("detail"),
        },
        row.RequiredText("hash"));

    /// <summary>Null when the row cannot have been written by a chain: a value is missing, of another type, or one too many.</summary>
    public static AuditRecord? TryRead(Row row)
    {
        try
        {
            var record = Read(row);
            var isWhole = row.RowKey == KeyOf(record.Number)
                && row.Values.All(static value => Known.Contains(value.Key) && (value.Key == "time" || value.Value is string))
                // The hash covers milliseconds: nothing finer can have been written.
                && record.Time.UtcTicks % TimeSpan.TicksPerMillisecond == 0;
            return isWhole ? record : null;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or InvalidDataException)
        {
            return null;
        }
    }
}
