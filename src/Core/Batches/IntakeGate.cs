using System.Collections.Concurrent;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Batches;

/// <summary>
/// Whether what a batch needs to be issued has been down for too long (spec/api.md, "When a dependency is down"). It judges by stored facts,
/// which outlast a restart and are the same for all processes, and remembers its judgement for some seconds.
/// </summary>
public sealed class IntakeGate(
    TenantKeys keys, SigningOutages signing, AnchorStore anchors, AnchorAccounts accounts, AnchorNetworks networks, IntakeOptions options, TimeProvider time)
{
    private const int RetrySeconds = 300;

    // Much shorter than any outage that matters, much longer than between two requests of a busy tenant.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    // A key store that hangs must not hang the intake.
    private static readonly TimeSpan KeyPatience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<TenantId, Known<Error?>> byTenant = new();
    private readonly ConcurrentDictionary<(TenantId, TenantEnvironment), Known<string?>> lanes = new();
    private readonly ConcurrentDictionary<string, Known<Error?>> byLane = new(StringComparer.Ordinal);

    /// <returns>signing_key_unavailable, anchoring_chain_unavailable, each with Retry-After, or null: the batch can be taken.</returns>
    public async ValueTask<Error?> FaultAsync(TenantId tenant, TenantEnvironment environment, CancellationToken cancellationToken) =>
        await ChainFaultAsync(tenant, environment, cancellationToken)
        ?? await RememberedAsync(byTenant, tenant, () => KeyFaultAsync(tenant, cancellationToken));

    private async ValueTask<TValue> RememberedAsync<TKey, TValue>(ConcurrentDictionary<TKey, Known<TValue>> known, TKey key, Func<Task<TValue>> judge)
        where TKey : notnull
    {
        var now = time.GetUtcNow();
        // A clock that was set back must not make a judgement last.
        if (known.TryGetValue(key, out var last) && (now - last.At).Duration() < Remembered)
        {
            return last.Value;
        }

        var value = await judge();
        known[key] = new Known<TValue>(now, value);
        return value;
    }

    /// <summary>Looks at the lane that would anchor the tenant's batch: an account that ran dry closes the intake of those only whom it serves.</summary>
    private async ValueTask<Error?> ChainFaultAsync(TenantId tenant, TenantEnvironment environment, CancellationToken cancellationToken)
    {
        if (networks.Find(environment) is not { } network)
        {
            return Closed($"This service has no chain for the '{environment.Name()}' environment configured");
        }

        var lane = await RememberedAsync(lanes, (tenant, environment), () => accounts.FindLaneAsync(network, tenant, cancellationToken));
        return lane is null ? null : await RememberedAsync(byLane, lane, () => LaneFaultAsync(network, lane, cancellationToken));
    }

    private async Task<Error?> LaneFaultAsync(AnchorNetwork network, string lane, CancellationToken cancellationToken)
    {
        var backlog = await anchors.BacklogAsync(lane, options.MaxWaitingRoots, cancellationToken);
        return IsTooLong(backlog.StillSince) ? Closed($"Nothing could be anchored on {network.ApiName} for over {options.MaxOutageHours} hours")
            : backlog.Waiting > options.MaxWaitingRoots ? Closed($"Over {options.MaxWaitingRoots} batches wait to be anchored on {network.ApiName}")
            : null;
    }

    /// <summary>Tries the tenant's key: one that is missing or switched off is told at once, an outage when it lasts.</summary>
    private async Task<Error?> KeyFaultAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(KeyPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var problem = KeyProblem.OutOfReach;
        try
        {
            using var key = await keys.OpenAsync(await keys.CurrentAsync(tenant, either.Token), either.Token);
            await signing.ClearAsync(tenant, cancellationToken);
            return null;
        }
        catch (KeyUnavailableException exception)
        {
            problem = exception.Problem;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            problem = KeyProblem.OutOfReach;
        }

        var since = await signing.NoteAsync(tenant, problem, cancellationToken);
        return problem switch
        {
            KeyProblem.Missing => KeyClosed("The tenant's signing key is missing"),
            KeyProblem.Disabled => KeyClosed("The tenant's signing key is disabled"),
            _ => IsTooLong(since) ? KeyClosed($"The tenant's signing key could not be reached for over {options.MaxOutageHours} hours") : null,
        };
    }

    private bool IsTooLong(DateTimeOffset? since) => time.GetUtcNow() - since > TimeSpan.FromHours(options.MaxOutageHours);

    private static Error Closed(string why) => new(ErrorCode.AnchoringChainUnavailable, why + "; nothing was stored: retry later") { RetryAfterSeconds = RetrySeconds };

    private static Error KeyClosed(string why) => new(ErrorCode.SigningKeyUnavailable, why + "; nothing was stored: retry later") { RetryAfterSeconds = RetrySeconds };

    private sealed record Known<T>(DateTimeOffset At, T Value);
}
