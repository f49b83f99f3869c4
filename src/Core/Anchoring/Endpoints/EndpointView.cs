namespace LearnCoin.Core.Anchoring.Endpoints;

/// <summary>All endpoints of one chain, with what is known of their heads: whose answers count, and who lags.</summary>
internal sealed class EndpointView(IReadOnlyList<Endpoint> endpoints, EndpointPolicy policy, TimeProvider time)
{
    private readonly EndpointPoll poll = new(endpoints);
    private long headsAskedAt = long.MinValue;

    internal int MinAgreement => policy.MinAgreement;

    internal int MaxLagBlocks => policy.MaxLagBlocks;

    /// <summary>See <see cref="EndpointPoll.AskAsync"/>; heads that are old are looked up beside.</summary>
    internal Task<Tally<T>> AskAsync<T>(
        Func<Endpoint, IChain, CancellationToken, ValueTask<T>> call,
        Func<Tally<T>, bool> isDecided,
        CancellationToken cancellationToken,
        Action<Tally<T>>? afterwards = null)
    {
        RefreshOldHeads();
        return poll.AskAsync(call, isDecided, checksChain: false, cancellationToken, afterwards);
    }

    /// <summary>Has every endpoint tell its chain id; ends with the first that is on the right chain.</summary>
    internal Task CheckChainsAsync(CancellationToken cancellationToken) =>
        poll.AskAsync(static (_, _, _) => ValueTask.FromResult(true), static tally => tally.Ballots.Count > 0, checksChain: true, cancellationToken);

    /// <summary>The newest block of one endpoint; its height is noted.</summary>
    internal static async ValueTask<ChainBlock?> LatestAsync(Endpoint endpoint, IChain chain, CancellationToken cancellationToken)
    {
        var block = await chain.BlockAsync("latest", cancellationToken);
        if (block is not null)
        {
            endpoint.Saw(block.Number);
        }

        return block;
    }

    /// <summary>Looks up all heads now.</summary>
    internal async Task RefreshHeadsAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref headsAskedAt, time.GetTimestamp());
        try
        {
            await poll.AskAsync(LatestAsync, static tally => tally.IsComplete, checksChain: false, cancellationToken);
        }
        catch (ChainUnavailableException)
        {
            // Then nothing new is known of heads, and who asks the next question will be told.
        }
    }

    /// <summary>The ballots of endpoints that keep up with the chain.</summary>
    internal IReadOnlyList<Ballot<T>> Counted<T>(Tally<T> tally)
    {
        var best = Best();
        return [.. tally.Ballots.Where(ballot => !IsLagging(ballot.Endpoint, best))];
    }

    /// <exception cref="ChainUnavailableException">Always: what came in is not enough to be believed.</exception>
    internal static ChainUnavailableException TooFew() => new("Too few of the RPC endpoints give a usable answer now");

    internal IReadOnlyList<EndpointHealth> Health(string network)
    {
        var best = Best();
        return [.. endpoints.Select(endpoint => endpoint.Health(network, best, IsLagging(endpoint, best)))];
    }

    private long? Best()
    {
        var open = endpoints.Where(static endpoint => endpoint.State == EndpointState.Open).ToList();
        return Agreement.Highest([.. open.Select(static endpoint => endpoint.FreshHead).OfType<long>()], open.Count);
    }

    private bool IsLagging(Endpoint endpoint, long? best) =>
        best is { } top && endpoint.FreshHead is { } own && top - own > policy.MaxLagBlocks;

    private void RefreshOldHeads()
    {
        var last = Interlocked.Read(ref headsAskedAt);
        if (endpoints.Count > 1
            && (last == long.MinValue || time.GetElapsedTime(last) > EndpointPolicy.HeadsAge)
            && Interlocked.CompareExchange(ref headsAskedAt, time.GetTimestamp(), last) == last)
        {
            // Beside the question that is asked now, which must not wait for it. It ends by its own time.
            EndpointPoll.Forget(RefreshHeadsAsync(CancellationToken.None));
        }
    }
}
