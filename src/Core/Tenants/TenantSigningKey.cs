using LearnCoin.Core.Kernel;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>A tenant's Ed25519 key: public half in the clear, seed wrapped by the key store.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="PublicKey">32 bytes.</param>
/// <param name="WrappedSeed">Seed under the wrapping key <see cref="TenantKeys.WrappingKey"/>; null once another key signs: it is deleted then.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record TenantSigningKey(TenantId Tenant, byte[] PublicKey, byte[]? WrappedSeed, DateTimeOffset CreatedAt)
{
    /// <summary>Set when the key may be in other hands since then: what was not anchored before counts for nothing.</summary>
    public DateTimeOffset? CompromisedSince { get; init; }

    /// <summary>The fragment that proofs name, <c>z6Mk…</c>: the key itself as multibase.</summary>
    public string Fragment => Multikey.EncodeEd25519Public(PublicKey);

    /// <summary>Whether documents can and may still be signed with it.</summary>
    public bool CanSign => WrappedSeed is not null && CompromisedSince is null;

    /// <summary>Place among the tenant's keys: later ones are newer.</summary>
    public required string Place { get; init; }

    /// <summary>ETag of the row it was read from.</summary>
    internal string? Etag { get; init; }

    internal Row ToRow() => new Row(TenantKeys.Partition, $"{Tenant}|{Place}")
        .Set("public_key", PublicKey)
        .Set("wrapped_seed", WrappedSeed)
        .Set("created_at", CreatedAt)
        .Set("compromised_since", CompromisedSince);

    internal static TenantSigningKey From(Row row)
    {
        var bar = row.RowKey.IndexOf('|', StringComparison.Ordinal);
        return new(
            new TenantId(row.RowKey[..bar]),
            row.Bytes("public_key") ?? throw new InvalidDataException("Signing key row without public key"),
            row.Bytes("wrapped_seed"),
            row.RequiredTime("created_at"))
        {
            CompromisedSince = row.Time("compromised_since"),
            Place = row.RowKey[(bar + 1)..],
            Etag = row.Etag,
        };
    }
}
