using System.Collections.Concurrent;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.StatusLists;

namespace LearnCoin.Core.Verification;

/// <summary>What this service finds when it verifies its own credentials, for the public page. Kept for a short while: a page may be read often.</summary>
public sealed class VerificationReports
{
    // Within the 60 s in which a revocation must show; the list itself is kept for 30 s.
    private static readonly TimeSpan KeepTime = TimeSpan.FromSeconds(20);
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<CredentialId, (VerificationReport Report, DateTimeOffset Until)> kept = new();
    private readonly CredentialVerifier verifier;
    private readonly TimeProvider time;

    public VerificationReports(IssuerDocuments issuer, StatusCredentials statusCredentials, AnchorNetworks networks, PublicUrls urls, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(networks);
        this.time = time;
        var chains = networks.All.Select(static network => new TrustedChain(network.ChainId, network.Confirmations, network.Chain)).ToList();
        verifier = new CredentialVerifier(new OwnDocuments(issuer, statusCredentials, urls), new VerificationSettings(chains), time);
    }

    public async Task<VerificationReport> OfAsync(CredentialId id, byte[] document, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (kept.TryGetValue(id, out var found) && found.Until > now)
        {
            return found.Report;
        }

        var report = await verifier.VerifyAsync(document, cancellationToken);
        if (kept.Count >= MaxKept)
        {
            kept.Clear();
        }

        kept[id] = (report, now + KeepTime);
        return report;
    }

    /// <summary>Our own DID document and status lists, without a request to ourselves; nothing else is resolved.</summary>
    private sealed class OwnDocuments(IssuerDocuments issuer, StatusCredentials statusCredentials, PublicUrls urls) : IVerificationSource
    {
        private static readonly SourceDocument Foreign = SourceDocument.NotAvailable("it is not of this service");

        public async ValueTask<SourceDocument> DidDocumentAsync(string did, CancellationToken cancellationToken) =>
            did == urls.Did ? SourceDocument.Found(await issuer.DidDocumentAsync(cancellationToken)) : Foreign;

        public async ValueTask<SourceDocument> StatusListAsync(string url, CancellationToken cancellationToken)
        {
            var prefix = urls.StatusList("");
            var list = url.StartsWith(prefix, StringComparison.Ordinal)
                ? await statusCredentials.FindAsync(url[prefix.Length..], form: null, cancellationToken)
                : null;
            return list is null ? Foreign : SourceDocument.Found(list);
        }
    }
}
