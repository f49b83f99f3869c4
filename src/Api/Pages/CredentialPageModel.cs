using LearnCoin.Api.Claims;
using LearnCoin.Api.Sharing;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Verification;

namespace LearnCoin.Api.Pages;

/// <summary>What the page of a credential shows (seeds, step 7).</summary>
public sealed record CredentialPageModel(CredentialId Id, string TenantName, CredentialContent Content, PageState State, bool IsTest)
{
    public BatchStatus Status { get; init; }

    /// <summary>Null once erased.</summary>
    public string? RecipientName { get; init; }

    /// <summary>Address of this page.</summary>
    public required string PageUrl { get; init; }

    public string? LogoUrl { get; init; }

    /// <summary>Address of the tenant's colours; null: ours.</summary>
    public string? BrandStyleUrl { get; init; }

    public PageAnchor? Anchor { get; init; }

    /// <summary>Code of why the batch failed.</summary>
    public string? FailureCode { get; init; }

    /// <summary>Null until the credential is signed.</summary>
    public string? DocumentUrl { get; init; }

    /// <summary>Null until the credential is anchored.</summary>
    public VerificationReport? Report { get; init; }

    public bool IsRevoked => RevokedAt is not null;

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The reason's code; the tenant's own words may name a person and are not public.</summary>
    public string? RevocationReason { get; init; }

    public string? ReplacementUrl { get; init; }

    /// <summary>Page of the credential in whose place this one stands.</summary>
    public string? ReplacedUrl { get; init; }

    public bool IsErased { get; init; }

    /// <summary>Whether search engines may list the page: the tenant wants it, and it is nobody's test, secret or shame.</summary>
    public bool MayBeIndexed { get; init; }

    public required ShareModel Share { get; init; }

    /// <summary>What the page offers for claiming; null for the one who has.</summary>
    public ClaimModel? Claim { get; init; }

    /// <summary>What the page shows to the one who claimed it, in the browser that they did it with; null for all others.</summary>
    public RecipientModel? Recipient { get; init; }

    public static async Task<CredentialPageModel> CreateAsync(LearnCoinCore core, StoredCredential credential, Batch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(core);
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(batch);
        var tenant = await core.Tenants.FindAsync(batch.Tenant, cancellationToken) ?? throw new InvalidDataException($"No tenant {batch.Tenant}");
        var document = await core.Documents.ReadAsync(credential, batch, cancellationToken);
        var content = CredentialContent.Of(credential);
        var state = PageStates.Of(credential, batch, content, core.Time.GetUtcNow());
        var isTest = batch.Environment == TenantEnvironment.Test;
        var pageUrl = core.Urls.Page(credential.Id);
        var isErased = credential.ErasedAt is not null;
        return new CredentialPageModel(credential.Id, tenant.Name, content, state, isTest)
        {
            Status = batch.Status,
            RecipientName = credential.RecipientName,
            PageUrl = pageUrl,
            // From here: the tenant's server is not told who looks at the page.
            LogoUrl = tenant.LogoUrl is null ? null : core.Urls.Logo(tenant.Id),
            BrandStyleUrl = BrandStyle.Url(tenant.BrandColor),
            Anchor = await PageAnchor.FindAsync(core, batch, cancellationToken),
            FailureCode = batch.ErrorCode,
            DocumentUrl = document is null ? null : pageUrl + ".json",
            Report = batch.Status == BatchStatus.Anchored ? await core.Reports.OfAsync(credential.Id, document!, credential.RevokedAt is not null, cancellationToken) : null,
            RevokedAt = credential.RevokedAt,
            RevocationReason = credential.Revocation is { } revocation ? RevocationReasons.Name(revocation.Code) : null,
            ReplacementUrl = credential.Revocation?.ReplacedBy is { } replacement ? core.Urls.Page(replacement) : null,
            ReplacedUrl = credential.Replaces is { } replaced ? core.Urls.Page(replaced) : null,
            IsErased = isErased,
            MayBeIndexed = tenant.IndexPages && !isTest && !isErased && state is PageState.Anchored or PageState.Expired,
            Share = ShareModel.Of(credential, content, document is not null, tenant.Name, pageUrl),
        };
    }
}

/// <summary>Where the credential's root stands on chain.</summary>
/// <param name="State">As in the API: <c>queued</c>, <c>submitted</c>, <c>included</c>, <c>safe</c>, <c>finalized</c>, <c>reorged</c>, <c>failed</c>.</param>
/// <param name="Confirmations">Blocks on top, the including one counted; 0 before it is in a block.</param>
/// <param name="TransactionHash">Null before it is sent.</param>
/// <param name="TransactionUrl">At the block explorer.</param>
public sealed record PageAnchor(string State, long Confirmations, string? TransactionHash, string? TransactionUrl)
{
    internal static async Task<PageAnchor?> FindAsync(LearnCoinCore core, Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Root is null)
        {
            return null;
        }

        var view = await core.BatchViews.OfAsync(batch, cancellationToken);
        // A batch that is anchored names its transaction itself: that one is in its documents.
        var hash = batch.Anchor?.TransactionHash ?? (view.Anchor is { State: not AnchorState.Prepared } sent ? sent.Hash : null);
        return new PageAnchor(
            // Anchors of earlier releases may have left no record.
            (view.Anchor?.State ?? (batch.Anchor is null ? AnchorState.Prepared : AnchorState.Confirmed)).ApiName(),
            view.Anchor?.Block is null ? 0 : view.Anchor.Confirmations,
            hash,
            hash is null ? null : core.Networks.Find(batch.Environment)?.TransactionUrl(hash));
    }
}
