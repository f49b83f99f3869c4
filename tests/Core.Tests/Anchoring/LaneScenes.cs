using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>Rows of steps that hosts would make, one after the other.</summary>
internal static class LaneScenes
{
    /// <summary>What the lane's workflow does until it sleeps; at most some rounds.</summary>
    public static async Task DrainAsync(this Lane lane, int rounds = 8)
    {
        for (var round = 0; round < rounds; round++)
        {
            var reference = await lane.PrepareAsync();
            if (reference.Length == 0)
            {
                return;
            }

            await lane.RunAsync(AnchorActivities.Broadcast, reference);
            if (await lane.RunAsync(AnchorActivities.Observe, reference) == AnchorWorkflows.Included)
            {
                await lane.RunAsync(AnchorActivities.Confirm, reference);
            }
        }
    }

    /// <summary>The end of a batch's workflow; true when it says that the batch is anchored.</summary>
    public static async Task<bool> MarkAsync(this Lane lane, BatchId batch) =>
        await lane.RunAsync(IssuanceActivities.MarkAnchored, batch.Value) == IssuanceActivities.Done;

    public static async Task<IReadOnlyList<string>> EventsAsync(this Lane lane, BatchId batch) =>
        [.. (await lane.Batches.EventsAsync(batch, default)).Select(static told => $"{told.Type["batch.".Length..]} {told.Turn}")];

    public static async Task<bool> IsOpenAsync(this Lane lane, BatchId batch)
    {
        await foreach (var open in lane.Batches.ListOpenAsync(default))
        {
            if (open.Id == batch)
            {
                return true;
            }
        }

        return false;
    }
}
