using LearnCoin.Core.Kernel;

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

    /// <summary>Partition key of what a tenant has in an environment.</summary>
    internal static string Join(TenantId tenant, TenantEnvironment environment) => $"{tenant}|{environment.Name()}";

    /// <summary>The two of such a key.</summary>
    internal static (TenantId Tenant, TenantEnvironment Environment) Split(string partition)
    {
        var end = partition.IndexOf('|', StringComparison.Ordinal);
        return (new TenantId(partition[..end]), Parse(partition[(end + 1)..]));
    }
}
