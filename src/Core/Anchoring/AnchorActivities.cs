using System.Globalization;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Anchoring;

/// <summary>Brings a prepared anchor into a block and tells its batches. Each activity may run twice: what was stored before decides, never what was meant.</summary>
public sealed class AnchorActivities(
    AnchorStore store, AnchorLanes lanes, IWorkflows workflows, AnchoringOptions options, TimeProvider time)
{
    public const string Broadcast = "BroadcastAnchor";
    public const string Observe = "ObserveAnchor";
    public const string Confirm = "ConfirmAnchor";

    /// <summary>Event that tells a batch's workflow to look at its anchor.</summary>
    public const string AnchoredEvent = "anchored";

    // Below the 5 minutes a hosting platform gives an activity, above the block time many times.
    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(30);

    public void Register(WorkflowCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        catalog
            .Add(Broadcast, (ActivityBody)BroadcastAsync)
            .Add(Observe, (ActivityBody)ObserveAsync)
            .Add(Confirm, (ActivityBody)ConfirmAsync);
    }

    private async Task<string> BroadcastAsync(string reference, CancellationToken cancellationToken)
    {
        var anchor = await GetAsync(reference, cancellationToken);
        var network = lanes.NetworkOf(anchor.Lane);
        await network.CheckChainAsync(cancellationToken);
        await SendAsync(network, anchor, cancellationToken);
        return reference;
    }

    /// <summary>Looks until the anchor is in a canonical block, for at most <see cref="LookTime"/>.</summary>
    /// <returns><c>included</c> or <c>pending</c>.</returns>
    private async Task<string> ObserveAsync(string reference, CancellationToken cancellationToken)
    {
        var anchor = await GetAsync(reference, cancellationToken);
        if (anchor.State >= AnchorState.Included)
        {
            return AnchorWorkflows.Included;
        }

        var isIncluded = await LookAsync(
            anchor, 1, (current, seen) => store.CloseAsync(With(current, seen, AnchorState.Included), time.GetUtcNow(), cancellationToken), cancellationToken);
        return isIncluded ? AnchorWorkflows.Included : AnchorWorkflows.Pending;
    }

    /// <summary>Looks until the anchor is deep enough, for at most <see cref="LookTime"/>; then tells its batches.</summary>
    /// <returns><c>confirmed</c> or <c>pending</c>.</returns>
    private async Task<string> ConfirmAsync(string reference, CancellationToken cancellationToken)
    {
        var anchor = await GetAsync(reference, cancellationToken);
        if (anchor.State != AnchorState.Confirmed)
        {
            var needed = lanes.NetworkOf(anchor.Lane).Confirmations;
            var isConfirmed = await LookAsync(
                anchor, needed, (current, seen) => store.UpdateAsync(With(current, seen, AnchorState.Confirmed), cancellationToken), cancellationToken);
            if (!isConfirmed)
            {
                return AnchorWorkflows.Pending;
            }
        }

        // Told again after a crash: the events are nudges, each workflow reads the anchor itself.
        foreach (var batch in anchor.Batches)
        {
            await workflows.RaiseEventAsync(batch, AnchoredEvent, reference, cancellationToken);
        }

        return AnchorWorkflows.Confirmed;
    }

    /// <summary>Looks until the anchor is <paramref name="needed"/> blocks deep, then writes what was seen; false when it was not in time.</summary>
    private async Task<bool> LookAsync(
        AnchorRecord anchor, int needed, Func<AnchorRecord, AnchorObservation, Task> write, CancellationToken cancellationToken)
    {
        var network = lanes.NetworkOf(anchor.Lane);
        var started = time.GetTimestamp();
        var lastSent = started;
        while (true)
        {
            var seen = await SeeAsync(network.Chain, anchor, cancellationToken);
            var step = AnchorDecision.Decide(seen, needed, time.GetElapsedTime(lastSent));
            switch (step)
            {
                case AnchorStep.Confirmed:
                    await write(anchor, seen);
                    return true;
                case AnchorStep.Rebroadcast:
                    anchor = await SendAsync(network, anchor, cancellationToken);
                    lastSent = time.GetTimestamp();
                    break;
                case AnchorStep.Reverted:
                    throw new InvalidDataException($"Anchor transaction {anchor.Hash} was reverted");
            }

            if (time.GetElapsedTime(started) > LookTime)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromSeconds(options.PollSeconds), time, cancellationToken);
        }
    }

    private static async Task<AnchorObservation> SeeAsync(IChain chain, AnchorRecord anchor, CancellationToken cancellationToken)
    {
        var receipt = await chain.ReceiptAsync(anchor.Hash, cancellationToken);
        if (receipt is null)
        {
            return new AnchorObservation(null, null, 0);
        }

        var height = "0x" + receipt.BlockNumber.ToString("x", CultureInfo.InvariantCulture);
        var canonical = await chain.BlockAsync(height, cancellationToken);
        var head = await chain.BlockAsync("latest", cancellationToken);
        return new AnchorObservation(receipt, canonical?.Hash, head?.Number ?? 0) { BlockTime = canonical?.Time };
    }

    private static AnchorRecord With(AnchorRecord anchor, AnchorObservation seen, AnchorState state)
    {
        var receipt = seen.Receipt!;
        return anchor with
        {
            State = state,
            Block = new ChainBlock(receipt.BlockNumber, receipt.BlockHash, seen.BlockTime!.Value),
            Confirmations = seen.Confirmations,
            GasUsed = receipt.GasUsed,
            Fee = receipt.GasUsed * receipt.EffectiveGasPrice,
        };
    }

    private async Task<AnchorRecord> SendAsync(AnchorNetwork network, AnchorRecord anchor, CancellationToken cancellationToken)
    {
        var outcome = await network.Chain.SendRawAsync(anchor.Raw, cancellationToken);
        // Nonce too low: this very transaction may be mined already, and the next look will tell.
        if (outcome.Kind is SendKind.Accepted or SendKind.AlreadyKnown or SendKind.NonceTooLow)
        {
            return anchor.State == AnchorState.Prepared
                ? await store.UpdateAsync(anchor with { State = AnchorState.Submitted }, cancellationToken)
                : anchor;
        }

        throw new ChainUnavailableException($"The node refused the anchor transaction: {outcome.Kind}");
    }

    private ValueTask<AnchorRecord> GetAsync(string reference, CancellationToken cancellationToken)
    {
        var parsed = AnchorRef.Parse(reference);
        return store.GetAsync(parsed.Lane, parsed.Nonce, cancellationToken);
    }
}

/// <summary>Lane and nonce as one text: what workflows hand around.</summary>
internal readonly record struct AnchorRef(string Lane, long Nonce)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lane}:{Nonce}");

    public static AnchorRef Parse(string text)
    {
        var at = text.LastIndexOf(':');
        return new AnchorRef(text[..at], long.Parse(text.AsSpan(at + 1), CultureInfo.InvariantCulture));
    }
}
