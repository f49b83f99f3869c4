using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Batches;

/// <summary>
/// Finds a tenant's credentials by recipient or by external id, newest first, in the table <c>credentialindex</c>: one partition a tenant
/// and environment, so that a batch of 500 is written in few transactions; row key = kind, hash of what is looked for, the credential's id
/// with its digits turned round. The rows hold nothing else. The hash is there because row keys take neither every character nor any
/// length; it hides nothing that the credential's own row does not hold, so an erasure deletes these rows.
/// </summary>
internal sealed class CredentialIndex(ITables tables)
{
    internal const string Table = "credentialindex";

    // 128 bits: entries of one tenant only, and a list checks the credential's own row.
    private const int HashBytes = 16;
    private const int KeyLength = 1 + (2 * HashBytes) + 1;

    /// <summary>Rows of stored credentials; already there is success. Written before the batch is committed: a row without its credential is skipped.</summary>
    public Task AddAsync(IReadOnlyList<StoredCredential> credentials, CancellationToken cancellationToken)
    {
        var rows = credentials.SelectMany(Keys, static (credential, key) => RowChange.Upsert(new Row(PartitionOf(credential), key)));
        // At once: a store that shares the cost of a sync between transactions then needs one or two of them.
        return Task.WhenAll(RowChunks.Split(rows).Select(chunk => AddAsync(chunk, cancellationToken)));
    }

    public async Task RemoveAsync(StoredCredential credential, CancellationToken cancellationToken)
    {
        foreach (var key in Keys(credential))
        {
            await tables.WriteAsync(Table, RowChange.Delete(PartitionOf(credential), key, RowChange.AnyEtag), cancellationToken);
        }
    }

    /// <summary>Ids under a recipient or an external id, newest first, those after <paramref name="after"/>.</summary>
    public async IAsyncEnumerable<CredentialId> FindAsync(
        TenantId tenant,
        TenantEnvironment environment,
        IndexedBy kind,
        string value,
        CredentialId? after,
        int pageRows,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = Prefix(kind, value);
        var range = RowRange.Prefix(Partition(tenant, environment), prefix);
        if (after is { } last)
        {
            // '~' follows every character of a key.
            range = range with { FromRowKey = prefix + NewestFirst.Of(last) + '~' };
        }

        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(Table, range, pageRows, continuation, cancellationToken);
            foreach (var row in page.Rows)
            {
                yield return NewestFirst.Credential(row.RowKey.AsSpan(KeyLength));
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    private async Task AddAsync(IReadOnlyList<RowChange> chunk, CancellationToken cancellationToken)
    {
        var written = await tables.TransactAsync(Table, chunk, cancellationToken);
        if (!written.IsDone)
        {
            throw new TableConflictException(Table, written.Outcome);
        }
    }

    private static IEnumerable<string> Keys(StoredCredential credential)
    {
        if (credential.RecipientId is not null)
        {
            yield return Prefix(IndexedBy.Recipient, credential.RecipientId) + NewestFirst.Of(credential.Id);
        }

        if (credential.ExternalId is not null)
        {
            yield return Prefix(IndexedBy.ExternalId, credential.ExternalId) + NewestFirst.Of(credential.Id);
        }
    }

    private static string Prefix(IndexedBy kind, string value) =>
        $"{(kind == IndexedBy.Recipient ? 'r' : 'x')}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, HashBytes))}|";

    private static string PartitionOf(StoredCredential credential) => Partition(credential.Tenant, credential.Environment);

    private static string Partition(TenantId tenant, TenantEnvironment environment) => $"{tenant}|{environment.Name()}";
}

internal enum IndexedBy
{
    Recipient,
    ExternalId,
}
