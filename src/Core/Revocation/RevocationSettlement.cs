using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Revocation;

/// <summary>
/// What follows from a revocation: the bits of the status lists and the link from the replacement back. The credential's row is the truth;
/// these lie in other partitions and cannot be written with it. So a note is left in the table <c>revocationnotes</c> before the row is
/// changed and taken away when all that follows is done: whoever finds one later (the next edition of the list is one who looks) does the rest.
/// </summary>
/// <remarks>
/// With signing: the signer fixes the batch's indexes, then reads its credentials and sets the bits of the revoked ones; here a credential
/// is changed first and the batch's indexes are read after that. Whichever comes second sees the other.
/// </remarks>
public sealed class RevocationSettlement(ITables tables, BatchStore batches, StatusListStore lists, TimeProvider time)
{
    private const string Table = "revocationnotes";

    // A call that left a note and changed nothing for so long is dead; had it gone on, it would have settled its work itself.
    private static readonly TimeSpan NoteLife = TimeSpan.FromHours(1);

    /// <summary>Called before the first credential is changed.</summary>
    /// <param name="subject"><c>crd_</c> or <c>bat_</c> id.</param>
    internal async Task NoteAsync(TenantId tenant, TenantEnvironment environment, string subject, CancellationToken cancellationToken)
    {
        var note = new Row(Partition(tenant, environment), subject).Set("since", time.GetUtcNow());
        await tables.WriteAsync(Table, RowChange.Upsert(note), cancellationToken);
    }

    /// <summary>Does what follows from a revoked credential. Done before: nothing changes.</summary>
    internal async Task SettleAsync(StoredCredential credential, CancellationToken cancellationToken)
    {
        if (credential.Revocation?.ReplacedBy is { } replacement)
        {
            await LinkAsync(replacement, credential.Id, cancellationToken);
        }

        await SetBitsAsync(credential.Batch, [credential.Index], cancellationToken);
        await ForgetAsync(credential.Tenant, credential.Environment, credential.Id.Value, cancellationToken);
    }

    /// <summary>Sets the bits of these credentials of a batch; while it is not signed, the signer does so.</summary>
    internal async Task SetBitsAsync(BatchId id, IReadOnlyCollection<int> indexes, CancellationToken cancellationToken)
    {
        // Read after the credentials were changed, see above.
        var batch = await batches.FindAsync(id, cancellationToken);
        if (batch is { StatusFrom: { } from } && indexes.Count > 0)
        {
            var places = await lists.PlacesAsync(batch.Tenant, batch.Environment, from, batch.Count, cancellationToken);
            await lists.SetAsync(indexes.Select(index => places[index]), cancellationToken);
        }
    }

    /// <summary>All that follows is done.</summary>
    internal async Task ForgetAsync(TenantId tenant, TenantEnvironment environment, string subject, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Table, RowChange.Delete(Partition(tenant, environment), subject, RowChange.AnyEtag), cancellationToken);

    /// <summary>Does what calls that broke off left undone. Nearly always there is nothing, and this is one read.</summary>
    public async Task SettleDueAsync(TenantId tenant, TenantEnvironment environment, CancellationToken cancellationToken)
    {
        await foreach (var note in tables.AllAsync(Table, new RowRange(Partition(tenant, environment)), cancellationToken))
        {
            if (CredentialId.TryParse(note.RowKey, out var credential))
            {
                await SettleNotedAsync(credential, note, cancellationToken);
            }
            else if (BatchId.TryParse(note.RowKey, out var batch))
            {
                await SettleNotedAsync(batch, note, cancellationToken);
            }
        }
    }

    private async Task SettleNotedAsync(CredentialId id, Row note, CancellationToken cancellationToken)
    {
        if (await batches.FindCredentialAsync(id, cancellationToken) is { Credential: { Revocation: not null } credential })
        {
            await SettleAsync(credential, cancellationToken);
        }
        else
        {
            await DropWhenDeadAsync(note, cancellationToken);
        }
    }

    private async Task SettleNotedAsync(BatchId id, Row note, CancellationToken cancellationToken)
    {
        var credentials = await batches.CredentialsAsync(id, withContent: false, cancellationToken);
        var revoked = credentials.Where(static credential => credential.Revocation is not null).Select(static credential => credential.Index).ToList();
        await SetBitsAsync(id, revoked, cancellationToken);
        if (revoked.Count == credentials.Count)
        {
            await DropAsync(note, cancellationToken);
        }
        else
        {
            await DropWhenDeadAsync(note, cancellationToken);
        }
    }

    private async Task DropWhenDeadAsync(Row note, CancellationToken cancellationToken)
    {
        if (note.RequiredTime("since") + NoteLife < time.GetUtcNow())
        {
            await DropAsync(note, cancellationToken);
        }
    }

    // Under its ETag: a call that left the note anew meanwhile keeps it.
    private async Task DropAsync(Row note, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Table, RowChange.Delete(note.PartitionKey, note.RowKey, note.Etag!), cancellationToken);

    /// <summary>A credential stands in the place of at most one: of two calls at once that name it, the first gets the link back.</summary>
    private async Task LinkAsync(CredentialId replacement, CredentialId replaced, CancellationToken cancellationToken) => await tables.ChangeAsync(
        BatchStore.Table,
        replacement.Group,
        replacement.Value,
        current => current is null || current.Text("replaces") is not null ? null : current.Copy().Set("replaces", replaced.Value),
        cancellationToken);

    private static string Partition(TenantId tenant, TenantEnvironment environment) => $"{tenant}|{environment.Name()}";
}
