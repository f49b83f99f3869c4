using System.Runtime.ExceptionServices;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Issuance;

/// <summary>
/// Signs a batch: status indexes, documents, Data Integrity proofs, leaf hashes. What the result depends on (proof time, status indexes)
/// is stored before the first signature, so that a step repeated after a crash makes the same bytes.
/// </summary>
public sealed class BatchSigner(
    BatchStore batches, TenantStore tenants, TenantKeys keys, CustomDids customDids, IssuerKeys issuerKeys, StatusListStore statusLists, CredentialIssuer issuer,
    TimeProvider time)
{
    public async Task SignAsync(Batch batch, CancellationToken cancellationToken)
    {
        var tenant = await tenants.FindAsync(batch.Tenant, cancellationToken) ?? throw new InvalidDataException($"No tenant {batch.Tenant}");
        batch = await FixInputsAsync(batch, tenant, cancellationToken);
        var key = await issuerKeys.OfAsync(batch.Tenant, batch.IssuerDid, cancellationToken);
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
            var context = new SigningContext(tenant, batch.Environment, batch.IssuerDid, key, privateKey, batch.ProofTime!.Value);
            void SignOne(int index)
            {
                var credential = credentials[index];
                var document = credential.Document ?? issuer.Sign(context, credential, entries[index]);
                issuer.Leaf(document, leaves.AsSpan(index * 32, 32));
                signed[index] = credential with { Document = document, Input = null };
            }

            EachInParallel(batch.Count, SignOne, cancellationToken);
        }

        await batches.UpdateAsync(signed.Where((_, index) => credentials[index].Document is null), cancellationToken);
        await SetRevokedAsync(batch, credentials, cancellationToken);
        await batches.StoreLeavesAsync(batch.Id, leaves, cancellationToken);
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

    private async Task<Batch> FixInputsAsync(Batch batch, Tenant tenant, CancellationToken cancellationToken)
    {
        if (batch.ProofTime is not null)
        {
            return batch;
        }

        // Indexes reserved by a run that died before the next line stay unused: gaps do no harm, a second use would.
        var did = await customDids.ToSignUnderAsync(tenant, batch.CreatedAt, cancellationToken);
        var from = await statusLists.ReserveAsync(batch.Tenant, batch.Environment, did, batch.Count, cancellationToken);
        var now = time.GetUtcNow();
        return await batches.ChangeAsync(
            batch.Id,
            current => current.ProofTime is null ? current with { ProofTime = now, StatusFrom = from, IssuerDid = did } : null,
            cancellationToken);
    }
}

/// <summary>What all credentials of a batch are signed with.</summary>
/// <param name="Did">The tenant's own DID; null: the shared one.</param>
public sealed record SigningContext(
    Tenant Tenant, TenantEnvironment Environment, string? Did, TenantSigningKey Key, Keys.Ed25519PrivateKey PrivateKey, DateTimeOffset ProofTime);
