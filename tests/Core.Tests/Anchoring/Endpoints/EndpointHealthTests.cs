using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Endpoints;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Anchoring.Endpoints;

/// <summary>Endpoints that hang, fail, come back or are on another chain: what is asked of them, and how often.</summary>
public sealed class EndpointHealthTests(ITestOutputHelper output)
{
    [Fact]
    public async Task One_that_hangs_delays_nothing_that_the_others_decide()
    {
        var endpoints = new Endpoints(3);
        endpoints[0].Hangs = true;
        endpoints[1].Put(Endpoints.Transaction, 90);
        endpoints[2].Put(Endpoints.Transaction, 90);
        // The clock stands: whoever waited for the first would wait for ever.
        Assert.Equal(90, (await endpoints.ReceiptAsync())!.BlockNumber);
        Assert.Equal(100, (await endpoints.Chain.BlockAsync("latest", default))!.Number);
        Assert.Equal(5, await endpoints.Chain.NonceAsync("0x", "latest", default));
        Assert.Equal(SendKind.Accepted, (await endpoints.Chain.SendRawAsync(new byte[] { 2 }, default)).Kind);

        endpoints.Time.Advance(TimeSpan.FromSeconds(5));
        await Eventually(() => endpoints.Health[0].Reason == EndpointReasons.TimedOut);
        var calls = endpoints[0].Calls;
        await endpoints.ReceiptAsync();
        Assert.Equal((calls, 1), (endpoints[0].Calls, endpoints.Health[0].ConsecutiveFailures));
    }

    [Fact]
    public async Task The_only_one_that_hangs_is_given_up_after_its_time()
    {
        var endpoints = new Endpoints(1);
        endpoints[0].Hangs = true;
        var asked = endpoints.ReceiptAsync().AsTask();
        endpoints.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(asked.IsCompleted);
        endpoints.Time.Advance(TimeSpan.FromSeconds(0.1));
        await Assert.ThrowsAsync<ChainUnavailableException>(() => asked);
        Assert.Equal(EndpointReasons.TimedOut, endpoints.Health[0].Reason);
    }

    [Fact]
    public async Task One_that_failed_is_tried_again_beside_the_others_and_not_waited_for()
    {
        var endpoints = new Endpoints(2);
        endpoints[1].IsDown = true;
        Assert.True(await endpoints.IsAvailableAsync());
        endpoints.Time.Advance(Endpoints.LongEnough);
        (endpoints[1].IsDown, endpoints[1].Hangs) = (false, true);
        var calls = endpoints[1].Calls;
        Assert.True(await endpoints.IsAvailableAsync());
        Assert.Equal(calls + 1, endpoints[1].Calls);
        endpoints.Time.Advance(TimeSpan.FromSeconds(5));
        await Eventually(() => endpoints.Health[1].ConsecutiveFailures == 2);
        endpoints[1].Hangs = false;
        endpoints.Time.Advance(Endpoints.LongEnough);
        Assert.True(await endpoints.IsAvailableAsync());
        await Eventually(() => endpoints.Health[1] is { IsHealthy: true, Reason: null, ConsecutiveFailures: 0 });
    }

    [Theory]
    [InlineData(1, 800)] // a step of 5 s: 720 an hour, and the doublings before
    [InlineData(3, 400)] // a step of 30 s: 120 an hour each
    public async Task An_hour_without_any_endpoint_is_no_storm_and_loses_no_time_afterwards(int count, int most)
    {
        var endpoints = new Endpoints(count);
        Assert.True(await endpoints.IsAvailableAsync());
        var before = endpoints.Calls;
        endpoints.All.ToList().ForEach(static endpoint => endpoint.IsDown = true);
        var asked = 0;
        for (var at = TimeSpan.Zero; at < Endpoints.AnHour; at += TimeSpan.FromSeconds(0.5))
        {
            // Ten lanes and pages ask twice a second.
            for (var caller = 0; caller < 10; caller++)
            {
                asked++;
                Assert.False(await endpoints.IsAvailableAsync());
            }

            endpoints.Time.Advance(TimeSpan.FromSeconds(0.5));
        }

        var calls = endpoints.Calls - before;
        output.WriteLine($"{count} endpoint(s) down for an hour: {asked} questions, {calls} calls, {(double)calls / count / 60:0.0} a minute and endpoint");
        Assert.InRange(calls, count * 100, most);

        endpoints.All.ToList().ForEach(static endpoint => endpoint.IsDown = false);
        endpoints.Time.Advance(count == 1 ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(30));
        Assert.True(await endpoints.IsAvailableAsync());
        Assert.Empty(endpoints.Alerts);
    }

