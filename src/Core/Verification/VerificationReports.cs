using System.Collections.Concurrent;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.StatusLists;

namespace LearnCoin.Core.Verification;

/// <summary>
/// What this service finds when it verifies credentials, for the public page and the public endpoint. Only its own DID and status lists are
/// resolved. Reports of its own credentials are kept for a short while: a page may be read often.
/// </summary>
public sealed class VerificationReports
{
    // Within the 60 s in which a revocation must show; the list itself is kept for 25 s.
    private static readonly TimeSpan KeepTime = TimeSpan.FromSeconds(20);
    private const int MaxKept = 10_000;

    // Issuing must go on whatever is sent to be verified: half of the machine at most, and no long queue.
    private const int UnderWayPerPlace = 16;
    private const int RetryAfterSeconds = 2;
    private static readonly int Places = Math.Max(1, Environment.ProcessorCount / 2);
    private readonly VerificationSlots slots = new(Places, Places * UnderWayPerPlace);

    private readonly ConcurrentDictionary<(CredentialId Id, bool Revoked), (Lazy<Task<VerificationReport>> Report, DateTimeOffset Until)> kept = new();
    private readonly CredentialVerifier verifier;
    private readonly CredentialVerifier freshVerifier;
    private readonly TimeProvider time;

    public VerificationReports(
        IssuerDocuments issuer, CustomDidDocuments customDids, StatusCredentials statusCredentials, AnchorNetworks networks, PublicUrls urls, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(networks);
        this.time = time;
        var chains = networks.All.Select(network => new TrustedChain(network.ChainId, network.Confirmations, new PatientChain(network.Chain, slots))).ToList();
        var settings = new VerificationSettings(chains);
        verifier = new CredentialVerifier(new OwnDocuments(issuer, customDids, statusCredentials, urls, fresh: false), settings, time);
        freshVerifier = new CredentialVerifier(new OwnDocuments(issuer, customDids, statusCredentials, urls, fresh: true), settings, time);
    }

    /// <summary>Verifies any document. Costs a bounded time, whatever it is.</summary>
    /// <returns>The report, or rate_limited when too many are under way.</returns>
    public Task<Result<VerificationReport>> VerifyAsync(ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        EnterAsync(() => RunAsync(verifier, document, cancellationToken));

    /// <summary>As <see cref="OfAsync(CredentialId, byte[], bool, CancellationToken)"/>, for callers who can be told to come back.</summary>
    /// <returns>The report, or rate_limited when too many are under way.</returns>
    public Task<Result<VerificationReport>> TryOfAsync(CredentialId id, byte[] document, bool revoked, CancellationToken cancellationToken) =>
        EnterAsync(() => OfAsync(id, document, revoked, cancellationToken));

    /// <summary>The report of a credential of ours, at most 20 s old.</summary>
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
        var made = (new Lazy<Task<VerificationReport>>(() => RunAsync(revoked ? freshVerifier : verifier, document, CancellationToken.None)), now + KeepTime);
        var (report, _) = kept.AddOrUpdate((id, revoked), made, (_, current) => current.Until > now && !current.Report.Value.IsFaulted ? current : made);
        return await report.Value.WaitAsync(cancellationToken);
    }

    private async Task<Result<VerificationReport>> EnterAsync(Func<Task<VerificationReport>> verify)
    {
        if (!slots.TryEnter())
        {
            return new Error(ErrorCode.RateLimited, "Too many verifications are under way: retry in a moment") { RetryAfterSeconds = RetryAfterSeconds };
        }

        try
        {
            return await verify();
        }
        finally
        {
            slots.Leave();
        }
    }

    private Task<VerificationReport> RunAsync(CredentialVerifier by, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        slots.ComputeAsync(() => by.VerifyAsync(document, cancellationToken), cancellationToken);

    /// <summary>
    /// Our own DID document and status lists, without a request to ourselves, and what is kept of the tenants' own DIDs; nothing else is resolved.
    /// </summary>
    private sealed class OwnDocuments(
        IssuerDocuments issuer, CustomDidDocuments customDids, StatusCredentials statusCredentials, PublicUrls urls, bool fresh) : IVerificationSource
    {
        private static readonly SourceDocument Foreign = SourceDocument.NotAvailable("it is not of this service.");

        public async ValueTask<SourceDocument> DidDocumentAsync(string did, CancellationToken cancellationToken) =>
            did == urls.Did ? SourceDocument.Found(await issuer.DidDocumentAsync(cancellationToken))
                : await customDids.FindAsync(did, cancellationToken) ?? Foreign;

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
