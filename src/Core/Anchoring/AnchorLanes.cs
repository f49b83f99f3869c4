using System.Globalization;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Anchoring;

/// <summary>A lane is one (chain, sender): the only writer of that account's nonces. Its id is <c>&lt;chain id&gt;-&lt;address&gt;</c>.</summary>
public sealed class AnchorLanes(AnchorNetworks networks, AnchorKeys anchorKeys, AnchorStore store, IWorkflows workflows)
{
    /// <summary>Id of the network's lane; makes the anchor key when it is not there yet.</summary>
    public async ValueTask<string> IdAsync(AnchorNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        return IdOf(network, await anchorKeys.EnsureAsync(network.KeyName, cancellationToken));
    }

    /// <summary>Id of the network's lane; null while it has no anchor key, and so nothing to anchor either.</summary>
    public async ValueTask<string?> FindIdAsync(AnchorNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        return await anchorKeys.FindAsync(network.KeyName, cancellationToken) is { } key ? IdOf(network, key) : null;
    }

    /// <exception cref="ChainUnavailableException">No endpoint is configured for the lane's chain.</exception>
    public AnchorNetwork NetworkOf(string lane)
    {
        var chainId = long.Parse(lane.AsSpan(0, lane.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        return networks.All.FirstOrDefault(network => network.ChainId == chainId)
            ?? throw new ChainUnavailableException($"No RPC endpoint is configured for chain {chainId}");
    }

    /// <summary>The account that sends a lane's anchors.</summary>
    internal static string AddressOf(string lane) => lane[(lane.IndexOf('-', StringComparison.Ordinal) + 1)..];

    private static string IdOf(AnchorNetwork network, AnchorKey key) => string.Create(CultureInfo.InvariantCulture, $"{network.ChainId}-{key.Address}");

    /// <summary>Starts the lane, or wakes it when it sleeps. A lane at work looks for new roots by itself and is not told: events would only pile up.</summary>
    public async Task WakeAsync(string lane, CancellationToken cancellationToken)
    {
        if (!await workflows.StartAsync(AnchorWorkflows.Lane, AnchorWorkflows.LaneInstance(lane), lane, cancellationToken)
            && await store.TryWakeAsync(lane, cancellationToken))
        {
            await workflows.RaiseEventAsync(AnchorWorkflows.LaneInstance(lane), AnchorWorkflows.RootEvent, "", cancellationToken);
        }
    }
}
