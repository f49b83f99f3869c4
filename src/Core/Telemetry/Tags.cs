using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Telemetry;

/// <summary>Names of tags. Their values are few and fixed.</summary>
internal static class Tags
{
    /// <summary>The chain's name in the API, such as <c>base-mainnet</c>.</summary>
    public const string Network = "learncoin.network";

    /// <summary><c>test</c> or <c>live</c>.</summary>
    public const string Environment = "learncoin.environment";

    public const string Reason = "learncoin.reason";

    public const string Outcome = "learncoin.outcome";

    /// <summary>Place of an RPC endpoint in the settings, 1 for <c>RpcUrl</c>; never its address.</summary>
    public const string Endpoint = "learncoin.endpoint";

    public static KeyValuePair<string, object?> Of(AnchorNetwork network) => new(Network, network.ApiName);

    public static KeyValuePair<string, object?> Of(TenantEnvironment environment) => new(Environment, environment.Name());
}
