using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Issuance;

/// <summary>From accepted to anchored: sign, build the tree, let the lane anchor the root, mark. Instance id and input are the batch id.</summary>
public static class IssueBatchWorkflow
{
    public const string Name = "IssueBatch";

    // The first wait is short: if the lane ended just as the root came, it is started again soon.
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    // An outage may last days; the history must not grow with it.
    private const int WaitsPerRun = 20;

    public static async Task<string> RunAsync(IWorkflowContext context, string batchId)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            if (await context.CallAsync(IssuanceActivities.SignBatch, batchId, RetryPolicy.Patient) != IssuanceActivities.Done)
            {
                return await context.CallAsync(IssuanceActivities.FailBatch, batchId, RetryPolicy.Patient);
            }

            await context.CallAsync(IssuanceActivities.BuildTree, batchId, RetryPolicy.Patient);
            for (var waits = 0; waits < WaitsPerRun; waits++)
            {
                await context.CallAsync(IssuanceActivities.EnqueueRoot, batchId, RetryPolicy.Patient);
                await context.WaitForEventAsync(AnchorActivities.AnchoredEvent, waits == 0 ? FirstWait : Wait);
                // The event is a nudge only; the anchor's row is the truth.
                if (await context.CallAsync(IssuanceActivities.MarkAnchored, batchId, RetryPolicy.Patient) == IssuanceActivities.Done)
                {
                    return "anchored";
                }
            }
        }
        catch (ActivityFailedException)
        {
            // Hours of tries did not help: nothing is lost, SweepBatches starts this again.
            return "stuck";
        }

        context.ContinueAsNew(batchId);
        return "";
    }
}
