using System.Text.RegularExpressions;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Core.Timers;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Tests.Telemetry;

public sealed partial class InstrumentTests : IDisposable
{
    private static readonly AnchorNetwork Network = new(TenantEnvironment.Test, new ScriptedNode(), 84_532, 1, "https://explorer.example", "anchor-test");

    private readonly ProductTelemetry telemetry = new(new TestClock());
    private readonly Recorded recorded;

    public InstrumentTests() => recorded = new Recorded(telemetry);

    public void Dispose()
    {
        recorded.Dispose();
        telemetry.Dispose();
    }

    [Fact]
    public void Names_and_units_are_as_OpenTelemetry_asks()
    {
        Assert.True(recorded.Units.Count > 20);
        Assert.All(recorded.Units, static pair =>
        {
            Assert.Matches(Name(), pair.Key);
            // Seconds, a ratio, or a thing that is counted (UCUM annotation).
            Assert.Matches(Unit(), pair.Value);
        });
    }

    [Fact]
    public void An_anchor_in_a_block_tells_its_fee_and_each_credentials_share_of_it()
    {
        telemetry.Anchors.Included(Network, TimeSpan.FromSeconds(4), 22_280, new System.Numerics.BigInteger(44_560_000_000_000), 1_000);

        Assert.Equal([1], recorded.Of("learncoin.anchors.included", "base-sepolia"));
        Assert.Equal([4], recorded.Of("learncoin.anchor.inclusion.duration", "base-sepolia"));
        Assert.Equal([44_560], recorded.Of("learncoin.anchor.fee", "base-sepolia"));
        Assert.Equal([44.56], recorded.Of("learncoin.anchor.credential.fee", "base-sepolia"));
        Assert.Equal([22.28], recorded.Of("learncoin.anchor.credential.gas", "base-sepolia"));
    }

    [Fact]
    public void An_anchor_whose_credentials_were_not_counted_tells_no_share()
    {
        telemetry.Anchors.Included(Network, TimeSpan.FromSeconds(4), 22_280, 1, null);

        Assert.Equal([1], recorded.Of("learncoin.anchors.included", "base-sepolia"));
        Assert.Empty(recorded.Of("learncoin.anchor.credential.fee", "base-sepolia"));
        Assert.Empty(recorded.Of("learncoin.anchor.credential.gas", "base-sepolia"));
    }

    [Fact]
    public void A_lanes_steps_are_counted_by_network_and_reason()
    {
        telemetry.Anchors.Prepared(Network);
        telemetry.Anchors.Submitted(Network);
        telemetry.Anchors.Bumped(Network);
        telemetry.Anchors.Reorged(Network, 3);
        telemetry.Anchors.Failed(Network, "reverted");
        telemetry.Anchors.Paused(Network, "fee_ceiling");

        Assert.Equal([1], recorded.Of("learncoin.anchors.prepared", "base-sepolia"));
        Assert.Equal([1], recorded.Of("learncoin.anchors.submitted", "base-sepolia"));
        Assert.Equal([1], recorded.Of("learncoin.anchors.bumped", "base-sepolia"));
        Assert.Equal([1], recorded.Of("learncoin.anchors.reorged", "2-3,base-sepolia"));
        Assert.Equal([1], recorded.Of("learncoin.anchors.failed", "base-sepolia,reverted"));
        Assert.Equal([1], recorded.Of("learncoin.lane.pauses", "base-sepolia,fee_ceiling"));
    }

    [Fact]
    public async Task A_call_of_the_chain_tells_how_it_ended_and_when_the_chain_last_answered()
    {
        var clock = new TestClock();
        var node = new ScriptedNode { Balance = null, OnSend = static _ => SendKind.NonceTooLow };
        var chain = new MeasuredChain(node, "base-sepolia", telemetry.Chain, clock);

        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await chain.BalanceAsync("0x", default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await chain.BlockAsync("", default));
        Assert.Null(telemetry.Chain.AnsweredAt("base-sepolia"));
        await chain.ChainIdAsync(default);
        Assert.NotNull(telemetry.Chain.AnsweredAt("base-sepolia"));

        Assert.Single(recorded.Of("learncoin.chain.call.duration", "balance,base-sepolia,unavailable"));
        Assert.Single(recorded.Of("learncoin.chain.call.duration", "block,base-sepolia,failed"));
        Assert.Single(recorded.Of("learncoin.chain.call.duration", "chain_id,base-sepolia,ok"));
    }

    [Fact]
    public async Task A_broadcast_tells_what_the_node_said_in_a_fixed_word()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        lane.Node.OnSend = static _ => SendKind.AlreadyKnown;
        var chain = new MeasuredChain(lane.Node, "base-sepolia", telemetry.Chain, lane.Clock);
        await chain.SendRawAsync((await lane.AnchorAsync(await lane.PrepareAsync())).Attempts[^1].Raw, default);

        Assert.Single(recorded.Of("learncoin.chain.call.duration", "send,base-sepolia,already_known"));
    }

    [Fact]
    public async Task An_activity_tells_each_of_its_tries()
    {
        var tries = 0;
        var body = telemetry.Work.Around("Try", (ActivityBody)((input, _) => ++tries == 1 ? throw new TimeoutException() : Task.FromResult(input)));

        await Assert.ThrowsAsync<TimeoutException>(() => body("bat_1", default));
        Assert.Equal("bat_1", await body("bat_1", default));

        Assert.Single(recorded.Of("learncoin.activity.duration", "Try,failed"));
        Assert.Single(recorded.Of("learncoin.activity.duration", "Try,ok"));
    }

    [Fact]
    public async Task A_timed_task_that_is_told_to_end_is_no_failure()
    {
        var task = telemetry.Work.Around(new TimedTask("Sweep", TimeSpan.FromMinutes(1), static ct => Task.FromCanceled(ct)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.RunAsync(new CancellationToken(canceled: true)));

        Assert.Single(recorded.Of("learncoin.timed_task.duration", "canceled,Sweep"));
    }

    [GeneratedRegex("^learncoin(\\.[a-z]+(_[a-z]+)*)+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^(s|1|\\{[a-z]+\\})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Unit();
}
