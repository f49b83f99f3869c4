using System.Text.Json;
using LearnCoin.Api.Claims;
using LearnCoin.Core;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Verification;

namespace LearnCoin.Api.Pages;

/// <summary>What the page of a credential shows (seeds, step 7).</summary>
public sealed record CredentialPageModel(string TenantName, string AchievementName, string AchievementDescription, string? RecipientName, BatchStatus Status, bool IsTest)
{
    public string? LogoUrl { get; init; }

    public string? Criteria { get; init; }

    public DateTimeOffset IssuedAt { get; init; }

    public string? TransactionHash { get; init; }

    public string? TransactionUrl { get; init; }

    /// <summary>Null until the credential is signed.</summary>
    public string? DocumentUrl { get; init; }

    /// <summary>Null until the credential is anchored.</summary>
    public VerificationReport? Report { get; init; }

    public bool IsRevoked => RevokedAt is not null;

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The reason code in words; the tenant's own words may name a person and are not public.</summary>
    public string? RevocationReason { get; init; }

    public string? ReplacementUrl { get; init; }

    /// <summary>Page of the credential in whose place this one stands.</summary>
    public string? ReplacedUrl { get; init; }

    public bool IsErased { get; init; }

    /// <summary>What the page offers for claiming; null for the one who has.</summary>
    public ClaimModel? Claim { get; init; }

    /// <summary>What the page shows to the one who claimed it, in the browser that they did it with; null for all others.</summary>
    public RecipientModel? Recipient { get; init; }

    public static async Task<CredentialPageModel> CreateAsync(LearnCoinCore core, StoredCredential credential, Batch batch, CancellationToken cancellationToken)
    {
        var tenant = await core.Tenants.FindAsync(batch.Tenant, cancellationToken) ?? throw new InvalidDataException($"No tenant {batch.Tenant}");
        var document = await core.Documents.ReadAsync(credential, batch, cancellationToken);
        // What was asked for until it is signed, then the document. Both of the same row: the batch says "signed" a little later.
        var signed = credential.Input is null ? null : SignedPart.Deserialize(credential.Input);
        using var achievement = JsonDocument.Parse(signed?.Achievement ?? Achievement(credential.Document!));
        var root = achievement.RootElement;
        return new CredentialPageModel(
            tenant.Name,
            Text(root, "name") ?? "",
            Text(root, "description") ?? "",
            credential.RecipientName,
            batch.Status,
            batch.Environment == TenantEnvironment.Test)
        {
            // From here: the tenant's server is not told who looks at the page.
            LogoUrl = tenant.LogoUrl is null ? null : core.Urls.Logo(tenant.Id),
            Criteria = root.TryGetProperty("criteria", out var criteria) ? Text(criteria, "narrative") : null,
            IssuedAt = signed?.ValidFrom ?? ValidFrom(credential.Document!),
            TransactionHash = batch.Anchor?.TransactionHash,
            TransactionUrl = batch.Anchor is null ? null : core.Networks.Find(batch.Environment)?.TransactionUrl(batch.Anchor.TransactionHash),
            DocumentUrl = document is null ? null : core.Urls.Page(credential.Id) + ".json",
            Report = batch.Status == BatchStatus.Anchored ? await core.Reports.OfAsync(credential.Id, document!, credential.RevokedAt is not null, cancellationToken) : null,
            RevokedAt = credential.RevokedAt,
            RevocationReason = credential.Revocation is { } revocation ? RevocationReasons.Words(revocation.Code) : null,
            ReplacementUrl = credential.Revocation?.ReplacedBy is { } replacement ? core.Urls.Page(replacement) : null,
            ReplacedUrl = credential.Replaces is { } replaced ? core.Urls.Page(replaced) : null,
            IsErased = credential.ErasedAt is not null,
        };
    }

    private static ReadOnlyMemory<byte> Achievement(byte[] document)
    {
        using var parsed = JsonDocument.Parse(document);
        var achievement = parsed.RootElement.GetProperty("credentialSubject").GetProperty("achievement");
        return JsonSerializer.SerializeToUtf8Bytes(achievement);
    }

    private static DateTimeOffset ValidFrom(byte[] document)
    {
        using var parsed = JsonDocument.Parse(document);
        return parsed.RootElement.GetProperty("validFrom").GetDateTimeOffset();
    }

    private static string? Text(JsonElement owner, string member) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
