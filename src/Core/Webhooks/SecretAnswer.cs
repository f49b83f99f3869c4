using System.Text.Json;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Webhooks;

/// <summary>
/// What an idempotency key remembers of a call that showed a secret: the endpoint as the call left it, with the secret as the key port wrapped
/// it. So a replay shows the same, whatever was changed since, and the record holds no secret in clear.
/// </summary>
internal static class SecretAnswer
{
    public static IdempotentAnswer Of(int status, WebhookEndpoint endpoint) => new(
        status,
        JsonSerializer.SerializeToUtf8Bytes(new Remembered(
            endpoint.Id.Value,
            endpoint.Url,
            [.. endpoint.Events],
            endpoint.Description,
            endpoint.CreatedAt,
            endpoint.Secret,
            endpoint.PreviousSecretUntil,
            endpoint.SecretRotatedAt,
            endpoint.DisabledAt,
            endpoint.DisabledReason,
            endpoint.FailingSince)));

    /// <param name="body">As it was remembered.</param>
    /// <param name="call">Of the same tenant and environment.</param>
    public static WebhookEndpoint Read(byte[] body, WebhookCall call)
    {
        var remembered = JsonSerializer.Deserialize<Remembered>(body) ?? throw new InvalidDataException("An empty answer was remembered");
        return new WebhookEndpoint(new WebhookId(remembered.Id), call.Tenant, call.Environment, remembered.Url, remembered.Events, remembered.CreatedAt)
        {
            Description = remembered.Description,
            Secret = remembered.Secret,
            PreviousSecretUntil = remembered.PreviousUntil,
            SecretRotatedAt = remembered.RotatedAt,
            DisabledAt = remembered.DisabledAt,
            DisabledReason = remembered.DisabledReason,
            FailingSince = remembered.FailingSince,
        };
    }

    private sealed record Remembered(
        string Id,
        string Url,
        string[] Events,
        string? Description,
        DateTimeOffset CreatedAt,
        byte[] Secret,
        DateTimeOffset? PreviousUntil,
        DateTimeOffset? RotatedAt,
        DateTimeOffset? DisabledAt,
        string? DisabledReason,
        DateTimeOffset? FailingSince);
}
