using System.Collections.Concurrent;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// When keys were last used, in rows of their own beside the keys: no such write can undo a revocation. Written beside the request, which
/// neither waits for it nor fails with it; what is lost so is a minute of a date that only people read.
/// </summary>
internal sealed class ApiKeyUses(ITables tables, TimeProvider time)
{
    private const string Table = "apikeys";
    private const string RowPrefix = "used|";
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    // Last write by key, of this process.
    private readonly ConcurrentDictionary<ApiKeyId, long> written = new();

    public void Note(ApiKey key)
    {
        var now = time.GetTimestamp();
        var last = written.GetOrAdd(key.Id, long.MinValue);
        if ((last != long.MinValue && time.GetElapsedTime(last, now) < Pause) || !written.TryUpdate(key.Id, now, last))
        {
            return;
        }

        if (written.Count > MaxRemembered)
        {
            // Costs some writes more, once.
            written.Clear();
        }

        _ = WriteAsync(key);
    }

    public async Task<Dictionary<ApiKeyId, DateTimeOffset>> ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ApiKeyId, DateTimeOffset>();
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(tenant.Value, RowPrefix), cancellationToken))
        {
            found[new ApiKeyId(row.RowKey[RowPrefix.Length..])] = row.RequiredTime("last_used_at");
        }

        return found;
    }

    private async Task WriteAsync(ApiKey key)
    {
        try
        {
            var row = new Row(key.Tenant.Value, RowPrefix + key.Id.Value).Set("last_used_at", time.GetUtcNow());
            await tables.WriteAsync(Table, RowChange.Upsert(row), CancellationToken.None);
        }
#pragma warning disable CA1031 // Nothing that matters: the request goes on, and the key's next use in a minute writes again.
        catch (Exception)
#pragma warning restore CA1031
        {
            return;
        }
    }
}
