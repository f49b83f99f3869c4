using System.CommandLine;
using System.Text.Json;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Commands;

/// <summary><c>learncoin webhooks …</c>: how a tenant's endpoints do. JSON, one object a line: of a URL the host alone, of an answer nothing.</summary>
internal static class WebhookCommands
{
    private const int Page = 100;

    public static Command Create(CommandFrame frame) => new("webhooks", "Look at a tenant's webhook endpoints and what was sent to them.")
    {
        List(frame),
        Deliveries(frame),
    };

    private static Command List(CommandFrame frame) => frame.ForTenant(
        "list",
        "Show a tenant's endpoints in both environments, oldest first.",
        static async (core, tenant, _, cancellationToken) =>
        {
            foreach (var environment in Enum.GetValues<TenantEnvironment>())
            {
                foreach (var endpoint in await core.Webhooks.ListAsync(tenant.Id, environment, cancellationToken))
                {
                    CommandFrame.WriteLine(json => Write(json, endpoint));
                }
            }

            return null;
        });

    private static Command Deliveries(CommandFrame frame)
    {
        var webhook = new Option<string>("--webhook") { Description = "Id of the endpoint, whk_…", Required = true };
        var status = new Option<string?>("--status") { Description = "Only pending, delivered or failed ones." };
        status.AcceptOnlyFromAmong("pending", "delivered", "failed");
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = static _ => Page };
        return frame.ForTenant(
            "deliveries",
            "Show what was sent to an endpoint, newest event first.",
            async (core, tenant, parsed, cancellationToken) =>
            {
                if (!WebhookId.TryParse(parsed.GetRequiredValue(webhook), out var id)
                    || (await core.Webhooks.FindAsync(tenant.Id, TenantEnvironment.Test, id, cancellationToken)
                        ?? await core.Webhooks.FindAsync(tenant.Id, TenantEnvironment.Live, id, cancellationToken)) is null)
                {
                    return new Error(ErrorCode.WebhookNotFound, "/webhook: the tenant has no endpoint with this id");
                }

                DeliveryState? state = parsed.GetValue(status) is { } name && DeliveryStates.TryParse(name, out var one) ? one : null;
                var (left, cursor) = (parsed.GetValue(limit), (DeliveryId?)null);
                do
                {
                    var (found, next) = await core.DeliveryLog.ReadAsync(id, new DeliveryQuery(state, null, cursor, Math.Clamp(left, 1, Page)), cancellationToken);
                    foreach (var delivery in found.Take(left))
                    {
                        CommandFrame.WriteLine(json => Write(json, delivery));
                    }

                    (left, cursor) = (left - found.Count, next);
                }
                while (left > 0 && cursor is not null);
                return null;
            },
            webhook, status, limit);
    }

    private static void Write(Utf8JsonWriter json, WebhookEndpoint endpoint)
    {
        json.WriteString("id", endpoint.Id.Value);
        json.WriteString("environment", endpoint.Environment.Name());
        // The path and the query may hold a secret of the tenant's.
        json.WriteString("host", new Uri(endpoint.Url).Host);
        json.WriteString("events", string.Join(' ', endpoint.Events));
        json.WriteBoolean("active", endpoint.IsActive);
        json.WriteString("disabled_reason", endpoint.DisabledReason);
        CommandFrame.WriteTime(json, "disabled_at", endpoint.DisabledAt);
        CommandFrame.WriteTime(json, "failing_since", endpoint.FailingSince);
        CommandFrame.WriteTime(json, "created_at", endpoint.CreatedAt);
    }

    private static void Write(Utf8JsonWriter json, Delivery delivery)
    {
        var last = delivery.Attempts.Count == 0 ? null : delivery.Attempts[^1];
        json.WriteString("id", delivery.Id.Value);
        json.WriteString("event", delivery.Event.Value);
        json.WriteString("type", delivery.EventType);
        json.WriteString("status", DeliveryStates.Name(delivery.State));
        json.WriteNumber("attempts", last?.Number ?? 0);
        json.WriteNumber("last_status_code", last?.Status);
        json.WriteString("error", delivery.Failure ?? last?.Failure);
        CommandFrame.WriteTime(json, "last_attempt_at", last?.At);
        json.WriteString("last_request_id", last?.RequestId);
        CommandFrame.WriteTime(json, "next_attempt_at", delivery.State == DeliveryState.Pending ? delivery.NextAt : null);
        CommandFrame.WriteTime(json, "created_at", delivery.CreatedAt);
    }
}
