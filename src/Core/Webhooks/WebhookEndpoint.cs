using System.Text.Json;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Webhooks;

/// <summary>Why an endpoint gets nothing. Stored and told: never rename one.</summary>
public static class DisableReasons
{
    /// <summary>Nothing but failures for five days.</summary>
    public const string Failing = "failing";

    /// <summary>It answered 410.</summary>
    public const string Gone = "gone";

    /// <summary>The tenant switched it off.</summary>
    public const string Tenant = "tenant";
}

/// <summary>An endpoint that a tenant has registered in one of its environments (spec/api.md, "Webhooks").</summary>
/// <param name="Id"><c>whk_…</c>.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Environment">Whose events it gets.</param>
/// <param name="Url">Absolute; it was allowed when it was registered.</param>
/// <param name="Events">Subscribed types.</param>
/// <param name="CreatedAt">When it was registered.</param>
public sealed record WebhookEndpoint(
    WebhookId Id, TenantId Tenant, TenantEnvironment Environment, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt)
{
    public string? Description { get; init; }

    /// <summary>The signing secret as the key port wrapped it, see <see cref="WebhookSecrets"/>.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>The one before, which signs too until <see cref="PreviousSecretUntil"/>.</summary>
    public byte[]? PreviousSecret { get; init; }

    public DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>When the secret took the place of another; null: it is the first.</summary>
    public DateTimeOffset? SecretRotatedAt { get; init; }

    /// <summary>The call that rotated it last: one that is resumed must not rotate twice, or a secret that nobody was shown would be the former one.</summary>
    public string? RotatedBy { get; init; }

    /// <summary>Since when it gets nothing; null: it is active.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>One of <see cref="DisableReasons"/>.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>The first failure since the last success; null while it does well.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>A failure since, the last one but for an hour; null while it does well.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>How many times it was disabled: tells its <c>webhook.disabled</c> events apart.</summary>
    public int Disables { get; init; }

    public bool IsActive => DisabledAt is null;

    public bool Wants(string eventType) => IsActive && Events.Contains(eventType);

    /// <summary>The id alone: the URL may hold a secret of the tenant's, and a text of the record may reach a log.</summary>
    public override string ToString() => Id.Value;

    internal Row ToRow() => new Row(WebhookStore.Partition(Tenant, Environment), Id.Value)
        .Set("url", Url)
        .Set("events", JsonSerializer.Serialize(Events))
        .Set("created_at", CreatedAt)
        .Set("description", Description)
        .Set("secret", Secret)
        .Set("previous_secret", PreviousSecret)
        .Set("previous_until", PreviousSecretUntil)
        .Set("rotated_at", SecretRotatedAt)
        .Set("rotated_by", RotatedBy)
        .Set("disabled_at", DisabledAt)
        .Set("disabled_reason", DisabledReason)
        .Set("failing_since", FailingSince)
        .Set("last_failure_at", LastFailureAt)
        .Set("disables", Disables == 0 ? null : Disables);

    internal static WebhookEndpoint From(Row row)
    {
        var (tenant, environment) = TenantEnvironments.Split(row.PartitionKey);
        return new WebhookEndpoint(
            new WebhookId(row.RowKey),
            tenant,
            environment,
            row.RequiredText("url"),
            JsonSerializer.Deserialize<string[]>(row.RequiredText("events")) ?? [],
            row.RequiredTime("created_at"))
        {
            Description = row.Text("description"),
            Secret = row.Bytes("secret") ?? throw new InvalidDataException("An endpoint without a secret"),
            PreviousSecret = row.Bytes("previous_secret"),
            PreviousSecretUntil = row.Time("previous_until"),
            SecretRotatedAt = row.Time("rotated_at"),
            RotatedBy = row.Text("rotated_by"),
            DisabledAt = row.Time("disabled_at"),
            DisabledReason = row.Text("disabled_reason"),
            FailingSince = row.Time("failing_since"),
            LastFailureAt = row.Time("last_failure_at"),
            Disables = (int)(row.Int64("disables") ?? 0),
        };
    }
}
