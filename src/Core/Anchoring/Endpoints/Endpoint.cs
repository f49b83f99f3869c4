namespace LearnCoin.Core.Anchoring.Endpoints;

/// <summary>
/// One RPC endpoint behind its guard. Nothing is asked of it before it has told the right chain id; after a failure it gets one try a
/// back-off step, whoever asks, and tells its chain id anew. Time is measured by the monotonic clock: one that is set does no harm.
/// </summary>
internal sealed class Endpoint(int index, IChain chain, EndpointPolicy policy, TimeProvider time, EndpointAlerts alerts)
{
    private readonly Lock gate = new();
    private readonly ChainGuard guard = new(index, chain, policy, time, alerts);
    private long failedAt;
    private int failures;
    private int epoch;
    private bool isTrying;
    private string? reason;
    private DateTimeOffset? lastSuccess;
    private long? head;
    private long headSeenAt;

    internal int Index => index;

    internal EndpointState State
    {
        get
        {
            lock (gate)
            {
                return failures == 0 ? EndpointState.Open
                    : !isTrying && time.GetElapsedTime(failedAt) >= policy.BackOff(failures) ? EndpointState.TrialDue
                    : EndpointState.Closed;
            }
        }
    }

    /// <summary>The newest head that it told of, unless that is too long ago to say anything.</summary>
    internal long? FreshHead
    {
        get
        {
            lock (gate)
            {
                return head is not null && time.GetElapsedTime(headSeenAt) <= 3 * EndpointPolicy.HeadsAge ? head : null;
            }
        }
    }

    /// <summary>Asks, within the policy's time.</summary>
    /// <param name="call">What to ask.</param>
    /// <param name="checksChain">Whether the chain id is asked for even when it was lately.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="ChainUnavailableException">No usable answer, the wrong chain, or it is not to be asked now.</exception>
    /// <exception cref="ChainRevertedException">The endpoint's answer.</exception>
    internal async Task<T> AskAsync<T>(Func<Endpoint, IChain, CancellationToken, ValueTask<T>> call, bool checksChain, CancellationToken cancellationToken)
    {
        var (began, isTrial) = Enter();
        using var late = new CancellationTokenSource(policy.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await guard.EnsureAsync(checksChain, either.Token);
            // An adapter may not look at the token: the wait ends in any case.
            var answer = await call(this, chain, either.Token).AsTask().WaitAsync(either.Token);
            Succeeded();
            return answer;
        }
        catch (ChainRevertedException)
        {
            Succeeded();
            throw;
        }
        catch (ChainUnavailableException failure)
        {
            if (failure.EndpointIsUp)
            {
                Succeeded();
            }
            else
            {
                Failed(began, EndpointReasons.Unreachable);
            }

            throw;
        }
        catch (WrongChainException failure)
        {
            Failed(began, EndpointReasons.WrongChain);
            throw new ChainUnavailableException($"RPC endpoint {index} is on chain {failure.Actual}, not on {policy.ChainId}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(began, EndpointReasons.TimedOut);
            throw new ChainUnavailableException($"RPC endpoint {index} did not answer in time");
        }
#pragma warning disable CA1031 // Whatever an adapter makes of a strange answer (a time beyond all dates, an unknown charset): it is this endpoint's, and must not end a question that the others answer.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Failed(began, EndpointReasons.Unreachable);
            throw new ChainUnavailableException($"RPC endpoint {index} gave an answer that cannot be used: {failure.GetType().Name}");
        }
        finally
        {
            Leave(isTrial);
        }
    }

    /// <summary>Notes a head, told by the endpoint itself.</summary>
    internal void Saw(long height)
    {
        lock (gate)
        {
            (head, headSeenAt) = (height, time.GetTimestamp());
        }
    }

    internal EndpointHealth Health(string network, long? best, bool isLagging)
    {
        lock (gate)
        {
            var lag = best is { } top && head is { } own ? Math.Max(0, top - own) : (long?)null;
            return new EndpointHealth(
                network, index, failures == 0 && !isLagging, failures > 0 ? reason : isLagging ? EndpointReasons.Lagging : null, head, lag, lastSuccess, failures);
        }
    }

    private (int Epoch, bool IsTrial) Enter()
    {
        lock (gate)
        {
            switch (State)
            {
                case EndpointState.Open:
                    return (epoch, false);
                case EndpointState.TrialDue:
                    isTrying = true;
                    return (epoch, true);
                default:
                    throw new ChainUnavailableException($"RPC endpoint {index} failed and is not asked now");
            }
        }
    }

    private void Leave(bool isTrial)
    {
        if (isTrial)
        {
            lock (gate)
            {
                isTrying = false;
            }
        }
    }

    private void Succeeded()
    {
        lock (gate)
        {
            (failures, reason, lastSuccess) = (0, null, time.GetUtcNow());
        }
    }

    private void Failed(int began, string why)
    {
        // What answers next may be another node.
        guard.Forget();
        lock (gate)
        {
            if (began != epoch)
            {
                // Another call that was under way at the same time has told already.
                return;
            }

            epoch++;
            failures++;
            (reason, failedAt) = (why, time.GetTimestamp());
        }
    }
}

internal enum EndpointState
{
    /// <summary>To be asked.</summary>
    Open,

    /// <summary>Failed; its next try is due.</summary>
    TrialDue,

    /// <summary>Failed; not to be asked now.</summary>
    Closed,
}
