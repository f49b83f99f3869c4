using System.Globalization;

namespace LearnCoin.Core.Anchoring;

/// <summary>Looks at the chain for an anchor: reads only.</summary>
internal static class AnchorLookout
{
    /// <summary>Whether any attempt is in a block, and else where the account stands.</summary>
    /// <exception cref="ChainUnavailableException">Not everything could be seen.</exception>
    public static async Task<AnchorObservation> SeeAsync(AnchorLane lane, AnchorRecord anchor, CancellationToken cancellationToken)
    {
        var chain = lane.Network.Chain;
        var head = await HeadAsync(chain, "latest", cancellationToken) ?? throw new ChainUnavailableException("The node has no newest block");
        // Before the receipts: what is mined in between is found by its receipt, and not taken for another's use of the nonce.
        long? nonce = anchor.State.IsMined() ? null : await chain.NonceAsync(lane.Address, "latest", cancellationToken);
        var sighting = await SightAsync(chain, anchor, nonce is null || nonce > anchor.Nonce, cancellationToken);
        if (sighting is null && nonce > anchor.Nonce && await HoldsAsync(chain, anchor, cancellationToken))
        {
            // Or it would be taken for displaced, and its root would get a second nonce.
            throw new ChainUnavailableException("The node has the transaction in a block and no receipt of it");
        }

        return new AnchorObservation
        {
            Head = Math.Max(head, sighting?.Canonical?.Number ?? 0),
            Sighting = sighting,
            // Also where an old receipt is still answered: it proves nothing.
            BlockThere = IsCanonical(sighting) ? null : anchor.Block is { } block ? await chain.BlockAsync(Tag(block.Number), cancellationToken) : null,
            AccountNonce = nonce,
        };
    }

    /// <summary>Whether the node says of any attempt that a canonical block holds it: asked where its receipts and the account's nonce do not agree.</summary>
    private static async Task<bool> HoldsAsync(IChain chain, AnchorRecord anchor, CancellationToken cancellationToken)
    {
        foreach (var attempt in anchor.Attempts)
        {
            if (await chain.TransactionAsync(attempt.Hash, cancellationToken) is { BlockNumber: { } height } found
                && (await chain.BlockAsync(Tag(height), cancellationToken))?.Hash == found.BlockHash)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As above, with what is final by now.</summary>
    public static async Task<AnchorObservation> SeeWithFinalityAsync(AnchorLane lane, AnchorRecord anchor, FinalHeads heads, CancellationToken cancellationToken)
    {
        var seen = await SeeAsync(lane, anchor, cancellationToken);
        return seen with
        {
            Safe = heads.Safe,
            Finalized = heads.Finalized,
            FinalNonce = anchor.State == AnchorState.Displaced && heads.Finalized is not null
                ? await lane.Network.Chain.NonceAsync(lane.Address, "finalized", cancellationToken)
                : null,
        };
    }

    public static async Task<FinalHeads> HeadsAsync(IChain chain, CancellationToken cancellationToken) => new(
        await chain.BlockAsync("latest", cancellationToken) ?? throw new ChainUnavailableException("The node has no newest block"),
        await HeadAsync(chain, "safe", cancellationToken),
        await HeadAsync(chain, "finalized", cancellationToken));

    internal static string Tag(long height) => "0x" + height.ToString("x", CultureInfo.InvariantCulture);

    private static bool IsCanonical(AnchorSighting? sighting) => sighting is not null && sighting.Canonical?.Hash == sighting.Receipt.BlockHash;

    private static async Task<long?> HeadAsync(IChain chain, string tag, CancellationToken cancellationToken) =>
        (await chain.BlockAsync(tag, cancellationToken))?.Number;

    /// <summary>The attempt with a receipt in the canonical chain; else any with a receipt. The one mined last is the first to be asked for.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="anchor">The anchor.</param>
    /// <param name="isUsed">Its nonce may be used. Where it is not, the replaced attempts are spared: there can be dozens, twice a second.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    private static async Task<AnchorSighting?> SightAsync(IChain chain, AnchorRecord anchor, bool isUsed, CancellationToken cancellationToken)
    {
        AnchorSighting? found = null;
        var hashes = anchor.Attempts.Select(static attempt => attempt.Hash).Reverse().Where(hash => isUsed || hash == anchor.Newest.Hash || hash == anchor.MinedHash);
        foreach (var hash in hashes.OrderByDescending(hash => hash == anchor.MinedHash))
        {
            if (await chain.ReceiptAsync(hash, cancellationToken) is not { } receipt)
            {
                continue;
            }

            var canonical = await chain.BlockAsync(Tag(receipt.BlockNumber), cancellationToken);
            found = new AnchorSighting(hash, receipt, canonical);
            if (IsCanonical(found))
            {
                return found;
            }
        }

        return found;
    }
}

/// <param name="Latest">The newest block.</param>
/// <param name="Safe">Height of the newest safe block; null where the chain has no such tag.</param>
/// <param name="Finalized">Height of the newest final block; null where the chain has no such tag.</param>
public sealed record FinalHeads(ChainBlock Latest, long? Safe, long? Finalized);
