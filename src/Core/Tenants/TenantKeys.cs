using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>The tenants' Ed25519 signing keys, in the table <c>signingkeys</c>: seeds are wrapped by the key store and unwrapped per batch.</summary>
public sealed class TenantKeys(ITables tables, IKeys keys, TimeProvider time, IEntropy entropy)
{
    /// <summary>Name of the wrapping key in the key store.</summary>
    public const string WrappingKey = "tenant-seeds";

    internal const string Partition = "signing";
    private const string Table = "signingkeys";

    private readonly IssuerVersion version = new(tables);

    /// <summary>Makes a tenant's first key.</summary>
    public async Task<TenantSigningKey> CreateAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var made = await MakeAsync(tenant, null, cancellationToken);
        return await StoreAsync(made, [], cancellationToken) ? made : throw new TableConflictException(Table, WriteOutcome.AlreadyExists);
    }

    /// <summary>All keys, past and present, by tenant and then by age.</summary>
    public Task<IReadOnlyList<TenantSigningKey>> ListAsync(CancellationToken cancellationToken) =>
        ListAsync(new RowRange(Partition), cancellationToken);

    /// <summary>A tenant's keys, past and present, oldest first.</summary>
    public Task<IReadOnlyList<TenantSigningKey>> ListAsync(TenantId tenant, CancellationToken cancellationToken) =>
        ListAsync(RowRange.Prefix(Partition, tenant.Value + "|"), cancellationToken);

    /// <summary>The key that signs: the newest that is not compromised.</summary>
    /// <exception cref="KeyUnavailableException">The tenant has none.</exception>
    public async Task<TenantSigningKey> CurrentAsync(TenantId tenant, CancellationToken cancellationToken) =>
        Current(await ListAsync(tenant, cancellationToken))
            ?? throw new KeyUnavailableException(tenant.Value, "the tenant has no signing key") { Problem = KeyProblem.Missing };

    /// <summary>The one of a tenant's keys that signs; null when none can.</summary>
    public static TenantSigningKey? Current(IEnumerable<TenantSigningKey> keys) => keys.LastOrDefault(static key => key.CanSign);

    /// <summary>A new key that is not stored yet, newer than <paramref name="newest"/> even where the clock was set back.</summary>
    internal async Task<TenantSigningKey> MakeAsync(TenantId tenant, TenantSigningKey? newest, CancellationToken cancellationToken)
    {
        await keys.CreateAsync(WrappingKey, KeyKind.Wrapping, cancellationToken);
        using var seed = new PinnedSecret(Ed25519PrivateKey.SeedBytes);
        entropy.Fill(seed.Span);
        using var key = Ed25519PrivateKey.FromSeed(seed.Span);
        var wrapped = await keys.WrapAsync(WrappingKey, seed.Memory, cancellationToken);
        var now = time.GetUtcNow();
        var after = newest is null ? now : Ulid.TimeOf(newest.Place).AddMilliseconds(1);
        return new TenantSigningKey(tenant, key.PublicKey.ToArray(), wrapped, now)
        {
            Place = Ulid.Create(after > now ? after : now, entropy),
        };
    }

    /// <summary>Stores a new key, if any, and the next form of keys that were read, together.</summary>
    /// <returns>False when another was faster.</returns>
    internal async Task<bool> StoreAsync(TenantSigningKey? added, IEnumerable<TenantSigningKey> changed, CancellationToken cancellationToken)
    {
        var changes = changed.Select(static key => RowChange.Update(key.ToRow(), key.Etag!)).ToList();
        if (added is not null)
        {
            changes.Add(RowChange.Insert(added.ToRow()));
        }

        var written = await tables.TransactAsync(Table, changes, cancellationToken);
        await version.ChangedAsync(cancellationToken);
        return written.IsDone;
    }

    /// <summary>The private key, to be disposed as soon as the batch is signed.</summary>
    /// <exception cref="KeyUnavailableException">The key store cannot unwrap it now.</exception>
    public async Task<Ed25519PrivateKey> OpenAsync(TenantSigningKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var wrapped = key.WrappedSeed ?? throw new KeyUnavailableException(key.Tenant.Value, "the key does not sign any more");
        using var seed = new PinnedSecret(Ed25519PrivateKey.SeedBytes);
        await keys.UnwrapAsync(WrappingKey, wrapped, seed.Memory, cancellationToken);
        return Ed25519PrivateKey.FromSeed(seed.Span);
    }

    private async Task<IReadOnlyList<TenantSigningKey>> ListAsync(RowRange range, CancellationToken cancellationToken)
    {
        var found = new List<TenantSigningKey>();
        await foreach (var row in tables.AllAsync(Table, range, cancellationToken))
        {
            found.Add(TenantSigningKey.From(row));
        }

        return found;
    }
}
