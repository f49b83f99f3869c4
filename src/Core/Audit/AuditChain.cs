using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Audit;

/// <summary>
/// What was changed, one hash chain a tenant, in the table <c>audit</c>: an entry cannot be altered or taken out without breaking every
/// hash after it (<see cref="AuditHash"/>). An entry is written BEFORE the change that it tells: a crash between the two leaves an entry
/// without its change, never a change without its entry. Changes only: reads stand in the <see cref="RequestLog"/>.
/// </summary>
/// <remarks>
/// The rows tell on each other, but who may write all of them can also write another chain: cut the tail and set the head back, or compute
/// every hash anew. That shows only against a head hash that was noted elsewhere, which is why <c>learncoin audit verify</c> prints it.
/// </remarks>
public sealed class AuditChain(ITables tables, TimeProvider time)
{
    private const string Table = "audit";
    private const string HeadRow = "head";
    private const string OperationPrefix = "operation|";
    private const string RequestPrefix = "request|";

    // Appends of one process to one chain wait for each other here instead of overturning each other at the store; tenants share turns
    // by chance, which costs them a little time and no more.
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1))];

    /// <summary>Enters a change; done already under the same operation id is success.</summary>
    public async Task AppendAsync(TenantId tenant, AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var turn = turns[(uint)tenant.Value.GetHashCode(StringComparison.Ordinal) % turns.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (!await TryAppendAsync(tenant, entry, cancellationToken))
            {
                // Another process was faster; one of the two always gets through, so each round is somebody's progress.
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>A tenant's chain, oldest first.</summary>
    public async IAsyncEnumerable<AuditRecord> ListAsync(
        TenantId tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(tenant.Value, AuditRows.EntryPrefix), cancellationToken))
        {
            yield return AuditRows.Read(row);
        }
    }

    /// <summary>A page of a chain, newest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="before">Only entries of lower numbers: the last of the page before; null: from the newest on.</param>
    /// <param name="limit">Page size.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    public async Task<IReadOnlyList<AuditRecord>> NewestAsync(TenantId tenant, long? before, int limit, CancellationToken cancellationToken)
    {
        var end = Math.Min(before ?? long.MaxValue, (await HeadAsync(tenant, cancellationToken)).Number + 1);
        var records = new List<AuditRecord>(limit);
        await foreach (var row in tables.AllAsync(Table, new RowRange(tenant.Value, AuditRows.KeyOf(Math.Max(1, end - limit)), AuditRows.KeyOf(Math.Max(1, end))), cancellationToken))
        {
            records.Add(AuditRows.Read(row));
        }

        records.Reverse();
        return records;
    }

    /// <summary>The entries that one request made, in order.</summary>
    public async Task<IReadOnlyList<AuditRecord>> OfRequestAsync(TenantId tenant, string requestId, CancellationToken cancellationToken)
    {
        var records = new List<AuditRecord>();
        if (!RequestPartition.TryOf(requestId, out _))
        {
            return records;
        }

        await foreach (var place in tables.AllAsync(Table, RowRange.Prefix(tenant.Value, $"{RequestPrefix}{requestId}|"), cancellationToken))
        {
            if (await tables.GetAsync(Table, tenant.Value, AuditRows.KeyOf(place.RequiredInt64("number")), cancellationToken) is { } row)
            {
                records.Add(AuditRows.Read(row));
            }
        }

        return records;
    }

    /// <summary>Computes every hash anew. A chain that grows meanwhile is no fault.</summary>
    public async Task<AuditVerdict> VerifyAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var check = new AuditCheck(await HeadAsync(tenant, cancellationToken));
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(tenant.Value, AuditRows.EntryPrefix), cancellationToken))
        {
            if (!check.Take(row))
            {
                break;
            }
        }

        return check.End(await HeadAsync(tenant, cancellationToken));
    }

    private async Task<bool> TryAppendAsync(TenantId tenant, AuditEntry entry, CancellationToken cancellationToken)
    {
        var head = await tables.GetAsync(Table, tenant.Value, HeadRow, cancellationToken);
        // To the millisecond, as it is written into the hash.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var number = (head?.RequiredInt64("number") ?? 0) + 1;
        var record = new AuditRecord(number, now, entry, AuditHash.Of(number, head?.RequiredText("hash") ?? "", now, entry));
        var next = new Row(tenant.Value, HeadRow).Set("number", number).Set("hash", record.Hash);
        List<RowChange> changes = [];
        if (entry.OperationId is not null)
        {
            changes.Add(RowChange.Insert(Place(OperationPrefix + entry.OperationId)));
        }

        changes.Add(head is null ? RowChange.Insert(next) : RowChange.Update(next, head.Etag!));
        changes.Add(RowChange.Insert(AuditRows.Write(tenant, record)));
        if (entry.RequestId is not null)
        {
            changes.Add(RowChange.Upsert(Place($"{RequestPrefix}{entry.RequestId}|{AuditRows.Digits(number)}")));
        }

        var written = await tables.TransactAsync(Table, changes, cancellationToken);
        return written.IsDone || (written.FailedIndex == 0 && entry.OperationId is not null);

        Row Place(string key) => new Row(tenant.Value, key).Set("number", number);
    }

    private async ValueTask<AuditHead> HeadAsync(TenantId tenant, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, tenant.Value, HeadRow, cancellationToken) is { } row
            ? new AuditHead(row.Int64("number") ?? 0, row.Text("hash") ?? "")
            : new AuditHead(0, "");
}
