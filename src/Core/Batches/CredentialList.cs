using System.Runtime.CompilerServices;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Batches;

/// <summary>What a list of credentials is asked for.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Environment">Of the key.</param>
/// <param name="RecipientId">Only this recipient's, lower case; null: all.</param>
/// <param name="ExternalId">Only those under this external id; null: all.</param>
/// <param name="After">Last id of the page before.</param>
/// <param name="Limit">Credentials at most.</param>
public sealed record CredentialQuery(TenantId Tenant, TenantEnvironment Environment, string? RecipientId, string? ExternalId, CredentialId? After, int Limit)
{
    /// <summary>Says nothing: a record's own text would put the recipient into a log.</summary>
    public override string ToString() => nameof(CredentialQuery);
}

/// <summary>A tenant's credentials, newest batch first. Reads what it shows, and index rows; never a whole table.</summary>
public sealed class CredentialList(ITables tables)
{
    // Entries that a page may look at: a filter that fits few of many ends a page early instead of reading them all.
    private const int MaxLooked = 500;

    private readonly CredentialIndex index = new(tables);

    /// <summary>A page; it may hold fewer than the limit, or none, and still have a next one.</summary>
    public async Task<(IReadOnlyList<(StoredCredential Credential, Batch Batch)> Found, CredentialId? Next)> ReadAsync(
        CredentialQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<(StoredCredential, Batch)>();
        var last = default(CredentialId);
        var looked = 0;
        var entries = query.RecipientId is null && query.ExternalId is null ? AllAsync(query, cancellationToken) : IndexedAsync(query, cancellationToken);
        await foreach (var (id, credential, batch) in entries)
        {
            if (credential is not null && batch is not null && Fits(query, credential))
            {
                if (found.Count == query.Limit)
                {
                    return (found, last);
                }

                found.Add((credential, batch));
            }

            last = id;
            if (++looked == MaxLooked)
            {
                return (found, last);
            }
        }

        return (found, null);
    }

    private static bool Fits(CredentialQuery query, StoredCredential credential) =>
        credential.Tenant == query.Tenant
        && credential.Environment == query.Environment
        && (query.RecipientId is null || query.RecipientId == credential.RecipientId)
        && (query.ExternalId is null || query.ExternalId == credential.ExternalId);

    private async IAsyncEnumerable<(CredentialId Id, StoredCredential? Credential, Batch? Batch)> IndexedAsync(
        CredentialQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An external id names few credentials, a recipient may have many.
        var (kind, value) = query.ExternalId is null ? (IndexedBy.Recipient, query.RecipientId!) : (IndexedBy.ExternalId, query.ExternalId);
        Batch? batch = null;
        await foreach (var id in index.FindAsync(query.Tenant, query.Environment, kind, value, query.After, query.Limit + 1, cancellationToken))
        {
            var row = await tables.GetAsync(BatchStore.Table, id.Group, id.Value, cancellationToken);
            var credential = row is null ? null : StoredCredential.From(row, withContent: false);
            if (credential is not null && batch?.Id != credential.Batch)
            {
                batch = await FindBatchAsync(credential.Batch, cancellationToken);
            }

            yield return (id, credential, batch);
        }
    }

    private async IAsyncEnumerable<(CredentialId Id, StoredCredential? Credential, Batch? Batch)> AllAsync(
        CredentialQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batches = new RowRange(BatchStore.ListPartition(query.Tenant, query.Environment), query.After is { } after ? NewestFirst.OfGroup(after.Group) : null);
        string? nextBatches = null;
        do
        {
            var page = await tables.QueryAsync(BatchStore.ListTable, batches, query.Limit, nextBatches, cancellationToken);
            foreach (var row in page.Rows)
            {
                var batch = await FindBatchAsync(new BatchId(row.RequiredText("id")), cancellationToken);
                if (batch is null)
                {
                    continue;
                }

                await foreach (var credential in InBatchAsync(batch.Id, query, cancellationToken))
                {
                    yield return (credential.Id, credential, batch);
                }
            }

            nextBatches = page.Continuation;
        }
        while (nextBatches is not null);
    }

    private async IAsyncEnumerable<StoredCredential> InBatchAsync(
        BatchId batch, CredentialQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = RowRange.Prefix(batch.Group, CredentialId.Prefix);
        if (query.After is { } after && after.Group == batch.Group)
        {
            range = range with { FromRowKey = after.Value + '~' };
        }

        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(BatchStore.Table, range, query.Limit + 1, continuation, cancellationToken);
            foreach (var row in page.Rows)
            {
                yield return StoredCredential.From(row, withContent: false);
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    private async ValueTask<Batch?> FindBatchAsync(BatchId id, CancellationToken cancellationToken) =>
        BatchStore.Committed(await tables.GetAsync(BatchStore.Table, id.Group, id.Value, cancellationToken));
}
