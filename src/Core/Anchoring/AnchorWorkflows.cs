using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Anchoring;

/// <summary>The lane and the follower: deterministic, ids in and out.</summary>
public sealed class AnchorWorkflows(TimeSpan window)
{
    public const string Lane = "AnchorLane";
    public const string Follower = "FollowAnchor";

    /// <summary>Event that tells an idle lane of a new root.</summary>
    public const string RootEvent = "root";

    internal const string Included = "included";
    internal const string Confirmed = "confirmed";
    internal const string Pending = "pending";

    // A lane that lives on costs nothing but a row; one that ends must be started again.
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);

    // Histories are replayed after a crash, so they are kept short.
    private const int RoundsPerRun = 20;

    public static string LaneInstance(string lane) => "lane-" + lane;

    public static string FollowerInstance(string reference) => "follow-" + reference;

    public void Register(WorkflowCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        catalog.Add(Lane, (WorkflowBody)RunLaneAsync).Add(Follower, (WorkflowBody)FollowAsync);
    }

    /// <summary>Takes the roots that wait, anchors them in one transaction, and begins again; ends when nothing came for a minute.</summary>
    private async Task<string> RunLaneAsync(IWorkflowContext context, string lane)
    {
        await context.TimerAsync(context.Now + window);
        for (var round = 0; round < RoundsPerRun; round++)
        {
            var reference = await context.CallAsync(AnchorPreparation.Prepare, lane, RetryPolicy.Patient);
            if (reference.Length > 0)
            {
                await AnchorAsync(context, reference);
            }
            else if (await context.WaitForEventAsync(RootEvent, IdleTime) is not null)
            {
                await context.TimerAsync(context.Now + window);
            }
            else if ((await context.CallAsync(AnchorPreparation.Prepare, lane, RetryPolicy.Patient)).Length == 0)
            {
                return "idle";
            }
        }

        context.ContinueAsNew(lane);
        return "";
    }

    private static async Task AnchorAsync(IWorkflowContext context, string reference)
    {
        do
        {
            await context.CallAsync(AnchorActivities.Broadcast, reference, RetryPolicy.Patient);
        }
        while (await context.CallAsync(AnchorActivities.Observe, reference, RetryPolicy.Patient) != Included);

        await context.StartChildAsync(Follower, FollowerInstance(reference), reference);
    }

    private static async Task<string> FollowAsync(IWorkflowContext context, string reference)
    {
        for (var looks = 0; looks < RoundsPerRun; looks++)
        {
            if (await context.CallAsync(AnchorActivities.Confirm, reference, RetryPolicy.Patient) == Confirmed)
            {
                return Confirmed;
            }
        }

        context.ContinueAsNew(reference);
        return "";
    }
}
