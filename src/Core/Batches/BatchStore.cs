using LearnCoin.Core.Credentials;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Batches;

/// <summary>
/// Batches and their credentials in the table <c>batches</c>: one partition a batch, named by the characters that its ids share, so that
/// a batch is stored in few transactions and a credential is found by its id alone.
/// </summary>
public sealed partial class BatchStore(ITables tables)
{
    internal const string Table = "batches";
    internal const string ListTable = "batchlist";
    private const string OpenTable = "openbatches";
    private const string OpenPartition = "open";
    private const string LeavesRow = "leaves";
    private const string AbandonedFlag = "abandoned";

    /// <summary>Batches that one page of a list looks at, at most: each is a read of its own.</summary>
    internal const int MostLooked = 200;

    /// <summary>Notes that a batch is begun: until it is closed, the sweep looks after it and what was reserved for it.</summary>
    public Task OpenAsync(Batch batch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var row = new Row(OpenPartition, batch.Id.Value)
            .Set("since", now)
            .Set("tenant", batch.Tenant.Value)
            .Set("environment", batch.Environment.Name());
        return UpsertAsync(OpenTable, row, cancellationToken);
    }

    /// <summary>Makes an open batch findable, then stores the credentials and their index, then the batch row: the commit.</summary>
    public async Task<BatchCommit> StoreAsync(Batch batch, IReadOnlyList<StoredCredential> credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(credentials);
        // Compressed on all cores.
        var rows = new RowChange[credentials.Count];
        Parallel.For(0, rows.Length, i => rows[i] = RowChange.Insert(credentials[i].ToRow()));

        // Side by side, all before the commit: a list row that points to no batch is skipped, a batch that no list finds would be lost.
        var listed = new Row(ListPartition(batch.Tenant, batch.Environment), NewestFirst.Of(batch.Id)).Set("id", batch.Id.Value);
        await Task.WhenAll(
            RowChunks.Split(rows).Select(chunk => InsertAsync(chunk, cancellationToken))
                .Append(UpsertAsync(ListTable, listed, cancellationToken))
                .ToList());
        // After the credentials: those of a batch that dies here tell which index rows to remove.
        await index.AddAsync(credentials, cancellationToken);
        var created = new DomainEvent(EventTypes.BatchCreated, batch.Id.Value, 0, batch.CreatedAt);
        return await InsertAsync([RowChange.Insert(batch.ToRow()), .. created.ToRows(batch.Id.Group)], cancellationToken) ? BatchCommit.Done
            : await FindAsync(batch.Id, cancellationToken) is null ? BatchCommit.Abandoned
            : BatchCommit.Earlier;
    }

    /// <summary>
    /// Puts a mark where the batch row would stand, which is the commit: from here on the batch cannot come to be. Marks stay; they hold no
    /// more than the id.
    /// </summary>
    /// <returns>False when the batch is committed.</returns>
    public async Task<bool> TryAbandonAsync(BatchId id, CancellationToken cancellationToken)
    {
        return await InsertAsync([RowChange.Insert(new Row(id.Group, id.Value).Set(AbandonedFlag, true))], cancellationToken) || await FindAsync(id, cancellationToken) is null;
    }

    /// <summary>
    /// A resumed request makes the same chunks (its ids come from the idempotency record's seed): one that is there is there whole, and may
    /// be signed by now if the first holder only slept. It must not be written over.
    /// </summary>
    /// <returns>False when the rows were there.</returns>
    private async Task<bool> InsertAsync(IReadOnlyList<RowChange> rows, CancellationToken cancellationToken)
    {
        var stored = await tables.TransactAsync(Table, rows, cancellationToken);
        if (stored.Outcome is not (WriteOutcome.Done or WriteOutcome.AlreadyExists))
        {
            throw new TableConflictException(Table, stored.Outcome);
        }

        return stored.IsDone;
    }

