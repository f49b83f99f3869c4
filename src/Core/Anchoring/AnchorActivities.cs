using System.Globalization;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Anchoring;

/// <summary>Brings a prepared anchor into a block and tells its batches. Each activity may run twice: what was stored before decides, never what was meant.</summary>
public sealed class AnchorActivities(
    AnchorStore store,
    AnchorLanes lanes,
    AnchorSender sender,
    AnchorDriver driver,
    AnchorFollower follower,
    IWorkflows workflows,
    AnchoringOptions options,
    TimeProvider time)
{
    public const string Broadcast = "BroadcastAnchor";
    public const string Observe = "ObserveAnchor";
    public const string Confirm = "ConfirmAnchor";

    /// <summary>Event that tells a batch's workflow to look at its anchor.</summary>
    public const string AnchoredEvent = "anchored";

    // Below the 5 minutes a hosting platform gives an activity, above the block time many times.
    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(30);

    // From then on each look is a round of the lane, and rounds are what its history is cut by: an outage of days must not make it long.
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(10);

    public void Register(WorkflowCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        catalog
            .Add(Broadcast, (ActivityBody)BroadcastAsync)
            .Add(Observe, (ActivityBody)ObserveAsync)
            .Add(Confirm, (ActivityBody)ConfirmAsync);
    }

    /// <summary>The first broadcast. What goes wrong here is the next activity's to deal with, which sends again.</summary>
    private async Task<string> BroadcastAsync(string reference, CancellationToken cancellationToken)
    {
        var anchor = await GetAsync(reference, cancellationToken);
        if (anchor.State == AnchorState.Prepared)
        {
            try
            {
                await sender.SendAsync(await lanes.OpenAsync(anchor.Lane, cancellationToken), anchor, cancellationToken);
            }
            catch (ChainUnavailableException)
            {
                return reference;
            }
        }

        return reference;
    }

    /// <summary>Works on the anchor until its nonce is used, for at most <see cref="LookTime"/>.</summary>
    /// <returns><c>included</c>: the lane may go on, which with an anchor still open means that it begins again with the same; or <c>pending</c>.</returns>
    private async Task<string> ObserveAsync(string reference, CancellationToken cancellationToken) =>
        await driver.DriveAsync(AnchorRef.Parse(reference), LookTime, cancellationToken)
        || time.GetUtcNow() - (await GetAsync(reference, cancellationToken)).PreparedAt > LongWait ? AnchorWorkflows.Included : AnchorWorkflows.Pending;

    /// <summary>Looks until the anchor is deep enough, for at most <see cref="LookTime"/>; then tells its batches.</summary>
    /// <returns><c>confirmed</c>: there is nothing more to follow, also where the anchor is the lane's again or lost; or <c>pending</c>.</returns>
    private async Task<string> ConfirmAsync(string reference, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var failures = 0; ;)
        {
            var anchor = await GetAsync(reference, cancellationToken);
            if (anchor.State == AnchorState.Included)
            {
                var looked = await TryLookAsync(anchor, cancellationToken);
                failures = looked is null ? failures + 1 : 0;
                anchor = looked ?? anchor;
            }

            if (anchor.State != AnchorState.Included)
            {
                await TellAsync(anchor, cancellationToken);
                return AnchorWorkflows.Confirmed;
            }

            if (time.GetElapsedTime(started) > LookTime)
            {
                return AnchorWorkflows.Pending;
            }

            await Task.Delay(AnchorPace.Next(options, time.GetUtcNow() - anchor.Block!.Time, failures), time, cancellationToken);
        }
    }

    private async Task<AnchorRecord?> TryLookAsync(AnchorRecord anchor, CancellationToken cancellationToken)
    {
        try
        {
            return await follower.LookAsync(await lanes.OpenAsync(anchor.Lane, cancellationToken), anchor, cancellationToken);
        }
        catch (ChainUnavailableException)
        {
            return null;
        }
    }

    // Told again after a crash: the events are nudges, each workflow reads the anchor itself.
    private async Task TellAsync(AnchorRecord anchor, CancellationToken cancellationToken)
    {
        if (anchor.State.IsAnchored())
        {
            foreach (var batch in anchor.Batches)
            {
                await workflows.RaiseEventAsync(batch, AnchoredEvent, new AnchorRef(anchor.Lane, anchor.Nonce).ToString(), cancellationToken);
            }
        }
    }

    private ValueTask<AnchorRecord> GetAsync(string reference, CancellationToken cancellationToken)
    {
        var parsed = AnchorRef.Parse(reference);
        return store.GetAsync(parsed.Lane, parsed.Nonce, cancellationToken);
    }
}

/// <summary>Lane and nonce as one text: what workflows hand around.</summary>
public readonly record struct AnchorRef(string Lane, long Nonce)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lane}:{Nonce}");

    /// <summary>Whether a text can name an anchor.</summary>
    public static bool TryParse(string text, out AnchorRef reference)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf(':');
        var isOne = long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var nonce) && at > 0;
        reference = isOne ? new AnchorRef(text[..at], nonce) : default;
        return isOne;
    }

    public static AnchorRef Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf(':');
        return new AnchorRef(text[..at], long.Parse(text.AsSpan(at + 1), CultureInfo.InvariantCulture));
    }
}
