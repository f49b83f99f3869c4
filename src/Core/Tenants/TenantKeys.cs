using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>The tenants' Ed25519 signing keys, in the table <c>signingkeys</c>: seeds are wrapped by the key store and unwrapped per batch.</summary>
public sealed class TenantKeys(ITables tables, IKeys keys, TimeProvider time, IEntropy entropy)
{
    /// <summary>Name of the wrapping key in the key store.</summary>
    public const string WrappingKey = "tenant-seeds";

    private const string Table = "signingkeys";
    private const string Partition = "signing";

    /// <summary>Makes a new key for the tenant; from then on it is the one that signs.</summary>
    public async Task<TenantSigningKey> CreateAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await keys.CreateAsync(WrappingKey, KeyKind.Wrapping, cancellationToken);
        using var seed = new PinnedSecret(Ed25519PrivateKey.SeedBytes);
        entropy.Fill(seed.Span);
        using var key = Ed25519PrivateKey.FromSeed(seed.Span);
        var wrapped = await keys.WrapAsync(WrappingKey, seed.Memory, cancellationToken);
        var made = new TenantSigningKey(tenant, key.PublicKey.ToArray(), wrapped, time.GetUtcNow());
        var row = new Row(Partition, $"{tenant}|{Ulid.Create(made.CreatedAt, entropy)}")
            .Set("public_key", made.PublicKey)
            .Set("wrapped_seed", made.WrappedSeed)
            .Set("created_at", made.CreatedAt);
        var written = await tables.WriteAsync(Table, RowChange.Insert(row), cancellationToken);
        return written.IsDone ? made : throw new TableConflictException(Table, written.Outcome);
    }

    /// <summary>All keys, past and present, by tenant and then by age.</summary>
    public async Task<IReadOnlyList<TenantSigningKey>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<TenantSigningKey>();
        await foreach (var row in tables.AllAsync(Table, new RowRange(Partition), cancellationToken))
        {
            found.Add(From(row));
        }

        return found;
    }

    /// <summary>One tenant's keys, past and present, oldest first.</summary>
    public async Task<IReadOnlyList<TenantSigningKey>> ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var found = new List<TenantSigningKey>();
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(Partition, tenant.Value), cancellationToken))
        {
            found.Add(From(row));
        }

        return found;
    }

    /// <summary>The tenant's newest key.</summary>
    /// <exception cref="KeyUnavailableException">The tenant has none.</exception>
    public async Task<TenantSigningKey> CurrentAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        Row? newest = null;
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(Partition, tenant.Value), cancellationToken))
        {
            newest = row;
        }

        return newest is null
            ? throw new KeyUnavailableException(tenant.Value, "the tenant has no signing key") { Problem = KeyProblem.Missing }
            : From(newest);
    }

    /// <summary>The private key, to be disposed as soon as the batch is signed.</summary>
    /// <exception cref="KeyUnavailableException">The key store cannot unwrap it now.</exception>
    public async Task<Ed25519PrivateKey> OpenAsync(TenantSigningKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var seed = new PinnedSecret(Ed25519PrivateKey.SeedBytes);
        await keys.UnwrapAsync(WrappingKey, key.WrappedSeed, seed.Memory, cancellationToken);
        return Ed25519PrivateKey.FromSeed(seed.Span);
    }

    private static TenantSigningKey From(Row row) => new(
        new TenantId(row.RowKey[..row.RowKey.IndexOf('|', StringComparison.Ordinal)]),
        row.Bytes("public_key") ?? throw new InvalidDataException("Signing key row without public key"),
        row.Bytes("wrapped_seed") ?? throw new InvalidDataException("Signing key row without wrapped seed"),
        row.RequiredTime("created_at"));
}
