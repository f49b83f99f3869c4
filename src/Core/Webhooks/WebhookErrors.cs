using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Webhooks;

/// <summary>What calls on endpoints and deliveries are refused with.</summary>
internal static class WebhookErrors
{
    public static Error NotFound() => new(ErrorCode.WebhookNotFound, "No webhook endpoint with that id exists for this tenant");

    public static Error OtherEnvironment() => new(ErrorCode.EnvironmentMismatch, "This belongs to the tenant's other environment: use a key of that environment");

    public static Error NoDelivery() => new(ErrorCode.DeliveryNotFound, "The webhook endpoint has no delivery with that id");

    public static Error Disabled() => new(ErrorCode.WebhookDisabled, "The webhook endpoint is disabled: enable it with PATCH {\"active\": true} first");

    public static Error Busy(int seconds) => new(ErrorCode.RateLimited, "Too many attempts at this endpoint are under way: ask again shortly") { RetryAfterSeconds = seconds };

    public static Error TooMany() => new(
        ErrorCode.WebhookLimitReached, $"There are {WebhookChanges.MostEndpoints} webhook endpoints in this environment, the most there can be: delete one first");
}
