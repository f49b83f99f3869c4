namespace LearnCoin.Core.Anchoring.Endpoints;

/// <summary>Has an endpoint tell its chain id before anything else is asked of it: at first, after each failure, and every ten minutes.</summary>
internal sealed class ChainGuard(int index, IChain chain, EndpointPolicy policy, TimeProvider time, EndpointAlerts alerts)
{
    private readonly Lock gate = new();
    private Task? check;
    private long? checkedAt;
    private int forgotten;

    /// <summary>The next question begins with a check.</summary>
    internal void Forget()
    {
        lock (gate)
        {
            checkedAt = null;
            forgotten++;
        }
    }

    /// <summary>One check for all who ask meanwhile: it is bound to no caller's token, only to its own time.</summary>
    /// <param name="isForced">Whether an earlier check does not count.</param>
    /// <param name="cancellationToken">Ends the waiting, not the check.</param>
    /// <exception cref="WrongChainException">It is on another chain.</exception>
    /// <exception cref="ChainUnavailableException">It does not tell.</exception>
    internal async Task EnsureAsync(bool isForced, CancellationToken cancellationToken)
    {
        TaskCompletionSource? mine = null;
        Task shared;
        lock (gate)
        {
            if (!isForced && checkedAt is { } at && time.GetElapsedTime(at) < EndpointPolicy.RecheckChainAfter)
            {
                return;
            }

            if (check is { IsCompleted: false })
            {
                shared = check;
            }
            else
            {
                mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                shared = check = mine.Task;
            }
        }

        if (mine is not null)
        {
            EndpointPoll.Forget(CheckAsync(mine));
        }

        await shared.WaitAsync(cancellationToken);
    }

    private async Task CheckAsync(TaskCompletionSource told)
    {
        var before = Volatile.Read(ref forgotten);
        try
        {
            using var late = new CancellationTokenSource(policy.Timeout, time);
            var actual = await chain.ChainIdAsync(late.Token).AsTask().WaitAsync(late.Token);
            if (actual != policy.ChainId)
            {
                alerts.WrongChain(index);
                throw new WrongChainException(actual);
            }

            lock (gate)
            {
                // A failure that came meanwhile has the next question begin with a check of its own.
                checkedAt = forgotten == before ? time.GetTimestamp() : null;
            }

            told.SetResult();
        }
        catch (OperationCanceledException)
        {
            told.SetException(new ChainUnavailableException($"RPC endpoint {index} did not tell its chain in time"));
        }
        catch (Exception failure)
        {
            told.SetException(failure);
        }

        // Those who waited may all have gone.
        _ = told.Task.Exception;
    }
}

/// <summary>An endpoint told another chain id than the settings.</summary>
internal sealed class WrongChainException(long actual) : Exception
{
    public long Actual => actual;
}
