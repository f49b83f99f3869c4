namespace LearnCoin.Core.Kernel;

/// <summary><c>bat_</c> + ULID.</summary>
public readonly record struct BatchId(string Value)
{
    public const string Prefix = "bat_";

    /// <summary>Table partition that holds the batch and its credentials.</summary>
    public string Group => Value.Substring(Prefix.Length, Ulid.GroupLength);

    public static BatchId Create(DateTimeOffset time, IEntropy entropy) => new(Prefix + Ulid.Create(time, entropy));

    public static bool TryParse(string? text, out BatchId id) => PrefixedId.TryParse(text, Prefix, value => new BatchId(value), out id);

    public override string ToString() => Value;
}

/// <summary><c>crd_</c> + ULID that shares its group with the batch.</summary>
public readonly record struct CredentialId(string Value)
{
    public const string Prefix = "crd_";

    public string Group => Value.Substring(Prefix.Length, Ulid.GroupLength);

    public static CredentialId Create(BatchId batch, IEntropy entropy) => new(Prefix + Ulid.CreateInGroup(batch.Group, entropy));

    public static bool TryParse(string? text, out CredentialId id) => PrefixedId.TryParse(text, Prefix, value => new CredentialId(value), out id);

    public override string ToString() => Value;
}

/// <summary><c>tnt_</c> + ULID.</summary>
public readonly record struct TenantId(string Value)
{
    public const string Prefix = "tnt_";

    public static TenantId Create(DateTimeOffset time, IEntropy entropy) => new(Prefix + Ulid.Create(time, entropy));

    public static bool TryParse(string? text, out TenantId id) => PrefixedId.TryParse(text, Prefix, value => new TenantId(value), out id);

    public override string ToString() => Value;
}

/// <summary><c>key_</c> + ULID: the public name of an API key, never the key itself.</summary>
public readonly record struct ApiKeyId(string Value)
{
    public const string Prefix = "key_";

    public static ApiKeyId Create(DateTimeOffset time, IEntropy entropy) => new(Prefix + Ulid.Create(time, entropy));

    public static bool TryParse(string? text, out ApiKeyId id) => PrefixedId.TryParse(text, Prefix, value => new ApiKeyId(value), out id);

    public override string ToString() => Value;
}

/// <summary><c>whk_</c> + ULID: an endpoint of webhooks.</summary>
public readonly record struct WebhookId(string Value)
{
    public const string Prefix = "whk_";

    public static WebhookId Create(DateTimeOffset time, IEntropy entropy) => new(Prefix + Ulid.Create(time, entropy));

    public static bool TryParse(string? text, out WebhookId id) => PrefixedId.TryParse(text, Prefix, value => new WebhookId(value), out id);

    public override string ToString() => Value;
}

/// <summary><c>evt_</c> + ULID.</summary>
public readonly record struct EventId(string Value)
{
    public const string Prefix = "evt_";

    public static EventId Create(DateTimeOffset time, IEntropy entropy) => new(Prefix + Ulid.Create(time, entropy));

    public static bool TryParse(string? text, out EventId id) => PrefixedId.TryParse(text, Prefix, value => new EventId(value), out id);

    public override string ToString() => Value;
}

/// <summary><c>dlv_</c> + ULID: one event on its way to one endpoint.</summary>
public readonly record struct DeliveryId(string Value)
{
    public const string Prefix = "dlv_";

    public static DeliveryId Create(DateTimeOffset time, IEntropy entropy) => new(Prefix + Ulid.Create(time, entropy));

    public static bool TryParse(string? text, out DeliveryId id) => PrefixedId.TryParse(text, Prefix, value => new DeliveryId(value), out id);

    public override string ToString() => Value;
}

internal static class PrefixedId
{
    internal static bool TryParse<T>(string? text, string prefix, Func<string, T> make, out T id)
        where T : struct
    {
        if (text is not null && text.StartsWith(prefix, StringComparison.Ordinal) && Ulid.IsValid(text.AsSpan(prefix.Length)))
        {
            id = make(text);
            return true;
        }

        id = default;
        return false;
    }
}
