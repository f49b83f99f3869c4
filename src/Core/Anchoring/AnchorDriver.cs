using LearnCoin.Core.Configuration;
using LearnCoin.Core.Keys;

namespace LearnCoin.Core.Anchoring;

/// <summary>Drives a lane's open anchors into blocks, the lowest nonce first: sends, replaces, waits.</summary>
public sealed class AnchorDriver(
    AnchorStore store, AnchorLanes lanes, AnchorSender sender, AnchorLedger ledger, AnchorFollower follower, AnchorPauses pauses, FeePolicy policy, AnchoringOptions options, TimeProvider time)
{
    /// <summary>Goes on until the anchor leaves the open ones, for at most <paramref name="patience"/>.</summary>
    /// <returns>Whether it has left them: its nonce is used, and the lane may go on.</returns>
    public async Task<bool> DriveAsync(AnchorRef reference, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var watches = new Dictionary<long, AnchorWatch>();
        for (var failures = 0; ;)
        {
            var target = await store.GetAsync(reference.Lane, reference.Nonce, cancellationToken);
            var head = await store.HeadAsync(reference.Lane, cancellationToken);
            if (!target.State.IsOpen())
            {
                return true;
            }

            try
            {
                var lane = await lanes.OpenAsync(reference.Lane, cancellationToken);
                await StepAsync(lane, head.OpenNonce < target.Nonce ? await store.GetAsync(lane.Id, head.OpenNonce.Value, cancellationToken) : target, watches, cancellationToken);
                failures = 0;
                if (head.Pause?.Reason == PauseReasons.ChainUnavailable)
                {
                    await pauses.ResumeAsync(lane.Id, [PauseReasons.ChainUnavailable], cancellationToken);
                }
            }
            catch (Exception exception) when (exception is ChainUnavailableException or KeyUnavailableException)
            {
                failures++;
                var reason = exception is KeyUnavailableException ? PauseReasons.KeyUnavailable : PauseReasons.ChainUnavailable;
                await pauses.PauseAsync(reference.Lane, reason, cancellationToken);
            }

            if (time.GetElapsedTime(started) > patience)
            {
                return !(await store.GetAsync(reference.Lane, reference.Nonce, cancellationToken)).State.IsOpen();
            }

            // One that was sent long ago and lost today is looked at as often as a new one.
            var age = target.State == AnchorState.Reorged ? time.GetElapsedTime(started) : time.GetUtcNow() - target.PreparedAt;
            await Task.Delay(AnchorPace.Next(options, age, failures), time, cancellationToken);
        }
    }

    private async Task StepAsync(AnchorLane lane, AnchorRecord anchor, Dictionary<long, AnchorWatch> watches, CancellationToken cancellationToken)
    {
        if (!watches.TryGetValue(anchor.Nonce, out var watch))
        {
            watches[anchor.Nonce] = watch = new AnchorWatch(anchor, policy, time);
        }

        var looked = await AnchorLookout.SeeAsync(lane, anchor, cancellationToken);
        var market = looked.Canonical is null && AnchorDecision.NeedsMarket(watch.SinceAttempt) ? await lane.Network.Chain.FeesAsync(cancellationToken) : null;
        var seen = watch.With(anchor, looked, market);
        var verdict = AnchorDecision.Decide(anchor, seen, lane.Network.Confirmations, policy);
        switch (verdict.Step)
        {
            case AnchorStep.Rebroadcast:
                watch.Sent((await sender.SendAsync(lane, anchor, cancellationToken)).Refusal);
                break;
            case AnchorStep.Bump:
                watch.Bumped();
                watch.Sent((await sender.BumpAsync(lane, anchor, verdict.Fee, cancellationToken)).Refusal);
                break;
            case AnchorStep.HoldAtCeiling:
                await pauses.PauseAsync(lane.Id, PauseReasons.FeeCeiling, cancellationToken);
                break;
            case AnchorStep.FillGap:
                watch.Mended();
                await MendBelowAsync(lane, anchor, seen, cancellationToken);
                break;
            default:
                await ledger.EnterAsync(anchor, seen, verdict, cancellationToken);
                break;
        }
    }

    /// <summary>The account has not reached the lowest open nonce: what was below it left its block, or was never ours.</summary>
    private async Task MendBelowAsync(AnchorLane lane, AnchorRecord anchor, AnchorObservation seen, CancellationToken cancellationToken)
    {
        var from = seen.AccountNonce!.Value;
        var below = await store.ListAsync(lane.Id, from, anchor.Nonce, cancellationToken);
        if (below is not [var first, ..] || first.Nonce != from)
        {
            await sender.FillAsync(lane, from, seen.Market ?? await lane.Network.Chain.FeesAsync(cancellationToken), policy, cancellationToken);
            return;
        }

        foreach (var lost in below.Where(static lower => !lower.State.IsFinal()))
        {
            await follower.LookAsync(lane, lost, cancellationToken);
        }

        await sender.ResendBelowAsync(lane, from, anchor, cancellationToken);
    }
}
