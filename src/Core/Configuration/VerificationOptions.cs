namespace LearnCoin.Core.Configuration;

/// <summary>Verification in the visitor's own browser.</summary>
public sealed class VerificationOptions
{
    /// <summary>Base's own public endpoints, which let pages of any origin ask.</summary>
    private static readonly string[] BaseEndpoints = ["https://mainnet.base.org", "https://sepolia.base.org"];

    /// <summary>
    /// JSON-RPC endpoints that visitors' browsers ask, of both chains; none set: Base's own. Public: they stand in pages, and must let pages of
    /// our origin ask (CORS). The server's own endpoints are other settings, and never shown.
    /// </summary>
    public IList<string> PublicRpcUrls { get; } = [];

    /// <summary>The endpoints that hold. Not a property: it is no setting.</summary>
    public IReadOnlyList<string> Endpoints() => PublicRpcUrls.Count > 0 ? [.. PublicRpcUrls] : BaseEndpoints;
}
