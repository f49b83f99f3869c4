using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;

namespace LearnCoin.Api.Console.BatchPages;

/// <summary>Where a step of a batch stands.</summary>
public enum StepState
{
    Done,
    Current,
    ToDo,
    Failed,
}

/// <summary>A step on the way of a batch.</summary>
/// <param name="Name">Of its text.</param>
/// <param name="State">Where it stands.</param>
/// <param name="At">When it was done, where that is known.</param>
public sealed record BatchStep(string Name, StepState State, DateTimeOffset? At);

/// <summary>The way of a batch as people see it: accepted, signed, submitted, included, anchored, finalized.</summary>
public static class BatchSteps
{
    /// <summary>All steps: one after the other is done, the first that is not is under way, or has failed with the batch.</summary>
    public static IReadOnlyList<BatchStep> Of(BatchView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var (batch, anchor) = (view.Batch, view.Anchor);
        var isAnchored = batch.Status == BatchStatus.Anchored;
        var isMined = isAnchored || anchor?.State.IsMined() == true;
        (string Name, bool IsDone, DateTimeOffset? At)[] steps =
        [
            ("accepted", true, batch.CreatedAt),
            ("signed", batch.SignedAt is not null, batch.SignedAt),
            ("submitted", isMined || anchor?.State == AnchorState.Submitted, null),
            ("included", isMined, anchor?.Block?.Time),
            ("anchored", isAnchored, batch.AnchoredAt),
            ("finalized", isAnchored && anchor?.State == AnchorState.Finalized, anchor?.State == AnchorState.Finalized ? anchor.EndedAt : null),
        ];
        var done = steps.TakeWhile(static step => step.IsDone).Count();
        var next = batch.Status == BatchStatus.Failed ? StepState.Failed : StepState.Current;
        return [.. steps.Select((step, index) => new BatchStep(
            step.Name, index < done ? StepState.Done : index == done ? next : StepState.ToDo, index < done ? step.At : null))];
    }

    /// <summary>Nothing that its tenant waits for is to come.</summary>
    public static bool IsOver(BatchView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Batch.Status is BatchStatus.Failed or BatchStatus.Anchored;
    }
}
