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
    BatchStore batches, TenantStore tenants, TenantKeys keys, StatusListStore statusLists, CredentialIssuer issuer, TimeProvider time)
{
    public async Task SignAsync(Batch batch, CancellationToken cancellationToken)
    {
        var tenant = await tenants.FindAsync(batch.Tenant, cancellationToken) ?? throw new InvalidDataException($"No tenant {batch.Tenant}");
        var known = await keys.ListAsync(batch.Tenant, cancellationToken);
        batch = await FixInputsAsync(batch, tenant, known, cancellationToken);
        if (batch.Status != BatchStatus.Pending || batch.Signing is not { } signing)
        {
            // Finished by another run while this one waited.
            return;
        }

        var key = known.FirstOrDefault(candidate => candidate.Fragment == signing.Key) ?? throw new TableConflictException("signingkeys", WriteOutcome.EtagMismatch);
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
            var context = new SigningContext(named, batch.Environment, key, privateKey, batch.ProofTime!.Value);
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

    /// <summary>On all cores. The first failure comes out as it was thrown, not wrapped: callers tell lasting ones from passing ones.</summary>
    private static void EachInParallel(int count, Action<int> work, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, work);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    private async Task<Batch> FixInputsAsync(
        Batch batch, Tenant tenant, IReadOnlyList<TenantSigningKey> known, CancellationToken cancellationToken)
    {
        bool CanSign(BatchSigning? signing) => known.Any(key => key.CanSign && key.Fragment == signing?.Key);
        if (batch.ProofTime is not null && CanSign(batch.Signing))
        {
            return batch;
        }

        var key = TenantKeys.Current(known) ?? throw new KeyUnavailableException(batch.Tenant.Value, "the tenant has no signing key");
        // Indexes reserved by a run that died before the next line stay unused: gaps do no harm, a second use would.
        var from = batch.StatusFrom ?? await statusLists.ReserveAsync(batch.Tenant, batch.Environment, batch.Count, cancellationToken);
        var now = time.GetUtcNow();
        return await batches.ChangeAsync(
            batch.Id,
            current => current.Status != BatchStatus.Pending || (current.ProofTime is not null && CanSign(current.Signing))
                ? null
                : current with
                {
                    ProofTime = current.ProofTime ?? now,
                    StatusFrom = current.StatusFrom ?? from,
                    Signing = current.Signing is null
                        ? new BatchSigning(key.Fragment, tenant.Name, tenant.WebsiteUrl)
                        : current.Signing with { Key = key.Fragment },
                },
            cancellationToken);
    }
}

/// <summary>What all credentials of a batch are signed with.</summary>
public sealed record SigningContext(
    Tenant Tenant, TenantEnvironment Environment, TenantSigningKey Key, Ed25519PrivateKey PrivateKey, DateTimeOffset ProofTime);
