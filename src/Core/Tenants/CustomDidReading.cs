using System.Text.Json;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Requests;
using LearnCoin.Core.Verification;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// What a tenant's DID document says of our keys. A key counts only when every reader would take it: as a JSON Web Key under the id that
/// proofs will name, controlled by the DID, under <c>assertionMethod</c>, and not revoked.
/// </summary>
/// <param name="SeenKeys">Fragments of the keys listed so.</param>
/// <param name="ProfileUrl">Address of the issuer profile; null when none is named.</param>
/// <param name="Problem">Why nothing can be said of the document; null when it was read.</param>
internal sealed record CustomDidReading(IReadOnlyList<string> SeenKeys, string? ProfileUrl, string? Problem)
{
    public static CustomDidReading Of(ReadOnlyMemory<byte> utf8, CustomDidDocument wanted)
    {
        if (IssuerDocument.TryParse(utf8, wanted.Did) is not { } document)
        {
            return new CustomDidReading([], null,
                "What stands there is not a DID document of this DID: expected JSON without repeated members, with this 'id', with arrays " +
                "'verificationMethod' of objects and 'assertionMethod' of strings, and with no two methods of one 'id'.");
        }

        if (document.IsShared)
        {
            return new CustomDidReading([], null,
                $"The document has services of type {DidDocument.TenantServiceType} or methods '#tenant-…': those are of a DID that issuers share.");
        }

        var seen = wanted.Keys.Where(key => IsListed(document.Find($"{wanted.Did}#{key.Fragment}"), static m => m.Ed25519, key.PublicKey)).Select(static key => key.Fragment)
            .Concat(wanted.AnchorKeys.Where(key => IsListed(document.Find($"{wanted.Did}#{key.Fragment}"), static m => m.Secp256k1, key.PublicKey))
                .Select(static key => key.Fragment))
            .ToList();
        return new CustomDidReading(seen, FindProfile(utf8), null);

        bool IsListed(KeyMethod? method, Func<KeyMethod, byte[]?> keyOf, ReadOnlyMemory<byte> expected) =>
            method is { Asserted: true, Bound: null, HasJwk: true } && method.Controller == wanted.Did
            && keyOf(method) is { } key && key.AsSpan().SequenceEqual(expected.Span);
    }

    /// <summary>Whether a Blockcerts issuer profile names these anchor keys as in use.</summary>
    public static bool ProfileLists(ReadOnlyMemory<byte> utf8, IEnumerable<AnchorKey> keys)
    {
        if (StrictJson.Parse(utf8) is not { IsOk: true } parsed)
        {
            return false;
        }

        using var json = parsed.Value;
        var isProfile = json.RootElement.Text("type") == "Profile" || json.RootElement.Texts("type")?.Contains("Profile") == true;
        var addresses = json.RootElement.Entries("publicKey")
            .Where(static entry => entry.Time("created") is not null && entry.Member("revoked") is null && entry.Member("expires") is null)
            .Select(static entry => entry.Text("id")?.Split(':')[^1])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return isProfile && keys.All(key => addresses.Contains(key.Address));
    }

    /// <summary>The first service of that type: the one that Blockcerts readers take.</summary>
    private static string? FindProfile(ReadOnlyMemory<byte> utf8)
    {
        using var json = JsonDocument.Parse(utf8);
        foreach (var service in json.RootElement.Entries("service"))
        {
            if (service.Text("type") == DidDocument.ProfileServiceType)
            {
                return service.Text("serviceEndpoint");
            }
        }

        return null;
    }
}
