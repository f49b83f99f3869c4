using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring.Endpoints;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Anchoring;

/// <summary>The chain of one environment, with what its lane needs.</summary>
/// <param name="Environment">Test or live.</param>
/// <param name="Chain">The node.</param>
/// <param name="ChainId">EIP-155 chain id; the node must report the same.</param>
/// <param name="Confirmations">Blocks, the including one counted, after which a batch is anchored.</param>
/// <param name="ExplorerUrl">Origin of the block explorer.</param>
/// <param name="KeyName">Name of the anchor key in the key store: one an environment.</param>
public sealed record AnchorNetwork(
    TenantEnvironment Environment, IChain Chain, long ChainId, int Confirmations, string ExplorerUrl, string KeyName)
{
    /// <summary>Name in the API: <c>base-mainnet</c> or <c>base-sepolia</c>.</summary>
    public string ApiName => ChainId == 8_453 ? "base-mainnet" : "base-sepolia";

    /// <summary>How each RPC endpoint is now; empty where the chain is not reached through endpoints of the settings.</summary>
    public IReadOnlyList<EndpointHealth> Endpoints => ((Chain as MeasuredChain)?.Inner ?? Chain) is AgreedChain agreed ? agreed.Health(ApiName) : [];

    /// <summary>How roots are written on it.</summary>
    public AnchorCommitment Commitment { get; init; }

    /// <summary>Gas that an anchor on it must be able to pay for.</summary>
    internal long GasOfOne => Commitment == AnchorCommitment.Eas ? EasContract.LeastGas : AnchorEstimate.GasOfOne;

    /// <summary>Block explorer page of a transaction.</summary>
    public string TransactionUrl(string hash) => $"{ExplorerUrl.TrimEnd('/')}/tx/{hash}";

    /// <summary>Makes sure, before anything is signed or sent, that the node is on the chain it is configured for.</summary>
    /// <exception cref="ChainUnavailableException">It is on another one, or does not answer.</exception>
    public async Task CheckChainAsync(CancellationToken cancellationToken)
    {
        var actual = await Chain.ChainIdAsync(cancellationToken);
        if (actual != ChainId)
        {
            throw new ChainUnavailableException($"The node is on chain {actual}, not on {ChainId}");
        }
    }

    public static AnchorNetwork Create(TenantEnvironment environment, AnchoringOptions options, IChain chain)
    {
        ArgumentNullException.ThrowIfNull(options);
        var isLive = environment == TenantEnvironment.Live;
        var network = isLive ? options.Live : options.Test;
        var confirmations = options.Confirmations ?? (isLive ? 3 : 1);
        return new AnchorNetwork(environment, chain, network.ChainId, confirmations, network.ExplorerUrl, $"anchor-{environment.Name()}")
        {
            Commitment = network.Commitment == "eas" ? AnchorCommitment.Eas : AnchorCommitment.Calldata,
        };
    }
}

/// <summary>The configured networks by environment.</summary>
public sealed class AnchorNetworks(IEnumerable<AnchorNetwork> networks)
{
    private readonly Dictionary<TenantEnvironment, AnchorNetwork> byEnvironment = networks.ToDictionary(network => network.Environment);

    /// <summary>Connects each environment that has an endpoint.</summary>
    /// <param name="options">Which.</param>
    /// <param name="connect">Makes the client of a JSON-RPC endpoint.</param>
    /// <param name="time">Clock of the endpoints' time-outs and back-off.</param>
    /// <param name="alerts">Told of endpoints that cannot be trusted.</param>
    public static AnchorNetworks Open(AnchoringOptions options, Func<Uri, IChain> connect, TimeProvider time, IAlerts alerts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(connect);
        (TenantEnvironment Environment, NetworkOptions Options)[] environments = [(TenantEnvironment.Test, options.Test), (TenantEnvironment.Live, options.Live)];
        return new AnchorNetworks(
            from environment in environments
            let urls = environment.Options.Endpoints.ToList()
            where urls.Count > 0
            let chain = new AgreedChain(EndpointPolicy.Of(environment.Options), urls.ConvertAll(url => connect(new Uri(url))), time, alerts)
            select AnchorNetwork.Create(environment.Environment, options, chain));
    }

    public IEnumerable<AnchorNetwork> All => byEnvironment.Values;

    /// <summary>The same networks, each with something around its chain.</summary>
    internal AnchorNetworks Around(Func<AnchorNetwork, IChain, IChain> wrap) =>
        new(All.Select(network => network with { Chain = wrap(network, network.Chain) }));

    /// <summary>Null when the environment has no RPC endpoint: it is closed.</summary>
    public AnchorNetwork? Find(TenantEnvironment environment) => byEnvironment.GetValueOrDefault(environment);

    /// <exception cref="ChainUnavailableException">The environment is closed.</exception>
    public AnchorNetwork Get(TenantEnvironment environment) =>
        Find(environment) ?? throw new ChainUnavailableException($"No RPC endpoint is configured for '{environment.Name()}'");
}
