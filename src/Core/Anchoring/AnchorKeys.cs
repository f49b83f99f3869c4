using LearnCoin.Core.Keys;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Anchoring;

/// <summary>Makes and knows the anchor keys; their public halves are kept in the table <c>anchorkeys</c>, so that the DID document needs no key store.</summary>
public sealed class AnchorKeys(ITables tables, IKeys keys, TimeProvider time)
{
    private const string Table = "anchorkeys";
    private const string Partition = "anchor";

    // Block clocks may run behind ours: a key must not look younger than its first block.
    private static readonly TimeSpan ClockAllowance = TimeSpan.FromHours(1);

    /// <summary>The key of that name, made when it is not there yet.</summary>
    public async Task<AnchorKey> EnsureAsync(string name, CancellationToken cancellationToken)
    {
        if (await tables.GetAsync(Table, Partition, name, cancellationToken) is { } known)
        {
            return From(known);
        }

        await keys.CreateAsync(name, KeyKind.Secp256k1, cancellationToken);
        var publicKey = await keys.PublicKeyAsync(name, cancellationToken);
        var row = new Row(Partition, name).Set("public_key", publicKey).Set("created_at", time.GetUtcNow() - ClockAllowance);
        await tables.WriteAsync(Table, RowChange.Insert(row), cancellationToken);
        await new IssuerVersion(tables).ChangedAsync(cancellationToken);
        var stored = await tables.GetAsync(Table, Partition, name, cancellationToken);
        return From(stored ?? throw new InvalidDataException("Anchor key was not stored"));
    }

    /// <summary>The key of that name; null when none was made yet.</summary>
    public async ValueTask<AnchorKey?> FindAsync(string name, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, Partition, name, cancellationToken) is { } known ? From(known) : null;

    /// <summary>All anchor keys ever used.</summary>
    public async Task<IReadOnlyList<AnchorKey>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await ListNamedAsync(cancellationToken)).Select(static known => known.Key)];

    /// <summary>All anchor keys ever used, by name.</summary>
    public async Task<IReadOnlyList<(string Name, AnchorKey Key)>> ListNamedAsync(CancellationToken cancellationToken)
    {
        var found = new List<(string, AnchorKey)>();
        await foreach (var row in tables.AllAsync(Table, new RowRange(Partition), cancellationToken))
        {
            found.Add((row.RowKey, From(row)));
        }

        return found;
    }

    private static AnchorKey From(Row row) => new(
        row.Bytes("public_key") ?? throw new InvalidDataException("Anchor key without public key"), row.RequiredTime("created_at"));
}
