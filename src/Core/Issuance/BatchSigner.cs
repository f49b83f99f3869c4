using System.Runtime.ExceptionServices;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Keys;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Issuance;

/// <summary>
/// Signs a batch: status indexes, documents, Data Integrity proofs, leaf hashes. What the result depends on (proof time, status indexes, key,
/// name) is stored before the first signature, so that a step repeated after a crash makes the same bytes. A key that was replaced meanwhile
/// cannot sign any more: the new one is fixed in its place and signs what the old one had signed anew, so that one key signs a batch. That is
/// sound as long as the batch is pending: none of its documents was handed out yet.
/// </summary>
public sealed class BatchSigner(
    BatchStore batches, TenantStore tenants, TenantKeys keys, CustomDids customDids, IssuerKeys issuerKeys, StatusListStore statusLists, CredentialIssuer issuer,
    TimeProvider time)
{
    public async Task SignAsync(Batch batch, CancellationToken cancellationToken)
    {
        var tenant = await tenants.FindAsync(batch.Tenant, cancellationToken) ?? throw new InvalidDataException($"No tenant {batch.Tenant}");
        (batch, var usable) = await FixInputsAsync(batch, tenant, cancellationToken);
        if (usable is not { } key || batch.Signing is not { } signing)
        {
            // Finished by another run while this one waited.
            return;
        }

        var entries = await statusLists.EntriesAsync(batch.Tenant, batch.Environment, batch.StatusFrom!.Value, batch.Count, cancellationToken);
        var credentials = await batches.CredentialsAsync(batch.Id, withContent: true, cancellationToken);
        if (credentials.Count != batch.Count)
        {
            throw new InvalidDataException($"Batch {batch.Id} has {credentials.Count} of {batch.Count} credentials");
        }

        var signed = new StoredCredential[batch.Count];
        var leaves = new byte[batch.Count * 32];
        using (var privateKey = await keys.OpenAsync(key, cancellationToken))
        {
            var named = tenant with { Name = signing.IssuerName, WebsiteUrl = signing.IssuerUrl };
            var context = new SigningContext(named, batch.Environment, batch.IssuerDid, key, privateKey, batch.ProofTime!.Value);
            void SignOne(int index)
            {
                var credential = credentials[index];
                var document = credential.Document is null ? issuer.Sign(context, credential, entries[index])
                    : CredentialIssuer.KeyOf(credential.Document) != signing.Key ? issuer.SignAnew(context, credential)
                    : credential.Document;
                issuer.Leaf(document, leaves.AsSpan(index * 32, 32));
                signed[index] = credential with { Document = document, Input = null };
            }

            EachInParallel(batch.Count, SignOne, cancellationToken);
        }

        await batches.UpdateAsync(signed.Where((made, index) => made.Document != credentials[index].Document), cancellationToken);
        await SetRevokedAsync(batch, credentials, cancellationToken);
        var current = await batches.GetAsync(batch.Id, cancellationToken);
        if (current.Status != BatchStatus.Pending || current.Signing != signing)
        {
            // Another run went on meanwhile, perhaps with a new key: these leaves may be of documents that are no more.
            throw new TableConflictException("batches", WriteOutcome.EtagMismatch);
        }

        await batches.StoreLeavesAsync(batch.Id, leaves, cancellationToken);
    }

    /// <summary>Whether the key that a batch was signed with has become worthless before the batch left our hands.</summary>
    public async Task<bool> IsCompromisedAsync(Batch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var known = await keys.ListAsync(batch.Tenant, cancellationToken);
        return known.Any(key => key.CompromisedSince is not null && key.Fragment == batch.Signing?.Key);
    }

    /// <summary>
    /// What was revoked before it was signed. The credentials were read after the batch's indexes were fixed: a revocation that came later
    /// than this read finds the indexes and sets its bit itself (see <see cref="Revocation.RevocationSettlement"/>).
    /// </summary>
    private async Task SetRevokedAsync(Batch batch, IReadOnlyList<StoredCredential> credentials, CancellationToken cancellationToken)
    {
        var revoked = credentials.Where(static credential => credential.Revocation is not null).Select(static credential => credential.Index).ToList();
        if (revoked.Count > 0)
        {
            var places = await statusLists.PlacesAsync(batch.Tenant, batch.Environment, batch.StatusFrom!.Value, batch.Count, cancellationToken);
            await statusLists.SetAsync(revoked.Select(index => places[index]), cancellationToken);
        }
    }

    // One core stays for the requests: a caller waits for an answer, nobody for a signature, and batches are signed side by side anyway.
    private static readonly int Cores = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>On the cores for it. The first failure comes out as it was thrown, not wrapped: callers tell lasting ones from passing ones.</summary>
    private static void EachInParallel(int count, Action<int> work, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Cores }, work);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    /// <returns>The batch with all that is fixed, and the key; no key when the batch is not pending any more.</returns>
    private async Task<(Batch Batch, TenantSigningKey? Key)> FixInputsAsync(Batch batch, Tenant tenant, CancellationToken cancellationToken)
    {
        while (batch.Status == BatchStatus.Pending)
        {
            var known = await keys.ListAsync(batch.Tenant, cancellationToken);
            if (batch.ProofTime is not null && known.FirstOrDefault(key => key.CanSign && key.Fragment == batch.Signing?.Key) is { } usable)
            {
                return (batch, usable);
            }

            batch = batch.ProofTime is null
                ? await FixAllAsync(batch, tenant, cancellationToken)
                : await FixKeyAsync(batch, tenant, cancellationToken);
        }

        return (batch, null);
    }

    private async Task<Batch> FixAllAsync(Batch batch, Tenant tenant, CancellationToken cancellationToken)
    {
        var did = await customDids.ToSignUnderAsync(tenant, batch.CreatedAt, cancellationToken);
        var key = await issuerKeys.OfAsync(batch.Tenant, did, cancellationToken);
        // Indexes reserved by a run that died before the next line stay unused: gaps do no harm, a second use would.
        var from = await statusLists.ReserveAsync(batch.Tenant, batch.Environment, did, batch.Count, cancellationToken);
        var now = time.GetUtcNow();
        var signing = new BatchSigning(key.Fragment, tenant.Name, tenant.WebsiteUrl);
        return await batches.ChangeAsync(
            batch.Id,
            current => current.ProofTime is null ? current with { ProofTime = now, StatusFrom = from, IssuerDid = did, Signing = signing } : null,
            cancellationToken);
    }

    /// <summary>Under the DID and the name that are fixed: what is signed already says them.</summary>
    private async Task<Batch> FixKeyAsync(Batch batch, Tenant tenant, CancellationToken cancellationToken)
    {
        var key = await issuerKeys.OfAsync(batch.Tenant, batch.IssuerDid, cancellationToken);
        var signing = (batch.Signing ?? new BatchSigning(key.Fragment, tenant.Name, tenant.WebsiteUrl)) with { Key = key.Fragment };
        return await batches.ChangeAsync(
            batch.Id,
            current => current.Status == BatchStatus.Pending && current.Signing == batch.Signing ? current with { Signing = signing } : null,
            cancellationToken);
    }
}

/// <summary>What all credentials of a batch are signed with.</summary>
/// <param name="Did">The tenant's own DID; null: the shared one.</param>
public sealed record SigningContext(
    Tenant Tenant, TenantEnvironment Environment, string? Did, TenantSigningKey Key, Ed25519PrivateKey PrivateKey, DateTimeOffset ProofTime);
