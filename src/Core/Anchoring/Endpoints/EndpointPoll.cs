namespace LearnCoin.Core.Anchoring.Endpoints;

/// <summary>Asks all endpoints that are to be asked, and stops waiting as soon as the answers decide.</summary>
internal sealed class EndpointPoll(IReadOnlyList<Endpoint> endpoints)
{
    /// <summary>Puts the question to every open endpoint; to those whose try is due only when no other is left, else beside, unwaited for.</summary>
    /// <param name="call">The question.</param>
    /// <param name="isDecided">Whether the answers so far decide; asked after each one.</param>
    /// <param name="checksChain">Whether each endpoint first tells its chain id anew.</param>
    /// <param name="cancellationToken">Ends the waiting and the calls.</param>
    /// <param name="afterwards">Gets the complete answers, also those that came after the decision.</param>
    /// <exception cref="ChainUnavailableException">Not one usable answer.</exception>
    internal async Task<Tally<T>> AskAsync<T>(
        Func<Endpoint, IChain, CancellationToken, ValueTask<T>> call, Func<Tally<T>, bool> isDecided, bool checksChain, CancellationToken cancellationToken, Action<Tally<T>>? afterwards = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var open = endpoints.Where(static endpoint => endpoint.State == EndpointState.Open).ToList();
        var due = endpoints.Where(static endpoint => endpoint.State == EndpointState.TrialDue).ToList();
        if (open.Count == 0)
        {
            (open, due) = (due, []);
        }

        foreach (var trial in due)
        {
            Forget(TryAskAsync(trial, call, checksChain, cancellationToken));
        }

        var pending = open.ConvertAll(endpoint => TryAskAsync(endpoint, call, checksChain, cancellationToken));
        var ballots = new List<Ballot<T>>();
        ChainUnavailableException? lastFailure = null;
        while (pending.Count > 0)
        {
            var ended = await Task.WhenAny(pending);
            pending.Remove(ended);
            var (ballot, failure) = await ended;
            lastFailure = failure ?? lastFailure;
            if (ballot is not null)
            {
                ballots.Add(ballot);
                var tally = Sorted(ballots, pending.Count);
                if (isDecided(tally))
                {
                    Forget(WatchAsync(ballots, pending, afterwards));
                    return tally;
                }
            }
        }

        if (ballots.Count == 0)
        {
            throw Unavailable(lastFailure);
        }

        var complete = Sorted(ballots, 0);
        afterwards?.Invoke(complete);
        return complete;
    }

    private ChainUnavailableException Unavailable(ChainUnavailableException? lastFailure) => endpoints.Count == 1 && lastFailure is not null
        ? lastFailure
        : new ChainUnavailableException("None of the RPC endpoints gives a usable answer now") { EndpointIsUp = lastFailure?.EndpointIsUp ?? false };

    private static Tally<T> Sorted<T>(List<Ballot<T>> ballots, int outstanding) =>
        new([.. ballots.OrderBy(static ballot => ballot.Endpoint.Index)], outstanding);

    private static async Task<(Ballot<T>? Ballot, ChainUnavailableException? Failure)> TryAskAsync<T>(
        Endpoint endpoint, Func<Endpoint, IChain, CancellationToken, ValueTask<T>> call, bool checksChain, CancellationToken cancellationToken)
    {
        try
        {
            return (new Ballot<T>(endpoint, await endpoint.AskAsync(call, checksChain, cancellationToken)), null);
        }
        catch (ChainRevertedException revert)
        {
            return (new Ballot<T>(endpoint, default, revert), null);
        }
        catch (ChainUnavailableException failure)
        {
            return (null, failure);
        }
    }

    private static async Task WatchAsync<T>(
        List<Ballot<T>> ballots, List<Task<(Ballot<T>? Ballot, ChainUnavailableException? Failure)>> pending, Action<Tally<T>>? afterwards)
    {
        foreach (var rest in pending)
        {
            if ((await rest).Ballot is { } ballot)
            {
                ballots.Add(ballot);
            }
        }

        afterwards?.Invoke(Sorted(ballots, 0));
    }

    // Nobody waits for it: its outcome is in the endpoint's health already.
    internal static void Forget(Task task) => _ = task.ContinueWith(
        static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
