using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using LearnCoin.Core.Alerts;

namespace LearnCoin.Core.Anchoring.Endpoints;

/// <summary>
/// One chain through one or several RPC endpoints, none of which is trusted alone where there are more: what stands in blocks counts when
/// more than half of those that answer and keep up say the same; heads are what half of them have reached; what is sent goes to all.
/// </summary>
public sealed class AgreedChain : IChain
{
    private readonly EndpointPolicy policy;
    private readonly EndpointView view;
    private readonly SightedReads sights;

    /// <param name="policy">What holds for all of them.</param>
    /// <param name="chains">The endpoints, in the order of the settings.</param>
    /// <param name="time">Clock of time-outs and back-off.</param>
    /// <param name="alerts">Told of endpoints on another chain and of contradictions.</param>
    public AgreedChain(EndpointPolicy policy, IReadOnlyList<IChain> chains, TimeProvider time, IAlerts alerts)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(chains);
        this.policy = policy with { IsAlone = chains.Count == 1 };
        var told = new EndpointAlerts(policy.ChainId, alerts, time);
        view = new EndpointView([.. chains.Select((chain, place) => new Endpoint(place + 1, chain, this.policy, time, told))], this.policy, time);
        sights = new SightedReads(view, told);
    }

    /// <summary>How each endpoint is now.</summary>
    /// <param name="network">Name of the chain in the API.</param>
    public IReadOnlyList<EndpointHealth> Health(string network) => view.Health(network);

    public async ValueTask<long> ChainIdAsync(CancellationToken cancellationToken)
    {
        await view.CheckChainsAsync(cancellationToken);
        return policy.ChainId;
    }

    /// <summary>By height what the endpoints agree on; by tag the block at the height that at least half of those that keep up have reached.</summary>
    public ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(numberOrTag);
        return numberOrTag.StartsWith("0x", StringComparison.Ordinal)
            ? sights.AskAsync((chain, token) => chain.BlockAsync(numberOrTag, token), static block => new Sight(block.Number, $"{block.Hash} {block.Time:O}"), cancellationToken)
            : TagAsync(numberOrTag, cancellationToken);
    }

    public ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken) => CombineAsync(
        static (chain, token) => chain.FeesAsync(token),
        static (fees, _) => new ChainFees(
            Agreement.UpperMiddle(fees.Select(static fee => fee.BaseFee)), Agreement.UpperMiddle(fees.Select(static fee => fee.Tip))),
        cancellationToken);

    /// <summary>
    /// The highest count that a single endpoint of three or more cannot have made up. Of final blocks the one that at least half have reached:
    /// by it anchors are given up, and to believe too high a one would give a root a second nonce.
    /// </summary>
    public ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken) => CombineAsync(
        (chain, token) => chain.NonceAsync(address, tag, token),
        (nonces, asked) => tag == "finalized" ? Agreement.LowerMiddle(nonces) : Agreement.Highest(nonces, asked)!.Value,
        cancellationToken);

    public ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken) => CombineAsync(
        (chain, token) => chain.BalanceAsync(address, token), static (balances, _) => Agreement.LowerMiddle(balances), cancellationToken);

    /// <summary>Sends to every endpoint that is up, and ends with the first that takes it.</summary>
    /// <returns>Accepted when one takes or knows it, else the refusal that says most.</returns>
    public async ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken)
    {
        static bool IsTaken(Ballot<SendOutcome> ballot) => ballot.Value is { Kind: SendKind.Accepted or SendKind.AlreadyKnown };
        var tally = await view.AskAsync((_, chain, token) => chain.SendRawAsync(rawTransaction, token), static tally => tally.Ballots.Any(IsTaken), cancellationToken);
        return tally.Ballots.FirstOrDefault(IsTaken)?.Value ?? Agreement.MostTelling(tally.Ballots.Select(static ballot => ballot.Value!));
    }

    public ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken) => sights.AskAsync(
        (chain, token) => chain.ReceiptAsync(transactionHash, token),
        static receipt => new Sight(receipt.BlockNumber, $"{receipt.BlockHash} {receipt.Succeeded}"),
        cancellationToken);

    public ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken) => sights.AskAsync(
        (chain, token) => chain.TransactionAsync(transactionHash, token),
        static transaction => transaction is { BlockNumber: { } number, BlockHash: { } hash }
            ? new Sight(number, string.Create(
                CultureInfo.InvariantCulture, $"{hash} {transaction.From} {transaction.To} {transaction.Value} {Convert.ToHexString(transaction.Input)}"))
            : null,
        cancellationToken);

    /// <summary>What more than half say; where heads differ by a block, and with them what contracts say, the answer of the first endpoint that keeps up.</summary>
    public async ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        bool TryAgree(Tally<byte[]> tally, [MaybeNullWhen(false)] out Ballot<byte[]> agreed) => Agreement.TryMajority<Ballot<byte[]>>(
            view.Counted(tally), tally.Outstanding, policy.MinAgreement, static ballot => ballot.Value is { } bytes ? Convert.ToHexString(bytes) : "revert", out agreed);
        var tally = await view.AskAsync((_, chain, token) => chain.CallAsync(to, data, token), tally => TryAgree(tally, out _), cancellationToken);
        var counted = view.Counted(tally);
        var answer = TryAgree(tally, out var agreed) ? agreed : counted.Count >= policy.MinAgreement ? counted[0] : throw EndpointView.TooFew();
        return answer.Value ?? throw answer.Revert!;
    }

    public ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => CombineAsync(
        (chain, token) => chain.EstimateGasAsync(from, to, data, token), static (gas, _) => (long)Agreement.UpperMiddle(gas.Select(static units => (BigInteger)units)), cancellationToken);

    private async ValueTask<ChainBlock?> TagAsync(string tag, CancellationToken cancellationToken)
    {
        var tally = await view.AskAsync(
            (endpoint, chain, token) => tag == "latest" ? EndpointView.LatestAsync(endpoint, chain, token) : chain.BlockAsync(tag, token), HasMajority, cancellationToken);
        var blocks = Believed(tally);
        // Null, no such block yet, is the lowest.
        var height = Agreement.LowerMiddle(blocks.Select(static ballot => ballot.Value?.Number ?? -1));
        var there = blocks.Where(ballot => ballot.Value?.Number == height).ToList();
        return there.Count == 0 ? null
            : Agreement.TryMajority<Ballot<ChainBlock?>>(there, 0, 1, static ballot => ballot.Value!.Hash, out var agreed) ? agreed.Value : there[0].Value;
    }

    /// <summary>One figure out of many, from those that keep up; as soon as more than half of those asked have answered.</summary>
    private async ValueTask<T> CombineAsync<T>(
        Func<IChain, CancellationToken, ValueTask<T>> call, Func<IReadOnlyList<T>, int, T> combine, CancellationToken cancellationToken)
    {
        var tally = await view.AskAsync((_, chain, token) => call(chain, token), HasMajority, cancellationToken);
        var believed = Believed(tally);
        var reverts = believed.Where(static ballot => ballot.Revert is not null).ToList();
        return 2 * reverts.Count >= believed.Count
            ? throw reverts[0].Revert!
            : combine([.. believed.Where(static ballot => ballot.Revert is null).Select(static ballot => ballot.Value!)], tally.Ballots.Count + tally.Outstanding);
    }

    private bool HasMajority<T>(Tally<T> tally)
    {
        var count = view.Counted(tally).Count;
        return 2 * count > tally.Ballots.Count + tally.Outstanding && count >= policy.MinAgreement;
    }

    private IReadOnlyList<Ballot<T>> Believed<T>(Tally<T> tally) => view.Counted(tally) is { Count: > 0 } counted && counted.Count >= policy.MinAgreement
        ? counted
        : throw EndpointView.TooFew();
}
