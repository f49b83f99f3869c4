using System.Diagnostics.CodeAnalysis;

namespace LearnCoin.Core.Anchoring.Endpoints;

/// <summary>Where something stands in the chain, by one endpoint.</summary>
/// <param name="Number">Height of its block.</param>
/// <param name="Key">What must be equal for two endpoints to say the same.</param>
internal sealed record Sight(long Number, string Key);

/// <summary>
/// Reads of what stands in blocks: receipts, blocks by height, mined transactions. "Not there" is a vote as any other, unless its endpoint
/// is not that far yet.
/// </summary>
internal sealed class SightedReads(EndpointView view, EndpointAlerts alerts)
{
    private const string Nowhere = "";

    /// <summary>What more than half of the endpoints that keep up say; null when that is "not there", or when it stands in a block that others have not reached.</summary>
    /// <param name="call">Asks one endpoint.</param>
    /// <param name="sight">Where the answer says that it stands; null for an answer that stands in no block.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="ChainUnavailableException">Too few answer, or they contradict one another.</exception>
    internal async ValueTask<T?> AskAsync<T>(
        Func<IChain, CancellationToken, ValueTask<T?>> call, Func<T, Sight?> sight, CancellationToken cancellationToken)
        where T : class
    {
        Sight? Seen(Ballot<T?> ballot) => ballot.Value is { } value ? sight(value) : null;
        bool TryAgree(Tally<T?> tally, [MaybeNullWhen(false)] out Ballot<T?> agreed) => Agreement.TryMajority<Ballot<T?>>(
            view.Counted(tally), tally.Outstanding, view.MinAgreement, ballot => Seen(ballot)?.Key ?? Nowhere, out agreed);
        async Task<Tally<T?>> PollAsync() => await view.AskAsync(
            (_, chain, token) => call(chain, token), tally => TryAgree(tally, out _), cancellationToken, tally => TellDissent(tally, Seen));

        var tally = await PollAsync();
        if (!TryAgree(tally, out var agreed))
        {
            // Perhaps some lag, or a block came in between: with heads that were told before the second question, that can be said.
            await view.RefreshHeadsAsync(cancellationToken);
            tally = await PollAsync();
            if (!TryAgree(tally, out agreed))
            {
                Settle(view.Counted(tally), Seen);
                return null;
            }
        }

        // An answer that stands in no block yet, such as a waiting transaction, needs one endpoint to know it.
        return Seen(agreed) is not null ? agreed.Value : view.Counted(tally).FirstOrDefault(ballot => Seen(ballot) is null && ballot.Value is not null)?.Value;
    }

    /// <summary>Returns when those who do not see it have not reached its block.</summary>
    private void Settle<T>(IReadOnlyList<Ballot<T>> counted, Func<Ballot<T>, Sight?> seen)
    {
        var sights = counted.Select(seen).OfType<Sight>().DistinctBy(static sight => sight.Key).ToList();
        var blind = counted.Where(ballot => seen(ballot) is null).ToList();
        if (counted.Count < view.MinAgreement || sights.Count == 0)
        {
            throw EndpointView.TooFew();
        }

        if (sights.Count == 1 && blind.Count > 0 && blind.TrueForAll(ballot => ballot.Endpoint.FreshHead < sights[0].Number))
        {
            return;
        }

        // Of one whose head is not known nothing can be said; two different sights always contradict one another.
        if (sights.Count > 1 || blind.Exists(ballot => ballot.Endpoint.FreshHead >= sights[0].Number))
        {
            alerts.Divided();
        }

        throw new ChainUnavailableException("The RPC endpoints do not say the same now");
    }

    /// <summary>Tells operators of endpoints that contradict a majority.</summary>
    private void TellDissent<T>(Tally<T> tally, Func<Ballot<T>, Sight?> seen)
    {
        var counted = view.Counted(tally);
        if (!Agreement.TryMajority(counted, 0, 1, ballot => seen(ballot)?.Key ?? Nowhere, out var agreed))
        {
            return;
        }

        var truth = seen(agreed);
        foreach (var ballot in counted)
        {
            var said = seen(ballot);
            var contradicts = (truth, said) switch
            {
                ({ } there, { } elsewhere) => there.Key != elsewhere.Key,
                // Not a block or two behind, but not seeing what it must have.
                ({ } there, null) => IsPast(ballot.Endpoint, there.Number),
                (null, { } there) => counted.Where(other => seen(other) is null).All(other => IsPast(other.Endpoint, there.Number)),
                _ => false,
            };
            if (contradicts)
            {
                alerts.Disagrees(ballot.Endpoint.Index);
            }
        }
    }

    private bool IsPast(Endpoint endpoint, long number) => endpoint.FreshHead is { } head && head - number >= view.MaxLagBlocks;
}
