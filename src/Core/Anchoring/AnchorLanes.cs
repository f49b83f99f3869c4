using System.Collections.Concurrent;
using System.Globalization;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Anchoring;

/// <summary>One account on one chain: the only writer of its nonces.</summary>
/// <param name="Id"><c>&lt;chain id&gt;-&lt;address&gt;</c>.</param>
/// <param name="Network">Its chain.</param>
/// <param name="KeyName">Name of its key in the key store.</param>
/// <param name="Address">The account.</param>
public sealed record AnchorLane(string Id, AnchorNetwork Network, string KeyName, string Address);

/// <summary>The lanes: one an environment, and one more for each tenant with an account of its own.</summary>
public sealed class AnchorLanes(AnchorNetworks networks, AnchorKeys anchorKeys, AnchorStore store, IWorkflows workflows)
{
    private readonly ConcurrentDictionary<string, AnchorLane> opened = new(StringComparer.Ordinal);

    /// <summary>Id of the network's shared lane; makes the anchor key when it is not there yet.</summary>
    public async ValueTask<string> IdAsync(AnchorNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        return IdOf(network, await anchorKeys.EnsureAsync(network.KeyName, cancellationToken));
    }

    /// <summary>Id of the network's shared lane; null while it has no anchor key, and so nothing to anchor either.</summary>
    public async ValueTask<string?> FindIdAsync(AnchorNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        return await anchorKeys.FindAsync(network.KeyName, cancellationToken) is { } key ? IdOf(network, key) : null;
    }

    /// <summary>Makes the shared account of each network that has none yet: operators send it funds before the first batch comes.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var network in networks.All)
        {
            await anchorKeys.EnsureAsync(network.KeyName, cancellationToken);
        }
    }

    /// <summary>The lanes of the configured networks.</summary>
    public async Task<IReadOnlyList<AnchorLane>> AllAsync(CancellationToken cancellationToken)
    {
        var known = await anchorKeys.ListNamedAsync(cancellationToken);
        return
        [
            .. from network in networks.All
               from key in known
               where key.Name == network.KeyName || key.Name.StartsWith(network.KeyName + "-", StringComparison.Ordinal)
               select new AnchorLane(IdOf(network, key.Key), network, key.Name, key.Key.Address),
        ];
    }

    /// <exception cref="ChainUnavailableException">No endpoint is configured for the lane's chain, or the store has no key of that account.</exception>
    public async ValueTask<AnchorLane> OpenAsync(string lane, CancellationToken cancellationToken)
    {
        // Keys are never renamed: what was found once stays.
        if (opened.TryGetValue(lane, out var known))
        {
            return known;
        }

        NetworkOf(lane);
        var found = (await AllAsync(cancellationToken)).FirstOrDefault(candidate => candidate.Id == lane)
            ?? throw new ChainUnavailableException($"No anchor key has the account of lane {lane}");
        return opened.GetOrAdd(lane, found);
    }

    /// <summary>The lane's network; null where no endpoint is configured for its chain.</summary>
    internal AnchorNetwork? FindNetwork(string lane) => networks.All.FirstOrDefault(network => network.ChainId == ChainIdOf(lane));

    /// <exception cref="ChainUnavailableException">No endpoint is configured for the lane's chain.</exception>
    public AnchorNetwork NetworkOf(string lane)
    {
        var chainId = ChainIdOf(lane);
        return FindNetwork(lane)
            ?? throw new ChainUnavailableException($"No RPC endpoint is configured for chain {chainId}");
    }

    /// <summary>EIP-155 id of a lane's chain.</summary>
    internal static long ChainIdOf(string lane) => long.Parse(lane.AsSpan(0, lane.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    /// <summary>The account that sends a lane's anchors.</summary>
    internal static string AddressOf(string lane) => lane[(lane.IndexOf('-', StringComparison.Ordinal) + 1)..];

    internal static string IdOf(AnchorNetwork network, AnchorKey key) => string.Create(CultureInfo.InvariantCulture, $"{network.ChainId}-{key.Address}");

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
