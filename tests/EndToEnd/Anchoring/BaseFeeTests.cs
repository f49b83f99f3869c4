using System.Numerics;
using LearnCoin.EndToEnd.Campaign;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>The base fee rises while a transaction waits (reliability.md, row anchor).</summary>
public sealed class BaseFeeTests(HandMinedFixture anvil) : IClassFixture<HandMinedFixture>
{
    private static readonly BigInteger Gwei = BigInteger.Pow(10, 9);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task A_base_fee_ten_times_as_high_is_followed_by_bumps_of_a_tenth_and_more_in_both_fields()
    {
        await using var rig = await Rig.StartAsync(anvil.Node);
        var batch = await SentAsync(rig);
        rig.Chain.BaseFee = 10 * Gwei;
        await rig.Chain.MineAsync();
        rig.Chain.IsMining = true;

        await rig.UntilAnchoredAsync(batch);
        await rig.UntilAtRestAsync();
        // The checker looks at each replacement's fees and at the ceiling.
        var history = await History.CheckAsync(rig);
        Assert.Equal(1, history.Transactions);
        Assert.True(history.Replacements >= 1, "it was not replaced");
    }

    [Fact]
    public async Task A_fee_above_the_ceiling_is_waited_out_and_told_and_never_paid()
    {
        await using var rig = await Rig.StartAsync(anvil.Node, new RigOptions { MaxFeeGwei = 8 });
        var batch = await SentAsync(rig);
        rig.Chain.BaseFee = 10 * Gwei;
        rig.Chain.IsMining = true;
        await rig.UntilAsync("the lane says that the ceiling stops it", Patience, async () => (await PauseAsync(rig)) == "fee_ceiling");
        var late = await rig.AcceptAsync();
        await Task.Delay(TimeSpan.FromMinutes(3), rig.Time);
        Assert.Empty(await rig.Chain.ReadAsync(rig.Account));

        rig.Chain.BaseFee = Gwei;
        await rig.UntilAnchoredAsync(batch);
        await rig.UntilAnchoredAsync(late);
        await rig.UntilAtRestAsync();
        await History.CheckAsync(rig);
        Assert.Null(await PauseAsync(rig));
    }

    private static async Task<Core.Kernel.BatchId> SentAsync(Rig rig)
    {
        await rig.StartHostAsync();
        rig.Chain.IsMining = false;
        rig.Chain.BaseFee = Gwei;
        var batch = await rig.AcceptAsync();
        await rig.UntilAsync("it is sent", Patience, () => Task.FromResult(rig.Proxy.Tally.Sent.Count > 0));
        return batch;
    }

    private static async Task<string?> PauseAsync(Rig rig) =>
        (await rig.Observer.Core.Anchors.HeadAsync(await rig.LaneAsync(), CancellationToken.None)).Pause?.Reason;
}