    [Fact]
    public async Task Many_who_ask_at_once_make_one_try_a_step()
    {
        var endpoints = new Endpoints(1);
        endpoints[0].Hangs = true;
        var first = endpoints.ReceiptAsync().AsTask();
        endpoints.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<ChainUnavailableException>(() => first);
        endpoints.Time.Advance(TimeSpan.FromSeconds(1));
        var calls = endpoints[0].Calls;
        var trial = endpoints.ReceiptAsync().AsTask();
        var others = Enumerable.Range(0, 100).Select(_ => endpoints.IsAvailableAsync()).ToList();
        Assert.All(await Task.WhenAll(others), Assert.False);
        Assert.Equal(calls + 1, endpoints[0].Calls);
        endpoints.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<ChainUnavailableException>(() => trial);
    }

    [Fact]
    public async Task One_that_flaps_is_used_while_it_answers_and_checked_each_time_it_is_back()
    {
        var endpoints = new Endpoints(1);
        var answered = 0;
        for (var round = 0; round < 20; round++)
        {
            endpoints[0].IsDown = round % 2 == 1;
            answered += await endpoints.IsAvailableAsync() ? 1 : 0;
            endpoints.Time.Advance(TimeSpan.FromSeconds(0.3));
        }

        // Up: chain id and question; down: one failing question, or its chain id.
        Assert.Equal((10, 10 * 3), (answered, endpoints.Calls));
    }

    [Fact]
    public async Task An_endpoint_on_another_chain_is_out_until_it_says_the_right_id_and_operators_are_told_once_an_hour()
    {
        var endpoints = new Endpoints(2);
        endpoints[1].ChainId = 1;
        endpoints[1].Nonce = 77;
        for (var minute = 0; minute <= 60; minute++)
        {
            Assert.Equal(5, await endpoints.Chain.NonceAsync("0x", "latest", default));
            endpoints.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["rpc_wrong_chain 84532-rpc-2", "rpc_wrong_chain 84532-rpc-2"], endpoints.Alerts);
        Assert.Equal((false, EndpointReasons.WrongChain), (endpoints.Health[1].IsHealthy, endpoints.Health[1].Reason));
        await endpoints.Chain.SendRawAsync(new byte[] { 2 }, default);
        Assert.Empty(endpoints[1].Sent);

        endpoints[1].ChainId = 84_532;
        endpoints.Time.Advance(Endpoints.LongEnough);
        await endpoints.Chain.NonceAsync("0x", "latest", default);
        Assert.Equal(77, await endpoints.Chain.NonceAsync("0x", "latest", default));
    }

