using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Keys;

/// <summary>A tenant's Ed25519 key as the DID document shows it.</summary>
/// <param name="PublicKey">32 bytes.</param>
/// <param name="CompromisedSince">Set when the key may be in other hands: it leaves <c>assertionMethod</c>, and what was anchored before stays valid.</param>
public sealed record TenantKey(ReadOnlyMemory<byte> PublicKey, DateTimeOffset? CompromisedSince = null)
{
    /// <summary>Fragment that proofs name: the key itself as multibase.</summary>
    public string Fragment => Multikey.EncodeEd25519Public(PublicKey.Span);
}

/// <summary>A tenant and all keys it ever signed with.</summary>
/// <param name="Slug">Short name in <c>#tenant-&lt;slug&gt;</c>.</param>
/// <param name="Names">Every <c>issuer.name</c> the tenant has used, the present one last; without the <c> (test)</c> of the test environment.</param>
/// <param name="Keys">Oldest first. None is ever removed.</param>
public sealed record PublishedTenant(string Slug, IReadOnlyList<string> Names, IReadOnlyList<TenantKey> Keys)
{
    public string Fragment => "tenant-" + Slug;

    /// <summary>The key that <c>#tenant-&lt;slug&gt;</c> carries: the newest that is not compromised.</summary>
    public TenantKey? Newest => Keys.LastOrDefault(key => key.CompromisedSince is null);
}

/// <summary>A secp256k1 key that anchoring transactions are sent with.</summary>
/// <param name="PublicKey">64 bytes, x then y.</param>
/// <param name="Created">Before the block time of its first anchor: Blockcerts readers compare.</param>
/// <param name="Revoked">Bounds the key by block time in the issuer profile.</param>
public sealed record AnchorKey(ReadOnlyMemory<byte> PublicKey, DateTimeOffset Created, DateTimeOffset? Revoked = null)
{
    /// <summary>Lower-case hex with 0x.</summary>
    public string Address => EthereumAddress.FromPublicKey(PublicKey.Span);

    /// <summary><c>anchor-</c> and the first 8 hex digits of the address: stable, and one for each key.</summary>
    public string Fragment => "anchor-" + Address[2..10];
}
