using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Tests.Anchoring.Endpoints;

/// <summary>What endpoints say together when one of them lies, lags or is not that far yet.</summary>
public sealed class EndpointAgreementTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_of_three_that_lies_about_a_receipt_is_outvoted_and_told(int liar)
    {
        var endpoints = new Endpoints(3);
        foreach (var endpoint in endpoints.All)
        {
            endpoint.IsOnFork = endpoint == endpoints[liar];
            endpoint.Put(Endpoints.Transaction, 90);
        }

        Assert.Equal("0xb5a", (await endpoints.ReceiptAsync())!.BlockHash);
        Assert.Equal("0xb5a", (await endpoints.Chain.BlockAsync("0x5a", default))!.Hash);
        Assert.Equal([$"rpc_disagreement 84532-rpc-{liar + 1}"], endpoints.Alerts);
    }

    [Fact]
    public async Task A_receipt_that_only_one_of_three_has_does_not_count()
    {
        var endpoints = new Endpoints(3);
        await endpoints.Chain.BlockAsync("latest", default);
        endpoints[1].Put(Endpoints.Transaction, 90);
        Assert.Null(await endpoints.ReceiptAsync());
        Assert.Equal(["rpc_disagreement 84532-rpc-2"], endpoints.Alerts);
    }

    [Fact]
    public async Task A_receipt_that_one_of_three_hides_counts()
    {
        var endpoints = new Endpoints(3);
        await endpoints.Chain.BlockAsync("latest", default);
        endpoints[0].Put(Endpoints.Transaction, 90);
        endpoints[2].Put(Endpoints.Transaction, 90);
        Assert.Equal(90, (await endpoints.ReceiptAsync())!.BlockNumber);
        Assert.Equal(["rpc_disagreement 84532-rpc-2"], endpoints.Alerts);
    }

    [Fact]
    public async Task Two_that_contradict_each_other_are_not_believed_and_operators_are_told_once_an_hour()
    {
        var endpoints = new Endpoints(2);
        endpoints[1].IsOnFork = true;
        endpoints[0].Put(Endpoints.Transaction, 90);
        endpoints[1].Put(Endpoints.Transaction, 90);
        for (var minute = 0; minute <= 60; minute++)
        {
            await endpoints.UnavailableAsync();
            endpoints.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["rpc_disagreement 84532", "rpc_disagreement 84532"], endpoints.Alerts);
        endpoints[1].IsOnFork = false;
        endpoints[1].Put(Endpoints.Transaction, 90);
        Assert.Equal(90, (await endpoints.ReceiptAsync())!.BlockNumber);
    }

    [Fact]
    public async Task A_block_that_one_of_two_has_not_reached_is_not_there_yet_and_no_contradiction()
    {
        var endpoints = new Endpoints(2);
        endpoints[0].Head = 101;
        endpoints[0].Put(Endpoints.Transaction, 101);
        endpoints[1].Put(Endpoints.Transaction, 101);
        Assert.Null(await endpoints.ReceiptAsync());
        Assert.Null(await endpoints.Chain.BlockAsync("0x65", default));
        endpoints[1].Head = 101;
        Assert.Equal(101, (await endpoints.ReceiptAsync())!.BlockNumber);
        Assert.Equal(101, (await endpoints.Chain.BlockAsync("0x65", default))!.Number);
        Assert.Empty(endpoints.Alerts);
    }

    [Fact]
    public async Task One_that_lags_is_not_counted_until_it_has_caught_up()
    {
        var endpoints = new Endpoints(2);
        endpoints[0].Put(Endpoints.Transaction, 98);
        endpoints[1].Head = 90;
        Assert.Equal(98, (await endpoints.ReceiptAsync())!.BlockNumber);
        Assert.Equal((false, "lagging", 90, 10), (endpoints.Health[1].IsHealthy, endpoints.Health[1].Reason, endpoints.Health[1].Head, endpoints.Health[1].LagBlocks));
        Assert.Equal(100, (await endpoints.Chain.BlockAsync("latest", default))!.Number);

        (endpoints[0].Head, endpoints[1].Head) = (101, 100);
        Assert.Equal(100, (await endpoints.Chain.BlockAsync("latest", default))!.Number);
        Assert.Equal((true, null, 1), (endpoints.Health[1].IsHealthy, endpoints.Health[1].Reason, endpoints.Health[1].LagBlocks));
        Assert.Empty(endpoints.Alerts);
    }

    [Fact]
    public async Task One_that_stands_still_is_found_out_while_nobody_asks_for_heads()
    {
        var endpoints = new Endpoints(3);
        Assert.Null(await endpoints.ReceiptAsync());
        Assert.All(endpoints.Health, static health => Assert.Equal((true, 100), (health.IsHealthy, health.Head)));
        (endpoints[0].Head, endpoints[1].Head) = (106, 107);
        endpoints.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await endpoints.ReceiptAsync());
        Assert.Equal((false, "lagging", 6), (endpoints.Health[2].IsHealthy, endpoints.Health[2].Reason, endpoints.Health[2].LagBlocks));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_head_that_one_of_three_made_up_moves_nothing(int liar)
    {
        var endpoints = new Endpoints(3);
        endpoints[liar].Head = 1_000_000;
        Assert.Equal(100, (await endpoints.Chain.BlockAsync("latest", default))!.Number);
        Assert.Equal(50, (await endpoints.Chain.BlockAsync("finalized", default))!.Number);
        Assert.Equal(2, endpoints.Health.Count(static health => health.IsHealthy && health.LagBlocks == 0 && health.Head == 100));
    }

    [Fact]
    public async Task Of_two_the_lower_head_counts()
    {
        var endpoints = new Endpoints(2);
        endpoints[0].Head = 103;
        Assert.Equal(100, (await endpoints.Chain.BlockAsync("latest", default))!.Number);
        Assert.Equal(50, (await endpoints.Chain.BlockAsync("finalized", default))!.Number);
    }

    [Fact]
    public async Task A_chain_without_finalized_blocks_has_none()
    {
        var endpoints = new Endpoints(3);
        endpoints.All.ToList().ForEach(static endpoint => endpoint.Head = 3);
        Assert.Null(await endpoints.Chain.BlockAsync("finalized", default));
    }

    [Fact]
    public async Task Figures_are_in_the_middle()
    {
        var endpoints = new Endpoints(3);
        (endpoints[0].Fees, endpoints[1].Fees, endpoints[2].Fees) = (new ChainFees(1, 900), new ChainFees(100, 10), new ChainFees(101, 11));
        (endpoints[0].Balance, endpoints[1].Balance, endpoints[2].Balance) = (BigInteger.Pow(10, 30), 1_000, 1_001);
        (endpoints[0].Nonce, endpoints[1].Nonce, endpoints[2].Nonce) = (1_000_000, 5, 6);
        Assert.InRange((await endpoints.Chain.FeesAsync(default)).BaseFee, 100, 101);
        Assert.InRange(await endpoints.Chain.BalanceAsync("0x", default), 1_000, 1_001);
        Assert.InRange(await endpoints.Chain.NonceAsync("0x", "latest", default), 5, 6);
    }

    [Fact]
    public async Task The_higher_nonce_of_two_counts_so_that_none_is_used_twice()
    {
        var endpoints = new Endpoints(2);
        endpoints[1].Nonce = 6;
        Assert.Equal(6, await endpoints.Chain.NonceAsync("0x", "latest", default));
    }

    [Fact]
    public async Task The_lower_nonce_of_two_is_final_so_that_no_root_gets_a_second_one()
    {
        var endpoints = new Endpoints(2);
        endpoints[1].Nonce = 6;
        Assert.Equal(5, await endpoints.Chain.NonceAsync("0x", "finalized", default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task One_of_three_that_lies_about_the_time_of_a_block_is_outvoted(int liar)
    {
        var endpoints = new Endpoints(3);
        endpoints[liar].TimeLie = TimeSpan.FromDays(-30);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(90), (await endpoints.Chain.BlockAsync("0x5a", default))!.Time);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task One_of_three_whose_answers_break_its_adapter_ends_no_question_and_is_not_counted(int strange)
    {
        var endpoints = new Endpoints(3);
        endpoints[strange].IsStrange = true;
        Assert.Equal(100, (await endpoints.Chain.BlockAsync("latest", default))!.Number);
        Assert.Null(await endpoints.ReceiptAsync());
        Assert.Equal("unreachable", endpoints.Health[strange].Reason);
    }

    [Fact]
    public async Task What_breaks_the_adapter_of_the_only_endpoint_is_an_outage_without_its_text()
    {
        var endpoints = new Endpoints(1);
        endpoints[0].IsStrange = true;
        var outage = await Assert.ThrowsAsync<ChainUnavailableException>(async () => await endpoints.ReceiptAsync());
        Assert.DoesNotContain("secret", outage.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_answers_are_none()
    {
        var endpoints = new Endpoints(3, minAgreement: 2);
        Assert.True(await endpoints.IsAvailableAsync());
        (endpoints[0].IsDown, endpoints[1].IsDown) = (true, true);
        await endpoints.UnavailableAsync();
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await endpoints.Chain.NonceAsync("0x", "latest", default));
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await endpoints.Chain.BlockAsync("latest", default));
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await endpoints.Chain.CallAsync("0x", default, default));
    }

    [Fact]
    public async Task Contracts_are_believed_by_majority_and_where_blocks_differ_the_first_one()
    {
        var endpoints = new Endpoints(3);
        endpoints[0].OnCall = static () => [9];
        endpoints[1].OnCall = endpoints[2].OnCall = static () => [1];
        Assert.Equal([1], await endpoints.Chain.CallAsync("0x", default, default));
        endpoints[1].OnCall = static () => [2];
        Assert.Equal([9], await endpoints.Chain.CallAsync("0x", default, default));
        endpoints[0].OnCall = endpoints[1].OnCall = static () => throw new ChainRevertedException("eth_call");
        await Assert.ThrowsAsync<ChainRevertedException>(async () => await endpoints.Chain.CallAsync("0x", default, default));
        await Assert.ThrowsAsync<ChainRevertedException>(async () => await endpoints.Chain.EstimateGasAsync("0x", "0x", default, default));
        Assert.All(endpoints.Health, static health => Assert.True(health.IsHealthy));
    }

    [Fact]
    public async Task A_waiting_transaction_is_there_when_one_endpoint_knows_it()
    {
        var endpoints = new Endpoints(3);
        var waiting = new ChainTransaction(Endpoints.Transaction, "0x1", "0x1", [1], 0, null, null);
        Assert.Null(await endpoints.Chain.TransactionAsync(Endpoints.Transaction, default));
        endpoints[0].Transactions[Endpoints.Transaction] = waiting;
        Assert.Equal(waiting, await endpoints.Chain.TransactionAsync(Endpoints.Transaction, default));
        var mined = waiting with { BlockNumber = 90, BlockHash = "0xb5a" };
        endpoints[1].Transactions[Endpoints.Transaction] = endpoints[2].Transactions[Endpoints.Transaction] = mined;
        Assert.Equal(mined, await endpoints.Chain.TransactionAsync(Endpoints.Transaction, default));
    }
}
