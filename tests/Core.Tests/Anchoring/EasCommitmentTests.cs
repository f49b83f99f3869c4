using System.Text;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>Roots that are entered in the EAS contract, and when they go as calldata all the same. The contract itself: EndToEnd.</summary>
public sealed class EasCommitmentTests
{
    private const long Estimate = 80_000;

    private static readonly byte[] Never = new byte[32];
    private static readonly byte[] Once = [.. new byte[31], 1];

    [Fact]
    public void The_selectors_are_the_hashes_of_the_functions_signatures()
    {
        Assert.Equal(Keccak256.Hash(Encoding.ASCII.GetBytes("timestamp(bytes32)"))[..4], EasContract.TimestampCall([]));
        Assert.Equal(Keccak256.Hash(Encoding.ASCII.GetBytes("getTimestamp(bytes32)"))[..4], EasContract.GetTimestampCall([]));
        Assert.Equal("4d003070", Convert.ToHexStringLower(EasContract.TimestampCall([])));
    }

    [Fact]
    public async Task A_root_that_the_contract_does_not_have_is_entered_there_with_a_quarter_more_gas_than_estimated()
    {
        using var lane = await OpenAsync();
        var anchor = await NextAsync(lane);
        var sent = SignedTransaction.Parse(anchor.Newest.Raw).Transaction;
        Assert.Equal(AnchorCommitment.Eas, anchor.Commitment);
        Assert.Equal((EasContract.Address, Estimate / 4 * 5), (sent.To, sent.GasLimit));
        Assert.True(sent.Value.IsZero);
        Assert.Equal(EasContract.TimestampCall(anchor.Root), sent.Data.ToArray());
        Assert.True(EasContract.IsTimestampOf(sent.To, sent.Data.Span, anchor.Root));
    }

    [Fact]
    public async Task An_estimate_below_what_a_timestamp_is_known_to_take_is_not_believed()
    {
        using var lane = await OpenAsync();
        lane.Node.OnEstimate = static _ => 21_000;
        Assert.Equal(EasContract.LeastGas, SignedTransaction.Parse((await NextAsync(lane)).Newest.Raw).Transaction.GasLimit);
    }

    [Theory]
    [InlineData("no contract is there")]
    [InlineData("the contract answers something else")]
    [InlineData("it has the root already")]
    [InlineData("it would refuse the root")]
    [InlineData("it is broken")]
    [InlineData("the setting is calldata")]
    public async Task Where_the_way_is_closed_the_root_goes_as_calldata(string why)
    {
        using var lane = await OpenAsync(why == "the setting is calldata" ? "calldata" : "eas");
        switch (why)
        {
            case "no contract is there": lane.Node.OnCall = static (_, _) => []; break;
            case "the contract answers something else": lane.Node.OnCall = static (_, _) => new byte[64]; break;
            case "it has the root already": lane.Node.OnCall = static (_, _) => Once; break;
            case "it would refuse the root": lane.Node.OnEstimate = static _ => throw new ChainRevertedException("scripted"); break;
            case "it is broken": lane.Node.OnCall = static (_, _) => throw new ChainRevertedException("scripted"); break;
            default: break;
        }

        var anchor = await NextAsync(lane);
        var sent = SignedTransaction.Parse(anchor.Newest.Raw).Transaction;
        Assert.Equal((AnchorCommitment.Calldata, AnchorLanes.AddressOf(lane.Id)), (anchor.Commitment, sent.To));
        Assert.Equal(anchor.Root, sent.Data.ToArray());
    }

    [Fact]
    public async Task A_chain_that_does_not_answer_is_waited_for_and_no_reason_for_calldata()
    {
        using var lane = await OpenAsync();
        lane.Node.OnEstimate = static _ => throw new ChainUnavailableException("scripted");
        await lane.EnqueueAsync(1);
        Assert.Equal("", await lane.PrepareAsync());
        Assert.Equal(PauseReasons.ChainUnavailable, (await lane.Store.HeadAsync(lane.Id, default)).Pause?.Reason);
        lane.Node.OnEstimate = static _ => Estimate;
        Assert.Equal(AnchorCommitment.Eas, (await lane.AnchorAsync(await lane.PrepareAsync())).Commitment);
    }

    [Fact]
    public async Task A_replacement_says_the_same_to_the_same_contract_with_the_same_gas_limit()
    {
        using var lane = await OpenAsync();
        var anchor = await NextAsync(lane);
        var reference = new AnchorRef(lane.Id, anchor.Nonce).ToString();
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        // Whatever the contract would say now.
        lane.Node.OnCall = static (_, _) => Once;
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        var attempts = (await lane.AnchorAsync(reference)).Attempts.Select(static attempt => SignedTransaction.Parse(attempt.Raw).Transaction).ToList();
        Assert.True(attempts.Count >= 2);
        Assert.All(attempts, attempt => Assert.Equal(
            (attempts[0].Nonce, attempts[0].To, attempts[0].GasLimit, Convert.ToHexString(attempts[0].Data.Span)),
            (attempt.Nonce, attempt.To, attempt.GasLimit, Convert.ToHexString(attempt.Data.Span))));
        Assert.True(attempts[1].MaxFeePerGas > attempts[0].MaxFeePerGas);
    }

    [Fact]
    public async Task A_root_that_the_contract_reverted_goes_as_calldata_once_that_is_final_and_later_roots_to_the_contract_again()
    {
        using var lane = await OpenAsync();
        var first = await NextAsync(lane, roots: 60);
        var reference = new AnchorRef(lane.Id, first.Nonce).ToString();
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        lane.Node.Mine(first, 101, succeeded: false);
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
        lane.Node.Nonce = 1;
        lane.Node.Head = 110;
        lane.Node.Finalized = 101;
        await lane.SweepAsync();
        Assert.Equal(60, (await lane.WaitingAsync()).Count(static root => root.IsCalldata));

        // A fresh root on its way with them does not send them back to the contract.
        await lane.EnqueueAsync(1);
        var again = await lane.IncludeAsync();
        Assert.Equal((1L, 61, AnchorCommitment.Calldata), (again.Nonce, again.Batches.Count, again.Commitment));
        lane.Node.Nonce = 2;
        Assert.Equal(AnchorCommitment.Eas, (await NextAsync(lane)).Commitment);
    }

    [Fact]
    public async Task An_account_that_can_pay_for_calldata_but_not_for_the_contract_waits()
    {
        using var lane = await OpenAsync();
        // Twice the base fee and the tip, times the gas limit.
        lane.Node.Balance = (2_010 * Estimate / 4 * 5) - 1;
        await lane.EnqueueAsync(1);
        Assert.Equal("", await lane.PrepareAsync());
        Assert.Equal(PauseReasons.Balance, (await lane.Store.HeadAsync(lane.Id, default)).Pause?.Reason);
        lane.Node.Balance++;
        Assert.NotEqual("", await lane.PrepareAsync());
    }

    private static async Task<Lane> OpenAsync(string commitment = "eas")
    {
        var lane = await Lane.OpenAsync(configure: options => options.Test.Commitment = commitment);
        lane.Node.OnCall = static (to, data) => to == EasContract.Address && data.Span.StartsWith(EasContract.GetTimestampCall([])) ? Never : [];
        lane.Node.OnEstimate = static _ => Estimate;
        return lane;
    }

    private static async Task<AnchorRecord> NextAsync(Lane lane, int roots = 2)
    {
        await lane.EnqueueAsync(roots);
        return await lane.AnchorAsync(await lane.PrepareAsync());
    }
}
