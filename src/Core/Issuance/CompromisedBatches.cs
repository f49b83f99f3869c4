using System.Globalization;
using System.Runtime.CompilerServices;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Issuance;

/// <summary>What a compromise means for a batch.</summary>
public enum CompromiseOutcome
{
    /// <summary>Not signed yet, or not handed out: it is signed anew with the key in use, nothing is to be done.</summary>
    SignedAnew,

    /// <summary>Its documents fail verification for good: revoke and issue them anew.</summary>
    Worthless,

    /// <summary>The chain could not be asked for the time of its block; it lies close to the compromise, or after it.</summary>
    Unknown,
}

/// <summary>A batch that bears a compromised key and was not anchored before the compromise.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="BlockTime">Time of the block that anchors it, where known.</param>
/// <param name="Outcome">What it means.</param>
public sealed record CompromisedBatch(Batch Batch, DateTimeOffset? BlockTime, CompromiseOutcome Outcome);

/// <summary>
/// Finds what a compromise takes with it. A batch that is signed is not signed anew by itself: its documents may be in other hands, its root
/// in a transaction under way, and one document id must not stand for two documents. It is listed, and anchored to no avail.
/// </summary>
public sealed class CompromisedBatches(BatchStore batches, TenantKeys keys, AnchorNetworks networks)
{
    private const int PageSize = 100;

    // A batch is marked as anchored after its block was seen, by our clock; block clocks may differ from it.
    private static readonly TimeSpan ClockAllowance = TimeSpan.FromHours(1);

    /// <summary>Batches of both environments, newest first.</summary>
    /// <param name="key">A compromised key.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async IAsyncEnumerable<CompromisedBatch> ListAsync(TenantSigningKey key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var since = key.CompromisedSince ?? throw new ArgumentException("The key is not compromised", nameof(key));
        // Batches of before there was rotation do not name their key: it was the tenant's first.
        var first = (await keys.ListAsync(key.Tenant, cancellationToken))[0].Fragment;
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
        {
            for (Kernel.BatchId? cursor = null; ;)
            {
                var (page, next) = await batches.ListAsync(key.Tenant, environment, null, PageSize, cursor, cancellationToken);
                foreach (var batch in page.Where(batch => IsBy(batch, key.Fragment, first)))
                {
                    if (await JudgeAsync(batch, since, cancellationToken) is { } found)
                    {
                        yield return found;
                    }
                }

                if ((cursor = next) is null)
                {
                    break;
                }
            }
        }
    }

    private static bool IsBy(Batch batch, string key, string first) =>
        batch.Status != BatchStatus.Failed && batch.ProofTime is not null && (batch.Signing?.Key ?? first) == key;

    private async Task<CompromisedBatch?> JudgeAsync(Batch batch, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (batch.Status == BatchStatus.Pending)
        {
            return new CompromisedBatch(batch, null, CompromiseOutcome.SignedAnew);
        }

        if (batch.Anchor is not { } anchor)
        {
            return new CompromisedBatch(batch, null, CompromiseOutcome.Worthless);
        }

        if (batch.AnchoredAt < since - ClockAllowance)
        {
            return null;
        }

        return await BlockTimeAsync(batch.Environment, anchor, cancellationToken) is { } block
            ? block < since ? null : new CompromisedBatch(batch, block, CompromiseOutcome.Worthless)
            : new CompromisedBatch(batch, null, CompromiseOutcome.Unknown);
    }

    private async Task<DateTimeOffset?> BlockTimeAsync(TenantEnvironment environment, BatchAnchor anchor, CancellationToken cancellationToken)
    {
        if (networks.Find(environment)?.Chain is not { } chain)
        {
            return null;
        }

        try
        {
            var receipt = await chain.ReceiptAsync(anchor.TransactionHash, cancellationToken);
            var height = "0x" + receipt?.BlockNumber.ToString("x", CultureInfo.InvariantCulture);
            return receipt is null ? null : (await chain.BlockAsync(height, cancellationToken))?.Time;
        }
        catch (ChainUnavailableException)
        {
            return null;
        }
    }
}
