using System.Globalization;
using System.Numerics;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Events;
using LearnCoin.Core.Merkle;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary>What must be true of a rig's history once it is quiet, whatever happened on the way.</summary>
/// <param name="Batches">Accepted.</param>
/// <param name="Transactions">Of the anchor account, in canonical blocks.</param>
/// <param name="Replacements">Transactions signed in place of an earlier one.</param>
internal sealed record History(int Batches, int Transactions, int Replacements)
{
    internal static async Task<History> CheckAsync(Rig rig)
    {
        using var still = rig.Time.Hold();
        var faults = new List<string>();
        var mined = await rig.Chain.ReadAsync(rig.Account);
        CheckNonces(mined, await rig.Chain.PendingNonceAsync(rig.Account), faults);
        await CheckBatchesAsync(rig, mined, faults);
        await CheckLaneAsync(rig, mined, faults);
        await CheckEventsAsync(rig, faults);
        var replacements = CheckFees(rig, faults);
        if (faults.Count > 0)
        {
            throw new HistoryException(faults);
        }

        return new History(rig.Accepted.Count, mined.Count, replacements);
    }

    private static void CheckNonces(IReadOnlyList<MinedTransaction> mined, long pending, List<string> faults)
    {
        if (!mined.Select(static transaction => transaction.Nonce).SequenceEqual(Enumerable.Range(0, mined.Count).Select(static nonce => (long)nonce)))
        {
            faults.Add($"the nonces on chain are {string.Join(' ', mined.Select(static transaction => transaction.Nonce))}");
        }

        if (pending != mined.Count)
        {
            faults.Add($"the pool still holds a transaction: pending nonce {pending} after {mined.Count} mined");
        }

        // A filler carries nothing.
        faults.AddRange(mined.Where(static transaction => transaction.Input.Length > 2).GroupBy(static transaction => transaction.Input).Where(static group => group.Count() > 1)
            .Select(static group => $"root {group.Key} is on chain {group.Count()} times"));
    }

    private static async Task CheckBatchesAsync(Rig rig, IReadOnlyList<MinedTransaction> mined, List<string> faults)
    {
        foreach (var id in rig.Accepted)
        {
            var batch = await rig.BatchAsync(id);
            if (batch.Status == BatchStatus.Failed && !string.IsNullOrEmpty(batch.Error))
            {
                continue;
            }

            if (batch.Status != BatchStatus.Anchored || batch.Anchor is not { } anchor)
            {
                faults.Add($"{id} is {batch.Status}");
                continue;
            }

            var root = "0x" + Convert.ToHexStringLower(MerklePath.FromPacked(anchor.Path).Apply(batch.Root));
            var under = mined.Where(transaction => transaction.Input == root).ToList();
            if (under.Count != 1 || root != "0x" + Convert.ToHexStringLower(anchor.Root))
            {
                faults.Add($"{id} leads to {root}, which is on chain {under.Count} times");
            }
            else if (under[0].Hash != anchor.TransactionHash)
            {
                faults.Add($"{id} names {anchor.TransactionHash}, its root is in {under[0].Hash}");
            }
        }
    }

    private static async Task CheckLaneAsync(Rig rig, IReadOnlyList<MinedTransaction> mined, List<string> faults)
    {
        var (anchors, lane) = (rig.Observer.Core.Anchors, await rig.LaneAsync());
        var head = await anchors.HeadAsync(lane, CancellationToken.None);
        if (head.OpenNonce is not null || head.NextNonce != mined.Count || await anchors.HasWaitingAsync(lane, CancellationToken.None))
        {
            faults.Add($"the lane is not at rest: open {head.OpenNonce}, next {head.NextNonce}, {mined.Count} mined");
        }

        var holders = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        foreach (var transaction in mined.Where(transaction => !rig.Foreign.Contains(transaction.Hash)))
        {
            if (await anchors.FindAsync(lane, transaction.Nonce, CancellationToken.None) is not { } anchor)
            {
                faults.Add($"nonce {transaction.Nonce} was used by nobody known");
                continue;
            }

            if ("0x" + Convert.ToHexStringLower(anchor.Root) != transaction.Input || anchor.Hash != transaction.Hash)
            {
                faults.Add($"anchor {transaction.Nonce} is not what was mined under its nonce");
            }

            if (!anchor.IsSettled)
            {
                faults.Add($"anchor {transaction.Nonce} is {anchor.State} in the end");
            }

            foreach (var batch in anchor.State == AnchorState.Failed ? [] : anchor.Batches)
            {
                (holders.TryGetValue(batch, out var nonces) ? nonces : holders[batch] = []).Add(transaction.Nonce);
            }
        }

        faults.AddRange(holders.Where(static pair => pair.Value.Count > 1).Select(static pair => $"{pair.Key} is under the anchors {string.Join(' ', pair.Value)}"));
    }