    public async ValueTask<Batch?> FindAsync(BatchId id, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, id.Group, id.Value, cancellationToken);
        return Committed(row);
    }

    /// <summary>The batch of a row that may be missing, or be the mark that there will be none.</summary>
    internal static Batch? Committed(Row? row) => row is null || row.Flag(AbandonedFlag) ? null : Batch.From(row);

    /// <summary>The batch that an activity works on: it is there, because a workflow is started only after the commit.</summary>
    public async ValueTask<Batch> GetAsync(BatchId id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) ?? throw new InvalidDataException($"No batch {id}");

    /// <summary>The credentials in batch order.</summary>
    /// <param name="id">The batch.</param>
    /// <param name="withContent">False for lists, which do not show what is signed.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<IReadOnlyList<StoredCredential>> CredentialsAsync(BatchId id, bool withContent, CancellationToken cancellationToken)
    {
        var found = new List<StoredCredential>();
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(id.Group, CredentialId.Prefix), cancellationToken))
        {
            found.Add(StoredCredential.From(row, withContent));
        }

        found.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return found;
    }

    /// <summary>A credential with its batch; null when either is missing (a batch without its row was never accepted).</summary>
    public ValueTask<(StoredCredential Credential, Batch Batch)?> FindCredentialAsync(CredentialId id, CancellationToken cancellationToken) =>
        FindCredentialAsync(id, null, cancellationToken);

    /// <summary>As above, and null when it is another tenant's: found out with as many reads as an unknown id, so that nobody can tell the two.</summary>
    public async ValueTask<(StoredCredential Credential, Batch Batch)?> FindCredentialAsync(
        CredentialId id, TenantId? owner, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, id.Group, id.Value, cancellationToken);
        if (row is null)
        {
            return null;
        }

        var credential = StoredCredential.From(row);
        if (owner is not null && credential.Tenant != owner)
        {
            return null;
        }

        var batch = await FindAsync(credential.Batch, cancellationToken);
        return batch is null ? null : (credential, batch);
    }

    /// <summary>Writes credentials that were read before, each under its ETag.</summary>
    /// <exception cref="TableConflictException">One was changed meanwhile (revoked, erased): run the step again.</exception>
    public ValueTask UpdateAsync(IEnumerable<StoredCredential> credentials, CancellationToken cancellationToken) =>
        tables.WriteAllAsync(Table, credentials.Select(credential => RowChange.Update(credential.ToRow(), credential.Etag!)), cancellationToken);

    /// <summary>Changes the batch row under its ETag; a null from <paramref name="change"/> leaves it.</summary>
    public async Task<Batch> ChangeAsync(BatchId id, Func<Batch, Batch?> change, CancellationToken cancellationToken)
    {
        var row = await tables.ChangeAsync(
            Table,
            id.Group,
            id.Value,
            current => change(Batch.From(current ?? throw new InvalidDataException($"No batch {id}")))?.ToRow(),
            cancellationToken);
        return Batch.From(row!);
    }

    /// <summary>The batch's leaf hashes, 32 bytes each, in batch order.</summary>
    public async Task StoreLeavesAsync(BatchId id, byte[] leaves, CancellationToken cancellationToken) =>
        await UpsertAsync(Table, new Row(id.Group, LeavesRow).Set("hashes", leaves), cancellationToken);

    public async ValueTask<byte[]> LeavesAsync(BatchId id, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, id.Group, LeavesRow, cancellationToken);
        return row?.Bytes("hashes") ?? throw new InvalidDataException($"Batch {id} has no leaves");
    }

    /// <summary>Batches that no one has closed yet, oldest first.</summary>
    public async IAsyncEnumerable<OpenBatch> ListOpenAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(OpenTable, new RowRange(OpenPartition), cancellationToken))
        {
            yield return new OpenBatch(
                new BatchId(row.RowKey),
                new TenantId(row.RequiredText("tenant")),
                TenantEnvironments.Parse(row.RequiredText("environment")),
                row.RequiredTime("since"));
        }
    }

    /// <summary>Removes the credentials of a batch that was never committed.</summary>
    public async Task DiscardAsync(BatchId id, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(id.Group, CredentialId.Prefix), cancellationToken))
        {
            await index.RemoveAsync(StoredCredential.From(row, withContent: false), cancellationToken);
            await tables.WriteAsync(Table, RowChange.Delete(row.PartitionKey, row.RowKey, row.Etag!), cancellationToken);
        }
    }

    /// <summary>The batch needs no sweep any more.</summary>
    public async Task CloseAsync(BatchId id, CancellationToken cancellationToken) =>
        await tables.WriteAsync(OpenTable, RowChange.Delete(OpenPartition, id.Value, RowChange.AnyEtag), cancellationToken);

    private async Task UpsertAsync(string table, Row row, CancellationToken cancellationToken)
    {
        var written = await tables.WriteAsync(table, RowChange.Upsert(row), cancellationToken);
        if (!written.IsDone)
        {
            throw new TableConflictException(table, written.Outcome);
        }
    }

    internal static string ListPartition(TenantId tenant, TenantEnvironment environment) => $"{tenant}|{environment.Name()}";
}

/// <summary>A batch that was begun and not closed yet; it may never have been committed.</summary>
/// <param name="Id">Id of the batch.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Environment">Of the key it came with.</param>
/// <param name="Since">When it was begun.</param>
public sealed record OpenBatch(BatchId Id, TenantId Tenant, TenantEnvironment Environment, DateTimeOffset Since);

/// <summary>How storing a batch ended.</summary>
public enum BatchCommit
{
    Done,

    /// <summary>Another holder of the same request had committed it already.</summary>
    Earlier,

    /// <summary>It is not there, and will not be.</summary>
    Abandoned,
}
