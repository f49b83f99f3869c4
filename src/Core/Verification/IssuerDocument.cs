using System.Text.Json;
using LearnCoin.Core.Requests;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Verification;

/// <summary>A verification method of a DID document. A key of a kind that is not used here has neither key.</summary>
/// <param name="Bound">Earliest of <c>revoked</c> and <c>expires</c>: what the key did from then on counts for nothing.</param>
/// <param name="HasJwk">Whether the key is given as <c>publicKeyJwk</c>, the one form that every reader of ours and of others knows.</param>
internal sealed record KeyMethod(
    string Id, string? Controller, byte[]? Ed25519, byte[]? Secp256k1, DateTimeOffset? Bound, bool Asserted, bool HasJwk = true);

/// <summary>A tenant as the DID document tells it (<see cref="DidDocument.TenantServiceType"/>).</summary>
internal sealed record TenantEntry(IReadOnlyList<string> Names, IReadOnlyList<string> KeyIds);

/// <summary>The parts of a DID document that verification needs.</summary>
internal sealed class IssuerDocument
{
    private readonly Dictionary<string, KeyMethod> methods = new(StringComparer.Ordinal);
    private readonly List<TenantEntry> tenants = [];

    private IssuerDocument(string did) => Did = did;

    internal string Did { get; }

    /// <summary>True when the DID is shared by tenants: then a key must be some tenant's, and the name that tenant's.</summary>
    internal bool IsShared => tenants.Count > 0 || methods.Keys.Any(id => id.StartsWith(Did + "#tenant-", StringComparison.Ordinal));

    /// <summary>Null when the bytes are not a sound DID document of <paramref name="did"/>.</summary>
    internal static IssuerDocument? TryParse(ReadOnlyMemory<byte> utf8, string did)
    {
        if (StrictJson.Parse(utf8) is not { IsOk: true } parsed)
        {
            return null;
        }

        using var json = parsed.Value;
        var document = new IssuerDocument(did);
        return json.RootElement.Text("id") == did && document.ReadMethods(json.RootElement) && document.ReadTenants(json.RootElement)
            ? document
            : null;
    }

    internal KeyMethod? Find(string id) => methods.GetValueOrDefault(id);

    /// <summary>The tenant that a key belongs or belonged to.</summary>
    internal TenantEntry? TenantOf(byte[] ed25519) => tenants.Find(tenant =>
        tenant.KeyIds.Any(id => Find(id)?.Ed25519 is { } key && key.AsSpan().SequenceEqual(ed25519)));

    private bool ReadMethods(JsonElement root)
    {
        if (root.Texts("assertionMethod") is not { } asserted || root.Member("verificationMethod") is not { ValueKind: JsonValueKind.Array } entries)
        {
            return false;
        }

        var assertedIds = asserted.ToHashSet(StringComparer.Ordinal);
        foreach (var entry in entries.EnumerateArray())
        {
            if (entry.Text("id") is not { } id || !TryBound(entry, out var bound))
            {
                return false;
            }

            var method = new KeyMethod(
                id, entry.Text("controller"), Key(entry, Ed25519Of), Key(entry, e => Jwk.ReadSecp256k1(JwkOf(e))), bound, assertedIds.Contains(id),
                entry.Member("publicKeyJwk") is not null);

            // Two methods of one id: readers would differ in which key they take.
            if (!methods.TryAdd(id, method))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadTenants(JsonElement root)
    {
        foreach (var service in root.Entries("service").Where(entry => entry.Text("type") == DidDocument.TenantServiceType))
        {
            if (service.Member("serviceEndpoint") is not { } endpoint || endpoint.Texts("names") is not { } names || endpoint.Texts("keys") is not { } keys)
            {
                return false;
            }

            tenants.Add(new TenantEntry(names, keys));
        }

        return true;
    }

    private static bool TryBound(JsonElement entry, out DateTimeOffset? bound)
    {
        var revoked = entry.Time("revoked");
        var expires = entry.Time("expires");
        bound = revoked is null || expires is null ? revoked ?? expires : revoked < expires ? revoked : expires;
        return (entry.Member("revoked") is null) == (revoked is null) && (entry.Member("expires") is null) == (expires is null);
    }

    private static byte[] Ed25519Of(JsonElement entry) => entry.Text("type") == "Multikey"
        ? Multikey.DecodeEd25519Public(entry.Text("publicKeyMultibase"))
        : Jwk.ReadEd25519(JwkOf(entry));

    private static JsonElement JwkOf(JsonElement entry) =>
        entry.Text("type") is "JsonWebKey" or "JsonWebKey2020" && entry.Member("publicKeyJwk") is { } jwk
            ? jwk
            : throw new ProofFormatException("Not a JSON Web Key method");

    private static byte[]? Key(JsonElement entry, Func<JsonElement, byte[]> read)
    {
        try
        {
            return read(entry);
        }
        catch (ProofFormatException)
        {
            return null;
        }
    }
}
