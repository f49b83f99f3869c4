namespace LearnCoin.Core.Kernel;

/// <summary>The error catalogue: every <c>error.code</c> the API can return, with its HTTP status.</summary>
/// <remarks>Source: the product owner's error page (seeds), and spec/api.md for those marked (+) there.</remarks>
public sealed record ErrorCode
{
    private static readonly List<ErrorCode> Catalogue = [];

    public static readonly ErrorCode InvalidJson = new("invalid_json", 400);
    public static readonly ErrorCode MissingRequiredField = new("missing_required_field", 400);
    public static readonly ErrorCode InvalidFieldFormat = new("invalid_field_format", 400);
    public static readonly ErrorCode RecipientIdInvalid = new("recipient_id_invalid", 400);
    public static readonly ErrorCode AchievementTooLarge = new("achievement_too_large", 400);
    public static readonly ErrorCode BatchTooLarge = new("batch_too_large", 400);
    public static readonly ErrorCode AlignmentFrameworkUnknown = new("alignment_framework_unknown", 400);
    public static readonly ErrorCode ApiKeyMissing = new("api_key_missing", 401);
    public static readonly ErrorCode ApiKeyInvalid = new("api_key_invalid", 401);
    public static readonly ErrorCode ApiKeyRevoked = new("api_key_revoked", 401);
    public static readonly ErrorCode IpNotAllowed = new("ip_not_allowed", 401);
    public static readonly ErrorCode EnvironmentMismatch = new("environment_mismatch", 403);
    public static readonly ErrorCode TierRequired = new("tier_required", 403);
    public static readonly ErrorCode CredentialNotOwned = new("credential_not_owned", 403);
    public static readonly ErrorCode InsufficientScope = new("insufficient_scope", 403);
    public static readonly ErrorCode BatchNotFound = new("batch_not_found", 404);
    public static readonly ErrorCode CredentialNotFound = new("credential_not_found", 404);
    public static readonly ErrorCode WebhookNotFound = new("webhook_not_found", 404);
    public static readonly ErrorCode TenantNotFound = new("tenant_not_found", 404);
    public static readonly ErrorCode RouteNotFound = new("route_not_found", 404);
    public static readonly ErrorCode ClaimNotFound = new("claim_not_found", 404);
    public static readonly ErrorCode DeliveryNotFound = new("delivery_not_found", 404);
    public static readonly ErrorCode MethodNotAllowed = new("method_not_allowed", 405);
    public static readonly ErrorCode IdempotencyKeyReused = new("idempotency_key_reused", 409);
    public static readonly ErrorCode IdempotencyRequestInProgress = new("idempotency_request_in_progress", 409);
    public static readonly ErrorCode CredentialAlreadyRevoked = new("credential_already_revoked", 409);
    public static readonly ErrorCode CredentialAlreadyErased = new("credential_already_erased", 409);
    public static readonly ErrorCode ClaimAlreadyUsed = new("claim_already_used", 409);
    public static readonly ErrorCode ExternalIdExists = new("external_id_exists", 409);
    public static readonly ErrorCode WebhookDisabled = new("webhook_disabled", 409);
    public static readonly ErrorCode WebhookLimitReached = new("webhook_limit_reached", 409);
    public static readonly ErrorCode ClaimExpired = new("claim_expired", 410);
    public static readonly ErrorCode PayloadTooLarge = new("payload_too_large", 413);
    public static readonly ErrorCode UnsupportedMediaType = new("unsupported_media_type", 415);
    public static readonly ErrorCode MonthlyQuotaExceeded = new("monthly_quota_exceeded", 422);
    public static readonly ErrorCode SigningKeyUnavailable = new("signing_key_unavailable", 422);
    public static readonly ErrorCode AnchoringChainUnavailable = new("anchoring_chain_unavailable", 422);
    public static readonly ErrorCode RateLimited = new("rate_limited", 429);
    public static readonly ErrorCode InternalError = new("internal_error", 500);
    public static readonly ErrorCode FormatNotSupported = new("format_not_supported", 501);

    private ErrorCode(string name, int status)
    {
        Name = name;
        Status = status;
        Catalogue.Add(this);
    }

    /// <summary>The <c>error.code</c> text.</summary>
    public string Name { get; }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    public static IReadOnlyList<ErrorCode> All => Catalogue;

    public override string ToString() => Name;
}
