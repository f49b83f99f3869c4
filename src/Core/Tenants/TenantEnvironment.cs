namespace LearnCoin.Core.Tenants;

/// <summary>Half of a tenant's world that an API key opens: test anchors on Base Sepolia, live on Base.</summary>
public enum TenantEnvironment
{
    Test,
    Live,
}

public static class TenantEnvironments
{
    public static string Name(this TenantEnvironment environment) => environment switch
    {
        TenantEnvironment.Test => "test",
        TenantEnvironment.Live => "live",
        _ => throw new ArgumentOutOfRangeException(nameof(environment)),
    };

    public static TenantEnvironment Parse(string name) => name switch
    {
        "test" => TenantEnvironment.Test,
        "live" => TenantEnvironment.Live,
        _ => throw new FormatException("Expected 'test' or 'live'"),
    };
}
