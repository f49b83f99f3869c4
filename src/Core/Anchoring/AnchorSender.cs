using LearnCoin.Core.Telemetry;

namespace LearnCoin.Core.Anchoring;

/// <summary>Sends what is stored, and stores what it signs before it sends.</summary>
public sealed class AnchorSender(AnchorStore store, AnchorSigner signer, AnchorPauses pauses, AnchorMetrics metrics)
{
    // Transactions below an anchor that are sent again before it, at most in one go.
    private const int MostPredecessors = 50;

    /// <summary>Sends the newest attempt.</summary>
    /// <returns>The anchor as stored now, and what the node said when it did not take it.</returns>
    public async Task<(AnchorRecord Anchor, SendKind? Refusal)> SendAsync(AnchorLane lane, AnchorRecord anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        ArgumentNullException.ThrowIfNull(anchor);
        await lane.Network.CheckChainAsync(cancellationToken);
        var outcome = await lane.Network.Chain.SendRawAsync(anchor.Newest.Raw, cancellationToken);
        if (outcome.Kind is SendKind.Accepted or SendKind.AlreadyKnown or SendKind.NonceTooLow)
        {
            await pauses.ResumeAsync(lane.Id, [PauseReasons.Balance, PauseReasons.Refused], cancellationToken);
            if (anchor.State == AnchorState.Prepared)
            {
                anchor = await store.UpdateAsync(anchor with { State = AnchorState.Submitted }, cancellationToken);
                metrics.Submitted(lane.Network);
            }

            // Nonce too low: this very transaction may be mined already, and the next look will tell.
            return (anchor, outcome.Kind == SendKind.NonceTooLow ? SendKind.NonceTooLow : null);
        }

        if (outcome.Kind is SendKind.InsufficientFunds or SendKind.GasCap or SendKind.FeeCap or SendKind.Refused)
        {
            await pauses.PauseAsync(lane.Id, outcome.Kind == SendKind.InsufficientFunds ? PauseReasons.Balance : PauseReasons.Refused, cancellationToken);
        }

        return (anchor, outcome.Kind);
    }

    /// <summary>Signs an attempt that pays <paramref name="fee"/>, stores it beside the others, then sends it.</summary>
    public async Task<(AnchorRecord Anchor, SendKind? Refusal)> BumpAsync(AnchorLane lane, AnchorRecord anchor, AnchorFee fee, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        var attempt = await signer.SignAsync(lane, anchor.Nonce, AnchorCall.Of(anchor.Newest), fee, cancellationToken);
        // Another host may have bumped at the same moment: then this write fails, and its attempt is never sent.
        var bumped = await store.UpdateAsync(anchor with { Attempts = [.. anchor.Attempts, attempt] }, cancellationToken);
        metrics.Bumped(lane.Network);
        await pauses.ResumeAsync(lane.Id, [PauseReasons.FeeCeiling, PauseReasons.KeyUnavailable], cancellationToken);
        return await SendAsync(lane, bumped, cancellationToken);
    }

    /// <summary>Sends the transactions from <paramref name="nonce"/> up to the anchor's again, in order: a chain that lost them takes nothing above them.</summary>
    public async Task ResendBelowAsync(AnchorLane lane, long nonce, AnchorRecord anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        ArgumentNullException.ThrowIfNull(anchor);
        await lane.Network.CheckChainAsync(cancellationToken);
        foreach (var below in (await store.ListAsync(lane.Id, nonce, anchor.Nonce, cancellationToken)).Take(MostPredecessors))
        {
            await lane.Network.Chain.SendRawAsync(AttemptOf(below).Raw, cancellationToken);
        }
    }

    /// <summary>Uses up nonces that no transaction of ours has and that the account has not reached: with nothing in their place, nothing above would ever be mined.</summary>
    public async Task FillAsync(AnchorLane lane, long nonce, ChainFees market, FeePolicy policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.First(market) is not { } fee)
        {
            await pauses.PauseAsync(lane.Id, PauseReasons.FeeCeiling, cancellationToken);
            return;
        }

        var head = await store.HeadAsync(lane.Id, cancellationToken);
        var filler = new AnchorRecord(lane.Id, nonce, [], [await signer.SignAsync(lane, nonce, AnchorCall.Calldata(lane.Address, []), fee, cancellationToken)]) { BatchRoots = [], Batches = [] };
        await store.OpenAsync(filler, head with { Pause = null }, cancellationToken);
    }

    private static AnchorAttempt AttemptOf(AnchorRecord anchor) => anchor.Attempts.FirstOrDefault(attempt => attempt.Hash == anchor.MinedHash) ?? anchor.Newest;
}
