namespace LearnCoin.Core.Tenants;

/// <summary>What an API key may do (spec/api.md, "API keys"). Default: all.</summary>
[Flags]
public enum KeyScopes
{
    None = 0,
    BatchesWrite = 1,
    BatchesRead = 2,
    CredentialsRead = 4,
    CredentialsRevoke = 8,
    CredentialsErase = 16,
    WebhooksManage = 32,
    TenantManage = 64,
    All = 127,
}

public static class KeyScopeNames
{
    private static readonly (KeyScopes Scope, string Name)[] Names =
    [
        (KeyScopes.BatchesWrite, "batches:write"),
        (KeyScopes.BatchesRead, "batches:read"),
        (KeyScopes.CredentialsRead, "credentials:read"),
        (KeyScopes.CredentialsRevoke, "credentials:revoke"),
        (KeyScopes.CredentialsErase, "credentials:erase"),
        (KeyScopes.WebhooksManage, "webhooks:manage"),
        (KeyScopes.TenantManage, "tenant:manage"),
    ];

    /// <summary>Names of the scopes in a set, in the order of the specification.</summary>
    public static IReadOnlyList<string> Of(KeyScopes scopes) => [.. Names.Where(pair => scopes.HasFlag(pair.Scope)).Select(static pair => pair.Name)];

    /// <summary>The set of these scopes.</summary>
    /// <exception cref="FormatException">A name is none of a scope: never a key with more or less than it was given.</exception>
    public static KeyScopes Parse(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Aggregate(KeyScopes.None, static (all, name) =>
            TryParse(name, out var scope) ? all | scope : throw new FormatException("Expected the names of scopes"));
    }

    /// <summary>One scope by its name.</summary>
    public static bool TryParse(string name, out KeyScopes scope)
    {
        scope = Names.FirstOrDefault(pair => pair.Name == name).Scope;
        return scope != KeyScopes.None;
    }
}
