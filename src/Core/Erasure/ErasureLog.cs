using System.Runtime.CompilerServices;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Erasure;

/// <summary>That a credential was erased, without any personal datum: enough to erase it again after an older backup was restored.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="ErasedAt">When.</param>
/// <param name="Requester">Who asked for it, see <see cref="ErasureRequest.Requesters"/>.</param>
/// <param name="VerifiedAt">When the tenant had verified that they may.</param>
/// <param name="Operation">Id of the call.</param>
public sealed record ErasureRecord(
    CredentialId Credential,
    TenantId Tenant,
    TenantEnvironment Environment,
    DateTimeOffset ErasedAt,
    string Requester,
    DateTimeOffset VerifiedAt,
    string Operation);

/// <summary>
/// The table <c>erasures</c>: the log, a partition a tenant and environment, and under <c>pending</c> what is begun. An erasure is noted there
/// before anything is deleted and taken out when the files are clean: what breaks off in between, a sweep finishes.
/// </summary>
public sealed class ErasureLog(ITables tables)
{
    private const string Table = "erasures";
    private const string Pending = "pending";

    /// <summary>A tenant's erasures by credential id, which is by the batches' time.</summary>
    public async IAsyncEnumerable<ErasureRecord> ListAsync(
        TenantId tenant, TenantEnvironment environment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(Table, new RowRange(Partition(tenant, environment)), cancellationToken))
        {
            yield return From(row);
        }
    }

    /// <summary>A page of the same.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="environment">Test or live.</param>
    /// <param name="after">The last of the page before; null: from the first on.</param>
    /// <param name="limit">Page size.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<IReadOnlyList<ErasureRecord>> PageAsync(
        TenantId tenant, TenantEnvironment environment, CredentialId? after, int limit, CancellationToken cancellationToken)
    {
        // '~' follows every character of an id: the range begins after that of the page before.
        var range = new RowRange(Partition(tenant, environment), after is { } last ? last.Value + '~' : null);
        var found = new List<ErasureRecord>(limit);
        await foreach (var row in tables.AllAsync(Table, range, cancellationToken))
        {
            found.Add(From(row));
            if (found.Count == limit)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Erasures that are begun and not finished: files are still to be cleaned.</summary>
    public async Task<IReadOnlyList<ErasureRecord>> UnfinishedAsync(int limit, CancellationToken cancellationToken)
    {
        var found = new List<ErasureRecord>();
        await foreach (var erasure in PendingAsync(cancellationToken))
        {
            found.Add(erasure);
            if (found.Count == limit)
            {
                break;
            }
        }

        return found;
    }

    internal async Task BeginAsync(ErasureRecord erasure, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Table, RowChange.Upsert(Fill(new Row(Pending, PendingRow(erasure)), erasure)), cancellationToken);

    /// <summary>Enters an erasure that has been done.</summary>
    internal async Task EnterAsync(ErasureRecord erasure, CancellationToken cancellationToken)
    {
        var row = new Row(Partition(erasure.Tenant, erasure.Environment), erasure.Credential.Value);
        await tables.WriteAsync(Table, RowChange.Upsert(Fill(row, erasure)), cancellationToken);
    }

    internal async Task EndAsync(ErasureRecord erasure, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Table, RowChange.Delete(Pending, PendingRow(erasure), RowChange.AnyEtag), cancellationToken);

    internal async IAsyncEnumerable<ErasureRecord> PendingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(Table, new RowRange(Pending), cancellationToken))
        {
            yield return From(row);
        }
    }

    private static Row Fill(Row row, ErasureRecord erasure) => row
        .Set("credential", erasure.Credential.Value)
        .Set("tenant", erasure.Tenant.Value)
        .Set("environment", erasure.Environment.Name())
        .Set("erased_at", erasure.ErasedAt)
        .Set("requester", erasure.Requester)
        .Set("verified_at", erasure.VerifiedAt)
        .Set("operation", erasure.Operation);

    private static ErasureRecord From(Row row) => new(
        new CredentialId(row.RequiredText("credential")),
        new TenantId(row.RequiredText("tenant")),
        TenantEnvironments.Parse(row.RequiredText("environment")),
        row.RequiredTime("erased_at"),
        row.RequiredText("requester"),
        row.RequiredTime("verified_at"),
        row.RequiredText("operation"));

    private static string PendingRow(ErasureRecord erasure) => $"{erasure.Credential}|{erasure.Operation}";

    private static string Partition(TenantId tenant, TenantEnvironment environment) => $"{tenant}|{environment.Name()}";
}
