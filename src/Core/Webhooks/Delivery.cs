using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Webhooks;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>An attempt is to be made.</summary>
    Pending,

    Delivered,

    /// <summary>No attempt is made any more, unless it is asked for.</summary>
    Failed,
}

/// <summary>One attempt, as the log keeps it.</summary>
/// <param name="Number">1 first.</param>
/// <param name="At">When it began.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Status">HTTP status; null when there was no answer.</param>
/// <param name="Failure">What went wrong, in a fixed word; null: a 2xx.</param>
/// <param name="Answer">Beginning of the answer's body, at most 2 KB of text.</param>
public sealed record DeliveryAttempt(int Number, DateTimeOffset At, int Milliseconds, int? Status, string? Failure, string? Answer)
{
    /// <summary><c>req_…</c> as it was sent in X-Request-Id; null: of before it was kept.</summary>
    public string? RequestId { get; init; }
}

/// <summary>One event on its way to one endpoint.</summary>
/// <param name="Id">The same for the same event and endpoint, with the event's time.</param>
/// <param name="Webhook">To whom.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Environment">In which environment.</param>
/// <param name="Event">What.</param>
/// <param name="EventType">Of which type.</param>
/// <param name="CreatedAt">Since when it is on its way.</param>
public sealed record Delivery(
    DeliveryId Id, WebhookId Webhook, TenantId Tenant, TenantEnvironment Environment, EventId Event, string EventType, DateTimeOffset CreatedAt)
{
    public DeliveryState State { get; init; }

    public IReadOnlyList<DeliveryAttempt> Attempts { get; init; } = [];

    /// <summary>When the next attempt is due; null when none is to be made.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Of one that has failed without its last attempt's saying why, one of <see cref="WebhookFailures"/>; else null.</summary>
    public string? Failure { get; init; }

    /// <summary>Of one that was set going again by hand: attempts before that, which its schedule does not count; else null.</summary>
    public int? RestartedAfter { get; init; }

    /// <summary>What a workflow is given to find it again: ids only.</summary>
    public string Reference => $"{Webhook}|{Id}";

    /// <summary>A test, which is one attempt and says nothing against its endpoint.</summary>
    internal bool IsTest => EventType == EventTypes.WebhookTest;

    /// <summary>Number of the attempt to be made; the same until one is entered.</summary>
    public int NextAttempt => Attempts.Count == 0 ? 1 : Attempts[^1].Number + 1;

    /// <summary>Its next form when it is set going again.</summary>
    internal Delivery Restart(DateTimeOffset now) => this with { State = DeliveryState.Pending, NextAt = now, Failure = null, RestartedAfter = NextAttempt - 1 };

    /// <summary>Reads <see cref="Reference"/>.</summary>
    internal static (WebhookId Webhook, DeliveryId Id) Parse(string reference)
    {
        var end = reference.IndexOf('|', StringComparison.Ordinal);
        return (new WebhookId(reference[..end]), new DeliveryId(reference[(end + 1)..]));
    }

    public static Delivery Of(PublishedEvent published, WebhookId webhook, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(published);
        var id = DeliveryId.Create(published.Event.Time, new SeededEntropy(SHA256.HashData(Encoding.ASCII.GetBytes($"{published.Id} {webhook}"))));
        return new Delivery(id, webhook, published.Tenant, published.Environment, published.Id, published.Event.Type, now) { NextAt = now };
    }

    internal Row ToRow()
    {
        var row = new Row(Webhook.Value, DeliveryStore.RowKeyOf(Id))
            .Set("id", Id.Value)
            .Set("tenant", Tenant.Value)
            .Set("environment", Environment.Name())
            .Set("event", Event.Value)
            .Set("type", EventType)
            .Set("created_at", CreatedAt)
            .Set("state", State.ToString())
            .Set("next_at", NextAt)
            .Set("failure", State == DeliveryState.Failed ? Failure : null)
            .Set("restarted_after", RestartedAfter);
        if (Attempts.Count > 0)
        {
            Blob.Set(row, "attempts", JsonSerializer.SerializeToUtf8Bytes(Attempts));
        }

        return row;
    }

    internal static Delivery From(Row row) => new(
        new DeliveryId(row.RequiredText("id")),
        new WebhookId(row.PartitionKey),
        new TenantId(row.RequiredText("tenant")),
        TenantEnvironments.Parse(row.RequiredText("environment")),
        new EventId(row.RequiredText("event")),
        row.RequiredText("type"),
        row.RequiredTime("created_at"))
    {
        State = Enum.Parse<DeliveryState>(row.RequiredText("state")),
        NextAt = row.Time("next_at"),
        Failure = row.Text("failure"),
        Attempts = Blob.Get(row, "attempts") is { } attempts ? JsonSerializer.Deserialize<DeliveryAttempt[]>(attempts) ?? [] : [],
        RestartedAfter = (int?)row.Int64("restarted_after"),
    };
}
