using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Events;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Issuance;

/// <summary>What timers do: find what stands still and set it going again. Run at start and every minute; running them twice does no harm.</summary>
public sealed class Sweeps(
    BatchStore batches, MonthlyQuota quota, IdempotencyStore idempotency, TenantStore tenants, AnchorStore anchors, AnchorLanes lanes, AnchorFollower follower, IWorkflows workflows, TimeProvider time, RequestLog requests, Outbox outbox, ClaimMails claimMails, ClaimStore claims)
{
    // A request may still be writing its rows.
    internal static readonly TimeSpan RequestTime = TimeSpan.FromMinutes(5);

    // Finished histories hold ids only; a week of them is enough to look into a complaint.
    private static readonly TimeSpan HistoryRetention = TimeSpan.FromDays(7);

    /// <summary>Starts the workflow of each batch that is neither anchored nor failed and has none running.</summary>
    public async Task BatchesAsync(CancellationToken cancellationToken)
    {
        await foreach (var open in batches.ListOpenAsync(cancellationToken))
        {
            var id = open.Id;
            var batch = await batches.FindAsync(id, cancellationToken);
            if (batch is null)
            {
                await SweepUncommittedAsync(open, time.GetUtcNow() - open.Since, cancellationToken);
            }
            else if (batch.Status is BatchStatus.Anchored or BatchStatus.Failed)
            {
                await outbox.PublishAsync(OutboxPlace.Of(id), cancellationToken);
                if (batch.Status == BatchStatus.Anchored)
                {
                    // Its workflow may have died before it came to this.
                    await claimMails.QueueAsync(batch, cancellationToken);
                }

                await batches.ExternalIds.ForgetManifestAsync(batch, cancellationToken);
                await batches.CloseAsync(id, cancellationToken);
            }
            else
            {
                await workflows.StartAsync(IssueBatchWorkflow.Name, id.Value, id.Value, cancellationToken);
            }
        }
    }

    /// <summary>Forgets what has had its time: answers of idempotency keys that nobody may rely on any more, calls, histories.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in await tenants.ListAsync(cancellationToken))
        {
            foreach (var environment in Enum.GetValues<TenantEnvironment>())
            {
                await idempotency.PurgeAsync(tenant.Id, environment, cancellationToken);
            }
        }

        await requests.PurgeAsync(cancellationToken);
        await claims.PurgeAsync(time.GetUtcNow(), cancellationToken);
        await workflows.PurgeAsync(time.GetUtcNow() - HistoryRetention, cancellationToken);
    }

    /// <summary>
    /// A batch that was never committed was never answered with 202. Its external ids and its reservation go back soon (a retry under its
    /// key takes both anew), its rows, which hold names, after a day; a retry that comes even later is told to begin anew.
    /// </summary>
    private async Task SweepUncommittedAsync(OpenBatch open, TimeSpan age, CancellationToken cancellationToken)
    {
        var id = open.Id;
        if (age > RequestTime)
        {
            await batches.ReleaseAbandonedAsync(open, cancellationToken);
            await quota.ReturnAsync(open.Tenant, open.Environment, id, cancellationToken);
        }

        // First of all that it never comes to be: a retry that came while the rows go would find some of them and commit a batch without the others.
        if (age > IdempotencyStore.Retention + RequestTime && await batches.TryAbandonAsync(id, cancellationToken))
        {
            await batches.DiscardAsync(id, cancellationToken);
            await batches.CloseAsync(id, cancellationToken);
        }
    }

    /// <summary>
    /// Looks at each lane's anchors that are not final, starts each lane that has roots waiting or a transaction under way, and the
    /// followers of its unconfirmed anchors. A lane that fails holds up no other; the first failure comes out when all have been looked at.
    /// </summary>
    public async Task AnchorsAsync(CancellationToken cancellationToken)
    {
        var failures = new FirstFailure();
        foreach (var lane in await lanes.AllAsync(cancellationToken))
        {
            await failures.TryAsync(
                async () =>
                {
                    // First: where the chain cannot be seen, lanes go on all the same and note why they stand still.
                    await RestartAsync(lane.Id, cancellationToken);
                    await TrySweepAsync(lane, cancellationToken);
                },
                cancellationToken);
        }

        failures.Throw();
    }

    private async Task TrySweepAsync(AnchorLane lane, CancellationToken cancellationToken)
    {
        try
        {
            await follower.SweepAsync(lane, cancellationToken);
        }
        catch (Exception exception) when (exception is ChainUnavailableException or TableConflictException)
        {
            // Nothing was seen, so nothing is entered, or another host was at it: the next run looks again, this one at the other lanes.
            return;
        }
    }

    private async Task RestartAsync(string lane, CancellationToken cancellationToken)
    {
        var head = await anchors.HeadAsync(lane, cancellationToken);
        if (head.OpenNonce is not null || await anchors.HasWaitingAsync(lane, cancellationToken))
        {
            await lanes.WakeAsync(lane, cancellationToken);
        }

        foreach (var anchor in (await anchors.TrackedAsync(lane, cancellationToken)).Where(static anchor => anchor.State == AnchorState.Included))
        {
            var reference = new AnchorRef(lane, anchor.Nonce).ToString();
            await workflows.StartAsync(AnchorWorkflows.Follower, AnchorWorkflows.FollowerInstance(reference), reference, cancellationToken);
        }
    }
}
