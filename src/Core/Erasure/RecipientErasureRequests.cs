using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Erasure;

/// <summary>That a recipient asks for the erasure of a credential: a task for its tenant, who verifies them and makes the erase call.</summary>
/// <param name="Credential">Which.</param>
/// <param name="RequestedAt">When it was asked for first.</param>
public sealed record RecipientErasureRequest(CredentialId Credential, DateTimeOffset RequestedAt);

/// <summary>
/// Open requests of recipients in the table <c>erasurerequests</c>, by tenant and environment: ids and times, nothing of a person. The
/// erasure of the credential ends one.
/// </summary>
public sealed class RecipientErasureRequests(ITables tables, BatchStore batches, TimeProvider time)
{
    private const string Table = "erasurerequests";

    /// <summary>Enters one; entered before, it stays as it is.</summary>
    public async Task AddAsync(StoredCredential credential, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credential);
        var row = new Row(TenantEnvironments.Join(credential.Tenant, credential.Environment), credential.Id.Value).Set("requested_at", time.GetUtcNow());
        await tables.WriteAsync(Table, RowChange.Insert(row), cancellationToken);
        if (!await IsOpenAsync(credential.Id, cancellationToken))
        {
            // Erased meanwhile, by somebody who could not know of this.
            await RemoveAsync(credential.Tenant, credential.Environment, credential.Id, cancellationToken);
        }
    }

    public async Task<RecipientErasureRequest?> FindAsync(TenantId tenant, TenantEnvironment environment, CredentialId credential, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, TenantEnvironments.Join(tenant, environment), credential.Value, cancellationToken) is { } row ? From(row) : null;

    /// <summary>A page of a tenant's open requests, by credential id, which is by the batches' time.</summary>
    /// <returns><c>Next</c> is the cursor of the page after; null when there is none.</returns>
    public async Task<(IReadOnlyList<RecipientErasureRequest> Requests, CredentialId? Next)> ListAsync(
        TenantId tenant, TenantEnvironment environment, int limit, CredentialId? cursor, CancellationToken cancellationToken)
    {
        // '~' follows every character of an id: the range begins after the cursor's own row.
        var range = new RowRange(TenantEnvironments.Join(tenant, environment), cursor is { } last ? last.Value + '~' : null);
        var found = new List<RecipientErasureRequest>(limit + 1);
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(Table, range, limit + 1 - found.Count, continuation, cancellationToken);
            foreach (var request in page.Rows.Select(From))
            {
                if (await IsOpenAsync(request.Credential, cancellationToken))
                {
                    found.Add(request);
                }
                else
                {
                    await RemoveAsync(tenant, environment, request.Credential, cancellationToken);
                }
            }

            continuation = page.Continuation;
        }
        while (continuation is not null && found.Count <= limit);

        return found.Count <= limit ? (found, null) : (found[..limit], found[limit - 1].Credential);
    }

    internal async Task RemoveAsync(TenantId tenant, TenantEnvironment environment, CredentialId credential, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Table, RowChange.Delete(TenantEnvironments.Join(tenant, environment), credential.Value, RowChange.AnyEtag), cancellationToken);

    // One that was entered by a process that died before it could see that the credential is erased.
    private async Task<bool> IsOpenAsync(CredentialId credential, CancellationToken cancellationToken) =>
        await batches.FindCredentialAsync(credential, cancellationToken) is not { Credential.ErasedAt: not null };

    private static RecipientErasureRequest From(Row row) => new(new CredentialId(row.RowKey), row.RequiredTime("requested_at"));
}
