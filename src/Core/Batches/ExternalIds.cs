using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Batches;

/// <summary>
/// An external id stands once per tenant, environment and achievement, over all batches: each has a claim in the table <c>externalids</c>,
/// and its insert is the lock. A batch also leaves a manifest of its claims, so that those of a batch that dies can be found.
/// Claims are taken in the order of their keys: of several requests that want the same ids, one always gets all of its own.
/// </summary>
public sealed class ExternalIds(ITables tables)
{
    internal const string Table = "externalids";
    private const int HashBytes = 32;

    // One place is the manifest's.
    private const int ClaimsPerTransaction = TableLimits.MaxTransactionRows - 1;

    /// <summary>Row key of the claim; the achievement counts by its given id, else by its content.</summary>
    internal static string KeyOf(SignedPart signed, string externalId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{AchievementOf(signed)}\0{externalId}")));

    /// <summary>What tells achievements apart.</summary>
    internal static string AchievementOf(SignedPart signed) => signed.GivenAchievementId ?? NormalForm.Digest(signed.Achievement.Span);

    /// <summary>Takes the external ids of a batch that is begun; its own claims of an earlier try are its own.</summary>
    /// <returns>external_id_exists with every id that is taken (at most <see cref="Error.MaxDetails"/>), and then no claim of the batch is left; else null.</returns>
    internal async Task<Error?> ClaimAsync(Batch batch, IReadOnlyList<StoredCredential> credentials, CancellationToken cancellationToken)
    {
        var claims = credentials.Where(static credential => credential.ExternalKey is not null)
            .OrderBy(static credential => credential.ExternalKey, StringComparer.Ordinal)
            .ToList();
        while (!await TryClaimAsync(batch, claims, cancellationToken))
        {
            var refusal = await RefusalAsync(batch, claims, cancellationToken);
            if (refusal is not null)
            {
                await ReleaseAsync(batch, [.. claims.Select(static claim => claim.ExternalKey!)], cancellationToken);
                return refusal;
            }
        }

        return null;
    }

    /// <summary>What <see cref="ClaimAsync"/> would refuse now, without taking anything: for a dry run.</summary>
    public Task<Error?> CheckAsync(Batch batch, IReadOnlyList<StoredCredential> credentials, CancellationToken cancellationToken) =>
        RefusalAsync(batch, [.. credentials.Where(static credential => credential.ExternalKey is not null)], cancellationToken);

    /// <summary>Frees what the batch holds of these keys, and forgets its manifest.</summary>
    internal async Task ReleaseAsync(Batch batch, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await ReleaseAsync(Partition(batch.Tenant, batch.Environment), batch.Id, keys, static () => Task.FromResult(true), cancellationToken);
        await ForgetManifestAsync(batch, cancellationToken);
    }

    /// <summary>The batch is committed for good or gone: its claims are found by its credentials, or need not be found.</summary>
    internal async Task ForgetManifestAsync(Batch batch, CancellationToken cancellationToken) => await tables.WriteAsync(
        Table, RowChange.Delete(Partition(batch.Tenant, batch.Environment), Manifest(batch.Id), RowChange.AnyEtag), cancellationToken);

    /// <summary>Frees the claims of a batch that was begun and never committed.</summary>
    /// <param name="batch">The batch as the sweep found it.</param>
    /// <param name="isAbandoned">
    /// Looks again whether nobody has taken the batch up. Asked after the claims were read and before they are deleted under their ETags: a
    /// request that resumes notes itself first and then writes every claim anew.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task ReleaseAbandonedAsync(OpenBatch batch, Func<Task<bool>> isAbandoned, CancellationToken cancellationToken)
    {
        var partition = Partition(batch.Tenant, batch.Environment);
        var manifest = await tables.GetAsync(Table, partition, Manifest(batch.Id), cancellationToken);
        if (manifest?.Bytes("keys") is { } packed
            && await ReleaseAsync(partition, batch.Id, Unpack(packed), isAbandoned, cancellationToken))
        {
            await tables.WriteAsync(Table, RowChange.Delete(partition, manifest.RowKey, manifest.Etag!), cancellationToken);
        }
    }

    private async Task<bool> TryClaimAsync(Batch batch, List<StoredCredential> claims, CancellationToken cancellationToken)
    {
        var partition = Partition(batch.Tenant, batch.Environment);
        var manifest = RowChange.Upsert(new Row(partition, Manifest(batch.Id)).Set("keys", Pack(claims)));
        foreach (var chunk in claims.Chunk(ClaimsPerTransaction))
        {
            var current = new Row?[chunk.Length];
            while (true)
            {
                List<RowChange> changes = [manifest, .. chunk.Select((claim, i) => Claim(partition, claim, current[i]))];
                if ((await tables.TransactAsync(Table, changes, cancellationToken)).IsDone)
                {
                    break;
                }

                current = await ReadAsync(partition, chunk.Select(static claim => claim.ExternalKey!), cancellationToken);
                if (current.Any(row => row is not null && OwnerOf(row) != batch.Id))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private async Task<Error?> RefusalAsync(Batch batch, List<StoredCredential> claims, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(Partition(batch.Tenant, batch.Environment), claims.Select(static claim => claim.ExternalKey!), cancellationToken);
        var taken = claims.Zip(rows).Where(pair => pair.Second is { } row && OwnerOf(row) != batch.Id).OrderBy(static pair => pair.First.Index).ToList();
        if (taken.Count == 0)
        {
            return null;
        }

        var faults = new FaultList();
        foreach (var (claim, row) in taken)
        {
            faults.Add(
                ErrorCode.ExternalIdExists,
                JsonPath.Root.Member("credentials").Item(claim.Index).Member("external_id"),
                $"is that of {row!.RequiredText("credential")} for the same achievement");
        }

        var isBegun = false;
        foreach (var owner in taken.Select(static pair => OwnerOf(pair.Second!)).Distinct())
        {
            isBegun |= BatchStore.Committed(await tables.GetAsync(BatchStore.Table, owner.Group, owner.Value, cancellationToken)) is null;
        }

        // Another request is just storing it, and may still fail.
        return faults.ToError()! with { RetryAfterSeconds = isBegun ? 1 : null };
    }

    /// <returns>False when it stopped because the batch is not abandoned.</returns>
    private async Task<bool> ReleaseAsync(
        string partition, BatchId batch, IReadOnlyList<string> keys, Func<Task<bool>> isAbandoned, CancellationToken cancellationToken)
    {
        foreach (var chunk in keys.Chunk(TableLimits.MaxTransactionRows))
        {
            while (true)
            {
                var own = (await ReadAsync(partition, chunk, cancellationToken)).OfType<Row>().Where(row => OwnerOf(row) == batch).ToList();
                if (!await isAbandoned())
                {
                    return false;
                }

                var deletes = own.ConvertAll(row => RowChange.Delete(partition, row.RowKey, row.Etag!));
                if (own.Count == 0 || (await tables.TransactAsync(Table, deletes, cancellationToken)).IsDone)
                {
                    break;
                }
            }
        }

        return true;
    }

    private async Task<Row?[]> ReadAsync(string partition, IEnumerable<string> keys, CancellationToken cancellationToken) =>
        await Task.WhenAll(keys.Select(key => tables.GetAsync(Table, partition, key, cancellationToken).AsTask()));

    private static RowChange Claim(string partition, StoredCredential credential, Row? own)
    {
        var row = new Row(partition, credential.ExternalKey!).Set("batch", credential.Batch.Value).Set("credential", credential.Id.Value);
        return own is null ? RowChange.Insert(row) : RowChange.Update(row, own.Etag!);
    }

    private static BatchId OwnerOf(Row claim) => new(claim.RequiredText("batch"));

    private static byte[] Pack(List<StoredCredential> claims) => [.. claims.SelectMany(static claim => Convert.FromHexString(claim.ExternalKey!))];

    private static List<string> Unpack(byte[] keys) => [.. keys.Chunk(HashBytes).Select(Convert.ToHexStringLower)];

    private static string Manifest(BatchId batch) => $"batch|{batch}";

    private static string Partition(TenantId tenant, TenantEnvironment environment) => $"{tenant}|{environment.Name()}";
}
