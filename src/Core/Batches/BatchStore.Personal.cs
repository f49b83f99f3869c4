using LearnCoin.Core.Claims;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Batches;

/// <summary>What leads from a person to a credential, and how it is forgotten.</summary>
public sealed partial class BatchStore
{
    // Stands in what was asked for by a batch that failed, in place of the recipient of an erased credential: nobody's.
    private const string Nobody = "urn:uuid:00000000-0000-4000-8000-000000000000";

    private readonly CredentialIndex index = new(tables);

    public ExternalIds ExternalIds { get; } = new(tables);

    /// <summary>Gives the external ids of a batch back.</summary>
    internal Task ReleaseExternalIdsAsync(Batch batch, IEnumerable<StoredCredential> credentials, CancellationToken cancellationToken) =>
        ExternalIds.ReleaseAsync(batch, [.. credentials.Select(static credential => credential.ExternalKey).OfType<string>()], cancellationToken);

    /// <summary>Gives back the external ids of a batch that cannot be committed any more.</summary>
    internal Task ReleaseExternalIdsAsync(TenantId tenant, TenantEnvironment environment, BatchId id, CancellationToken cancellationToken) =>
        ExternalIds.ReleaseAbandonedAsync(new OpenBatch(id, tenant, environment, default), static () => Task.FromResult(true), cancellationToken);

    /// <summary>Gives back the external ids of a batch that was begun and left, unless a request takes it up meanwhile.</summary>
    internal Task ReleaseAbandonedAsync(OpenBatch open, CancellationToken cancellationToken) => ExternalIds.ReleaseAbandonedAsync(
        open,
        async () => await FindAsync(open.Id, cancellationToken) is null
            && (await tables.GetAsync(OpenTable, OpenPartition, open.Id.Value, cancellationToken))?.RequiredTime("since") == open.Since,
        cancellationToken);

    /// <summary>A batch that failed blocks no external id; what was erased of it while it waited is erased from what it would have signed too.</summary>
    internal async Task ForgetFailedAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Status != BatchStatus.Failed)
        {
            return;
        }

        var credentials = await CredentialsAsync(batch.Id, withContent: false, cancellationToken);
        await ReleaseExternalIdsAsync(batch, credentials, cancellationToken);
        foreach (var erased in credentials.Where(static credential => credential.ErasedAt is not null))
        {
            await RedactInputAsync(erased.Id, cancellationToken);
        }
    }

    /// <summary>
    /// After a request that slept found its batch abandoned: the credentials, which tell the sweep what to remove, may have been discarded
    /// before it wrote their index.
    /// </summary>
    internal async Task ForgetAbandonedAsync(IReadOnlyList<StoredCredential> late, CancellationToken cancellationToken)
    {
        foreach (var credential in late)
        {
            await index.RemoveAsync(credential, cancellationToken);
        }
    }

    /// <summary>
    /// After a request that slept found its batch committed by another: its late writes must not bring back what was erased meanwhile,
    /// nor hold external ids for a batch that failed.
    /// </summary>
    internal async Task ForgetLateAsync(BatchId id, IReadOnlyList<StoredCredential> late, CancellationToken cancellationToken)
    {
        var batch = await GetAsync(id, cancellationToken);
        var erased = (await CredentialsAsync(id, withContent: false, cancellationToken))
            .Where(static credential => credential.ErasedAt is not null)
            .Select(static credential => credential.Id)
            .ToHashSet();
        var gone = late.Where(credential => erased.Contains(credential.Id)).ToList();
        foreach (var credential in gone)
        {
            await index.RemoveAsync(credential, cancellationToken);
        }

        await ReleaseExternalIdsAsync(batch, batch.Status == BatchStatus.Failed ? late : gone, cancellationToken);
    }

    /// <summary>
    /// Removes all that is personal from a credential, what leads to it first: a step that broke off is done again with the same row. The
    /// signed document, and until it is signed what will be signed, stay as they are.
    /// </summary>
    /// <returns>The credential as it stands; erased by <paramref name="operation"/>, or by another that was faster. The mails that were taken out of it.</returns>
    internal async Task<(StoredCredential Credential, ClaimMailState? Mail)> EraseAsync(
        StoredCredential credential, Batch batch, DateTimeOffset at, string operation, CancellationToken cancellationToken)
    {
        await index.RemoveAsync(credential, cancellationToken);
        if (credential.ExternalKey is not null)
        {
            await ReleaseExternalIdsAsync(batch, [credential], cancellationToken);
        }

        var told = new DomainEvent(EventTypes.CredentialErased, credential.Id.Value, 0, at);
        ClaimMailState? mail = null;
        var row = await tables.ChangeAsync(
            Table,
            credential.Id.Group,
            credential.Id.Value,
            current =>
            {
                mail = current is null ? null : ClaimMailState.From(current);
                return Erased(current, at, operation);
            },
            _ => told.ToRows(credential.Id.Group),
            cancellationToken);
        if ((await GetAsync(batch.Id, cancellationToken)).Status == BatchStatus.Failed)
        {
            await RedactInputAsync(credential.Id, cancellationToken);
        }

        return (StoredCredential.From(row!, withContent: false), mail);
    }

    /// <summary>
    /// For a credential that a restored backup holds without its batch, which was about to be committed then, and that was erased later: the
    /// batch must not be committed by a client that asks again. A sweep removes its rows.
    /// </summary>
    internal async Task AbandonUncommittedAsync(CredentialId id, CancellationToken cancellationToken)
    {
        if (await tables.GetAsync(Table, id.Group, id.Value, cancellationToken) is { } row)
        {
            await TryAbandonAsync(StoredCredential.From(row, withContent: false).Batch, cancellationToken);
        }
    }

    private static Row? Erased(Row? current, DateTimeOffset at, string operation)
    {
        if (current?.Time("erased_at") is not null)
        {
            return null;
        }

        var next = current?.Copy() ?? throw new InvalidDataException("A credential that was there is not");
        foreach (var name in PersonalProperties.Names)
        {
            next.Set(name, null);
        }

        return ClaimMailState.RemoveFrom(next).Set("erased_at", at).Set("erased_by", operation);
    }

    private async Task RedactInputAsync(CredentialId id, CancellationToken cancellationToken) => await tables.ChangeAsync(
        Table,
        id.Group,
        id.Value,
        static current =>
        {
            var input = current is null ? null : StoredCredential.From(current).Input;
            var signed = input is null ? null : SignedPart.Deserialize(input);
            if (signed is null || signed.RecipientId == Nobody)
            {
                return null;
            }

            var next = current!.Copy();
            Blob.Set(next, "input", (signed with { RecipientId = Nobody }).Serialize());
            return next;
        },
        cancellationToken);
}
