using System.Diagnostics.Metrics;
using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Telemetry;

/// <summary>What happens to a lane's transactions. Called after the step was stored, so that a repeated step is not counted twice.</summary>
public sealed class AnchorMetrics
{
    private const double WeiInGwei = 1e9;

    private readonly Counter<long> prepared;
    private readonly Counter<long> submitted;
    private readonly Counter<long> bumped;
    private readonly Counter<long> included;
    private readonly Counter<long> reorged;
    private readonly Counter<long> failed;
    private readonly Counter<long> paused;
    private readonly Histogram<double> inclusion;
    private readonly Histogram<double> fee;
    private readonly Histogram<double> feeShare;
    private readonly Histogram<double> gasShare;

    internal AnchorMetrics(Meter meter)
    {
        prepared = meter.CreateCounter<long>("learncoin.anchors.prepared", "{transaction}", "Anchor transactions signed and stored");
        submitted = meter.CreateCounter<long>("learncoin.anchors.submitted", "{transaction}", "Anchors that a node took for the first time");
        bumped = meter.CreateCounter<long>("learncoin.anchors.bumped", "{transaction}", "Replacements with higher fees");
        included = meter.CreateCounter<long>("learncoin.anchors.included", "{transaction}", "Anchors seen in a canonical block");
        reorged = meter.CreateCounter<long>("learncoin.anchors.reorged", "{transaction}", "Anchors whose block is not canonical any more");
        failed = meter.CreateCounter<long>("learncoin.anchors.failed", "{transaction}", "Anchors given up or refused, by reason");
        paused = meter.CreateCounter<long>("learncoin.lane.pauses", "{pause}", "Times that a lane stopped sending, by reason");
        inclusion = meter.CreateHistogram("learncoin.anchor.inclusion.duration", "s", "From signing an anchor to seeing it in a block", tags: null, Buckets.Waits);
        fee = meter.CreateHistogram("learncoin.anchor.fee", "{gwei}", "What an anchor cost, the fee for L1 data included where the chain tells it", tags: null, Buckets.Fees);
        feeShare = meter.CreateHistogram("learncoin.anchor.credential.fee", "{gwei}", "What an anchor cost for each credential under its root", tags: null, Buckets.Shares);
        gasShare = meter.CreateHistogram("learncoin.anchor.credential.gas", "{gas}", "Gas of an anchor for each credential under its root", tags: null, Buckets.Gas);
    }

    /// <summary>A new transaction was signed and stored.</summary>
    public void Prepared(AnchorNetwork network) => prepared.Add(1, Tags.Of(network));

    /// <summary>A node has it; once an anchor, not at each broadcast.</summary>
    public void Submitted(AnchorNetwork network) => submitted.Add(1, Tags.Of(network));

    /// <summary>A replacement with higher fees was signed and stored.</summary>
    public void Bumped(AnchorNetwork network) => bumped.Add(1, Tags.Of(network));

    /// <summary>It is in a canonical block.</summary>
    /// <param name="network">Where.</param>
    /// <param name="sincePrepared">Time since it was first signed.</param>
    /// <param name="gasUsed">Of the receipt.</param>
    /// <param name="feeWei">Gas × price, and the L1 data fee where the receipt has one.</param>
    /// <param name="credentials">Under its root; null when they were not counted: then there is no figure a credential.</param>
    public void Included(AnchorNetwork network, TimeSpan sincePrepared, long gasUsed, BigInteger feeWei, int? credentials)
    {
        var tag = Tags.Of(network);
        var gwei = (double)feeWei / WeiInGwei;
        included.Add(1, tag);
        inclusion.Record(Math.Max(0, sincePrepared.TotalSeconds), tag);
        fee.Record(gwei, tag);
        if (credentials > 0)
        {
            feeShare.Record(gwei / credentials.Value, tag);
            gasShare.Record((double)gasUsed / credentials.Value, tag);
        }
    }

    /// <summary>Its block is gone from the canonical chain.</summary>
    /// <param name="network">Where.</param>
    /// <param name="depth">Blocks that were on it, its own counted: told as <c>1</c>, <c>2-3</c> or <c>4+</c>.</param>
    public void Reorged(AnchorNetwork network, long depth) =>
        reorged.Add(1, Tags.Of(network), new("learncoin.depth", depth switch { <= 1 => "1", <= 3 => "2-3", _ => "4+" }));

    /// <summary>It was given up, or refused by a node.</summary>
    /// <param name="network">Where.</param>
    /// <param name="reason">A fixed word, such as <c>reverted</c>.</param>
    public void Failed(AnchorNetwork network, string reason) => failed.Add(1, Tags.Of(network), new(Tags.Reason, reason));

    /// <summary>The lane stops sending.</summary>
    /// <param name="network">Where.</param>
    /// <param name="reason">A fixed word, such as <c>fee_ceiling</c>.</param>
    public void Paused(AnchorNetwork network, string reason) => paused.Add(1, Tags.Of(network), new(Tags.Reason, reason));
}
