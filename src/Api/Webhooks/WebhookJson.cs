using System.Text.Json;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Api.Webhooks;

/// <summary>Endpoints and deliveries as the API shows them (spec/api.md, "Webhooks").</summary>
internal static class WebhookJson
{
    public static byte[] Of(WebhookEndpoint endpoint, string? secret = null) => ApiJson.Bytes(json => Write(json, endpoint, secret));

    /// <param name="json">Where to.</param>
    /// <param name="endpoint">Of which the two wrapped secrets stay here.</param>
    /// <param name="secret">Only for the call that made it.</param>
    public static void Write(Utf8JsonWriter json, WebhookEndpoint endpoint, string? secret = null)
    {
        json.WriteStartObject();
        json.WriteString("id", endpoint.Id.Value);
        json.WriteString("url", endpoint.Url);
        json.WriteStartArray("events");
        foreach (var type in endpoint.Events)
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
        if (secret is not null)
        {
            json.WriteString("signing_secret", secret);
        }

        json.WriteString("description", endpoint.Description);
        json.WriteBoolean("active", endpoint.IsActive);
        json.WriteString("environment", endpoint.Environment.Name());
        json.WriteString("created_at", ApiJson.Time(endpoint.CreatedAt));
        json.WriteTime("disabled_at", endpoint.DisabledAt);
        json.WriteString("disabled_reason", endpoint.DisabledReason);
        json.WriteTime("failing_since", endpoint.FailingSince);
        json.WriteTime("secret_rotated_at", endpoint.SecretRotatedAt);
        json.WriteTime("previous_secret_expires_at", endpoint.PreviousSecretUntil);
        json.WriteEndObject();
    }

    public static byte[] Of(Delivery delivery) => ApiJson.Bytes(json => Write(json, delivery));

    public static void Write(Utf8JsonWriter json, Delivery delivery)
    {
        json.WriteStartObject();
        json.WriteString("id", delivery.Id.Value);
        json.WriteString("event_id", delivery.Event.Value);
        json.WriteString("event_type", delivery.EventType);
        json.WriteString("status", DeliveryStates.Name(delivery.State));
        json.WriteString("error", delivery.Failure);
        json.WriteString("created_at", ApiJson.Time(delivery.CreatedAt));
        json.WriteTime("next_attempt_at", delivery.State == DeliveryState.Pending ? delivery.NextAt : null);
        json.WriteStartArray("attempts");
        foreach (var attempt in delivery.Attempts)
        {
            Write(json, attempt);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Answer of a test: what its one attempt met.</summary>
    public static byte[] OfTest(Delivery delivery) => ApiJson.Bytes(json =>
    {
        var attempt = delivery.Attempts[^1];
        var delivered = attempt.Failure is null;
        json.WriteStartObject();
        json.WriteBoolean("delivered", delivered);
        json.WriteNumber("status_code", attempt.Status);
        json.WriteTime("delivered_at", delivered ? attempt.At.AddMilliseconds(attempt.Milliseconds) : null);
        json.WriteString("error", attempt.Failure);
        json.WriteNumber("duration_ms", attempt.Milliseconds);
        json.WriteString("event_id", delivery.Event.Value);
        json.WriteString("delivery_id", delivery.Id.Value);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, DeliveryAttempt attempt)
    {
        json.WriteStartObject();
        json.WriteNumber("number", attempt.Number);
        json.WriteString("at", ApiJson.Time(attempt.At));
        json.WriteNumber("duration_ms", attempt.Milliseconds);
        json.WriteNumber("status_code", attempt.Status);
        json.WriteString("error", attempt.Failure);
        json.WriteString("response_body", attempt.Answer);
        json.WriteString("request_id", attempt.RequestId);
        json.WriteEndObject();
    }
}
