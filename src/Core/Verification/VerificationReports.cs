using System.Collections.Concurrent;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.StatusLists;

namespace LearnCoin.Core.Verification;

/// <summary>What this service finds when it verifies its own credentials, for the public page. Kept for a short while: a page may be read often.</summary>
public sealed class VerificationReports
{
    // Within the 60 s in which a revocation must show; the list itself is kept for 25 s.
    private static readonly TimeSpan KeepTime = TimeSpan.FromSeconds(20);
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<(CredentialId Id, bool Revoked), (Lazy<Task<VerificationReport>> Report, DateTimeOffset Until)> kept = new();
    private readonly CredentialVerifier verifier;
    private readonly CredentialVerifier freshVerifier;
    private readonly TimeProvider time;

    public VerificationReports(IssuerDocuments issuer, StatusCredentials statusCredentials, AnchorNetworks networks, PublicUrls urls, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(networks);
        this.time = time;
        var chains = networks.All.Select(static network => new TrustedChain(network.ChainId, network.Confirmations, network.Chain)).ToList();
        var settings = new VerificationSettings(chains);
        verifier = new CredentialVerifier(new OwnDocuments(issuer, statusCredentials, urls, fresh: false), settings, time);
        freshVerifier = new CredentialVerifier(new OwnDocuments(issuer, statusCredentials, urls, fresh: true), settings, time);
    }

    public Task<VerificationReport> OfAsync(CredentialId id, byte[] document, CancellationToken cancellationToken) =>
        OfAsync(id, document, revoked: false, cancellationToken);

    /// <param name="revoked">
    /// The credential's row says so: no report and no list from before is used, so that the page does not say "revoked" and "not revoked" at once.
    /// </param>
    /// <inheritdoc cref="OfAsync(CredentialId, byte[], CancellationToken)"/>
    public async Task<VerificationReport> OfAsync(CredentialId id, byte[] document, bool revoked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (kept.Count >= MaxKept)
        {
            kept.Clear();
        }

        // One verification at a time for a credential, however many look at its page; not ended by the first one who leaves.
        var made = (new Lazy<Task<VerificationReport>>(() => (revoked ? freshVerifier : verifier).VerifyAsync(document, CancellationToken.None)), now + KeepTime);
        var (report, _) = kept.AddOrUpdate((id, revoked), made, (_, current) => current.Until > now && !current.Report.Value.IsFaulted ? current : made);
        return await report.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Our own DID document and status lists, without a request to ourselves; nothing else is resolved.</summary>
    private sealed class OwnDocuments(IssuerDocuments issuer, StatusCredentials statusCredentials, PublicUrls urls, bool fresh) : IVerificationSource
    {
        private static readonly SourceDocument Foreign = SourceDocument.NotAvailable("it is not of this service");

        public async ValueTask<SourceDocument> DidDocumentAsync(string did, CancellationToken cancellationToken) =>
            did == urls.Did ? SourceDocument.Found(await issuer.DidDocumentAsync(cancellationToken)) : Foreign;

        public async ValueTask<SourceDocument> StatusListAsync(string url, CancellationToken cancellationToken)
        {
            var prefix = urls.StatusList("");
            if (!url.StartsWith(prefix, StringComparison.Ordinal))
            {
                return Foreign;
            }

            try
            {
                var list = await statusCredentials.FindAsync(url[prefix.Length..], form: null, fresh, cancellationToken);
                return list is null ? Foreign : SourceDocument.Found(list);
            }
            catch (KeyUnavailableException)
            {
                return SourceDocument.NotAvailable("the key that signs it cannot be reached.");
            }
        }
    }
}