    [Fact]
    public async Task The_only_endpoint_on_another_chain_is_unavailable_and_nothing_is_sent()
    {
        var endpoints = new Endpoints(1);
        endpoints[0].ChainId = 8_453;
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await endpoints.Chain.ChainIdAsync(default));
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await endpoints.Chain.SendRawAsync(new byte[] { 2 }, default));
        Assert.Empty(endpoints[0].Sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_moves_to_another_chain_is_found_out_after_a_failure_and_after_ten_minutes(bool fails)
    {
        var endpoints = new Endpoints(1);
        Assert.True(await endpoints.IsAvailableAsync());
        if (fails)
        {
            endpoints[0].IsDown = true;
            Assert.False(await endpoints.IsAvailableAsync());
            endpoints[0].IsDown = false;
        }

        endpoints[0].ChainId = 1;
        endpoints.Time.Advance(fails ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(10));
        await endpoints.UnavailableAsync();
        Assert.Equal(EndpointReasons.WrongChain, endpoints.Health[0].Reason);
    }

    [Fact]
    public async Task Asked_for_the_chain_id_it_is_asked_itself_each_time()
    {
        var endpoints = new Endpoints(1);
        Assert.Equal(84_532, await endpoints.Chain.ChainIdAsync(default));
        endpoints[0].ChainId = 1;
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await endpoints.Chain.ChainIdAsync(default));
    }

    [Fact]
    public async Task A_question_that_a_node_cannot_answer_does_not_close_it_for_others()
    {
        var endpoints = new Endpoints(1);
        Assert.True(await endpoints.IsAvailableAsync());
        endpoints[0].KnowsNothing = true;
        await endpoints.UnavailableAsync();
        endpoints[0].KnowsNothing = false;
        Assert.True(await endpoints.IsAvailableAsync());
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_no_failure_of_the_endpoint()
    {
        var endpoints = new Endpoints(1);
        Assert.True(await endpoints.IsAvailableAsync());
        endpoints[0].Hangs = true;
        using var given = new CancellationTokenSource();
        var asked = endpoints.Chain.ReceiptAsync(Endpoints.Transaction, given.Token).AsTask();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal((true, 0), (endpoints.Health[0].IsHealthy, endpoints.Health[0].ConsecutiveFailures));
    }

    [Fact]
    public async Task A_clock_that_is_set_by_a_day_changes_nothing()
    {
        var endpoints = new Endpoints(1);
        endpoints[0].IsDown = true;
        Assert.False(await endpoints.IsAvailableAsync());
        endpoints[0].IsDown = false;
        endpoints.Time.Jump(TimeSpan.FromDays(-1));
        endpoints.Time.Advance(TimeSpan.FromSeconds(0.3));
        Assert.True(await endpoints.IsAvailableAsync());
        endpoints.Time.Jump(TimeSpan.FromDays(2));
        Assert.True(await endpoints.IsAvailableAsync());
    }

    [Fact]
    public async Task What_is_sent_goes_to_all_and_one_that_takes_it_is_enough()
    {
        var endpoints = new Endpoints(3);
        (endpoints[0].OnSend, endpoints[1].OnSend) = (SendKind.PoolFull, SendKind.NonceTooHigh);
        Assert.Equal(SendKind.Accepted, (await endpoints.Chain.SendRawAsync(new byte[] { 2 }, default)).Kind);
        Assert.All(endpoints.All, static endpoint => Assert.Single(endpoint.Sent));
        endpoints[2].OnSend = SendKind.AlreadyKnown;
        Assert.Equal(SendKind.AlreadyKnown, (await endpoints.Chain.SendRawAsync(new byte[] { 2 }, default)).Kind);
        (endpoints[1].OnSend, endpoints[2].IsDown) = (SendKind.Underpriced, true);
        Assert.Equal(SendKind.Underpriced, (await endpoints.Chain.SendRawAsync(new byte[] { 2 }, default)).Kind);
        (endpoints[0].IsDown, endpoints[1].IsDown) = (true, true);
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await endpoints.Chain.SendRawAsync(new byte[] { 2 }, default));
    }

    [Fact]
    public void Before_anything_was_asked_nothing_is_said_against_an_endpoint() => Assert.Equal(
        [new EndpointHealth("base-sepolia", 1, true, null, null, null, null, 0), new EndpointHealth("base-sepolia", 2, true, null, null, null, null, 0)],
        new Endpoints(2).Health);

    // Calls beside the question end on other threads.
    private static async Task Eventually(Func<bool> isTrue)
    {
        for (var tries = 0; tries < 500 && !isTrue(); tries++)
        {
            await Task.Delay(10);
        }

        Assert.True(isTrue());
    }
}