    /// <summary>Each meaning once: created, signed, finalized; anchored and reorged in turn, and anchored last.</summary>
    private static async Task CheckEventsAsync(Rig rig, List<string> faults)
    {
        foreach (var id in rig.Accepted)
        {
            var events = await rig.Observer.Core.Batches.EventsAsync(id, CancellationToken.None);
            foreach (var type in new[] { EventTypes.BatchCreated, EventTypes.BatchSigned, EventTypes.BatchFinalized })
            {
                var times = events.Count(told => told.Type == type);
                if (times != 1)
                {
                    faults.Add($"{id}: {type} was told {times} times");
                }
            }

            // The clocks of hosts jump: the turns tell the order. What was lost is told before what was found again.
            var turns = string.Concat(events
                .Where(static told => told.Type is EventTypes.BatchAnchored or EventTypes.BatchReorged)
                .OrderBy(static told => told.Turn).ThenBy(static told => told.Type == EventTypes.BatchAnchored)
                .Select(static told => told.Type == EventTypes.BatchAnchored ? 'a' : 'r'));
            if (!turns.StartsWith('a') || !turns.EndsWith('a') || turns.Contains("aa", StringComparison.Ordinal) || turns.Contains("rr", StringComparison.Ordinal))
            {
                faults.Add($"{id}: anchored (a) and reorged (r) were told as '{turns}'");
            }
        }
    }

    /// <summary>Of the transactions sent, in order: a nonce keeps its root, and each replacement pays at least a tenth more in both fields.</summary>
    private static int CheckFees(Rig rig, List<string> faults)
    {
        var replacements = 0;
        var sent = rig.Proxy.Tally.Sent.DistinctBy(static transaction => Convert.ToHexString(transaction.Raw)).Select(static transaction => SignedTransaction.Parse(transaction.Raw).Transaction);
        foreach (var attempts in sent.GroupBy(static transaction => transaction.Nonce))
        {
            var before = attempts.First();
            if (attempts.FirstOrDefault(attempt => attempt.MaxFeePerGas > rig.MaxFee) is { } dear)
            {
                faults.Add($"nonce {attempts.Key} was sent with {dear.MaxFeePerGas} wei, above the ceiling");
            }

            foreach (var attempt in attempts.Skip(1))
            {
                replacements++;
                if (!attempt.Data.Span.SequenceEqual(before.Data.Span))
                {
                    faults.Add($"nonce {attempts.Key} was used for two roots");
                }

                if (attempt.MaxFeePerGas < Bumped(before.MaxFeePerGas) || attempt.MaxPriorityFeePerGas < Bumped(before.MaxPriorityFeePerGas))
                {
                    faults.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"nonce {attempts.Key}: {before.MaxFeePerGas}/{before.MaxPriorityFeePerGas} was replaced by {attempt.MaxFeePerGas}/{attempt.MaxPriorityFeePerGas}"));
                }

                before = attempt;
            }
        }

        return replacements;
    }

    private static BigInteger Bumped(BigInteger fee) => ((fee * 110) + 99) / 100;
}

/// <summary>What is wrong with a history.</summary>
internal sealed class HistoryException(IReadOnlyList<string> faults) : Exception(string.Join("; ", faults))
{
    internal IReadOnlyList<string> Faults { get; } = faults;
}
