using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tenants;

/// <summary>What a key to be made shall be (spec/api.md, "API keys").</summary>
public sealed record NewApiKey(TenantId Tenant, TenantEnvironment Environment)
{
    /// <summary>Longest name, characters.</summary>
    public const int MaxNameLength = 128;

    /// <summary>What the key is for; free text of the tenant, so it is in no log and in no audit entry.</summary>
    public string? Name { get; init; }

    public KeyScopes Scopes { get; init; } = KeyScopes.All;

    public DateTimeOffset? ExpiresAt { get; init; }

    public AddressList? Addresses { get; init; }

    /// <summary>invalid_field_format, or null when a key can be made of it.</summary>
    public Error? Fault(DateTimeOffset now)
    {
        if (Name is not null && (Name.Length is 0 or > MaxNameLength || Name.Any(char.IsControl)))
        {
            return new Error(ErrorCode.InvalidFieldFormat, $"/name: expected 1 to {MaxNameLength} characters without control characters");
        }

        if (Scopes == KeyScopes.None || (Scopes & ~KeyScopes.All) != KeyScopes.None)
        {
            return new Error(ErrorCode.InvalidFieldFormat, "/scope: expected one or more scopes");
        }

        return ExpiresAt <= now ? new Error(ErrorCode.InvalidFieldFormat, "/expires: expected a time to come") : null;
    }

    /// <summary>
    /// Nobody makes a key that opens more than the one they hold: else a key with few rights that falls into wrong hands would be as good
    /// as one with all, and would outlive its own end.
    /// </summary>
    /// <param name="maker">The key of who asks.</param>
    /// <returns>invalid_field_format, or null when this key may do no more.</returns>
    public Error? ExcessOver(ApiKey maker)
    {
        ArgumentNullException.ThrowIfNull(maker);
        return (Tenant, Environment) != (maker.Tenant, maker.Environment) ? Excess("environment", "expected the one of your own key")
            : (Scopes & ~maker.Scopes) != KeyScopes.None ? Excess("scope", "expected scopes that your own key has")
            : maker.ExpiresAt is { } end && (ExpiresAt is null || ExpiresAt > end) ? Excess("expires", "expected a time no later than your own key's")
            : maker.Addresses is { } own && (Addresses is null || !Addresses.IsWithin(own)) ? Excess("ip", "expected addresses that your own key may be used from")
            : null;
    }

    private static Error Excess(string field, string expected) => new(ErrorCode.InvalidFieldFormat, $"/{field}: {expected}");
}

/// <summary>A key as an operator sees it in a list: never its text, which nobody has.</summary>
/// <param name="Key">The record.</param>
/// <param name="LastUsedAt">When a request was last let in with it, to the minute; null: never.</param>
public sealed record ListedApiKey(ApiKey Key, DateTimeOffset? LastUsedAt);
