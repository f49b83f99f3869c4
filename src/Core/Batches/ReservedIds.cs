namespace LearnCoin.Core.Batches;

/// <summary>
/// Ids that statements of ours are about. A tenant's object with such an <c>id</c> would merge with ours in the signed graph and put words
/// into our mouth, so it is refused (spec/api.md "Batches").
/// </summary>
public sealed class ReservedIds
{
    private static readonly string[] OwnPaths = ["/status/", "/c/", "/issuer/", "/.well-known/"];

    private readonly string[] dids;
    private readonly string[] urls;

    /// <param name="dids">The deployment's DID and, where set, the tenant's own.</param>
    /// <param name="publicOrigin">Option <c>PublicOrigin</c>: scheme, host and port; a slash at its end does not matter.</param>
    public ReservedIds(IEnumerable<string> dids, string publicOrigin)
    {
        ArgumentNullException.ThrowIfNull(dids);
        ArgumentException.ThrowIfNullOrEmpty(publicOrigin);
        this.dids = [.. dids];
        var origin = publicOrigin.TrimEnd('/');
        urls = [.. OwnPaths.Select(path => origin + path)];
    }

    internal const string Expected = "must not be an id of this credential's own subject, issuer, status or proof, nor a blank node";

    /// <summary>True for blank node ids, the recipient's id, our DIDs with anything under them, and our pages' and status lists' URLs.</summary>
    internal bool Contains(string id, string? recipientId) =>
        id.StartsWith("_:", StringComparison.Ordinal) ||
        id.Equals(recipientId, StringComparison.OrdinalIgnoreCase) ||
        Array.Exists(urls, url => id.StartsWith(url, StringComparison.OrdinalIgnoreCase)) ||
        Array.Exists(dids, did => IsUnder(id, did));

    /// <summary>The DID itself or a DID URL of it; <c>did:web:a.example</c> is not above <c>did:web:a.example.org</c>.</summary>
    private static bool IsUnder(string id, string did) =>
        id.StartsWith(did, StringComparison.OrdinalIgnoreCase) && (id.Length == did.Length || id[did.Length] is '#' or '/' or '?' or ':' or ';');
}
