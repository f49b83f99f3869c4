using FsCheck;
using FsCheck.Fluent;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tests.Proofs;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

public sealed class DeliveryScheduleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    [InlineData(3, 16)]
    [InlineData(4, 60)]
    [InlineData(5, 300)]
    [InlineData(6, 1_800)]
    [InlineData(7, 21_600)]
    [InlineData(8, 43_200)]
    [InlineData(9, 86_400)]
    [InlineData(10, 86_400)]
    public void Each_wait_is_the_documented_one_within_20_percent_and_evenly_spread(int attempt, int seconds)
    {
        var waits = Enumerable.Range(0, 2_000).Select(i => Wait(i, attempt)!.Value.TotalSeconds / seconds).Order().ToList();

        Assert.All(waits, static wait => Assert.InRange(wait, 0.8, 1.2));
        // Quantiles of an even spread, 2,000 draws: three standard deviations are below 0.014 of the whole.
        Assert.Equal(0.84, waits[200], 0.015);
        Assert.Equal(0.9, waits[500], 0.015);
        Assert.Equal(1, waits[1_000], 0.015);
        Assert.Equal(1.16, waits[1_800], 0.015);
    }

    [Fact]
    public void After_the_eleventh_attempt_there_is_none()
    {
        Assert.Equal(11, DeliverySchedule.MaxAttempts);
        Assert.Null(Wait(1, 11));
        Assert.Null(DeliverySchedule.WaitAfter(Delivery(1), 11, TimeSpan.FromHours(1)));
        Assert.Null(Wait(1, 12));
    }

    [Fact]
    public void The_same_step_is_told_the_same_wait_and_another_another() => Prop.ForAll<ushort>(static seed =>
    {
        var waits = Enumerable.Range(1, 10).Select(attempt => Wait(seed, attempt)).ToList();
        return waits.SequenceEqual(Enumerable.Range(1, 10).Select(attempt => Wait(seed, attempt))) && waits[8] != waits[9] && Wait(seed, 1) != Wait(seed + 1, 1);
    }).Holds();

    [Fact]
    public void What_an_answer_asks_for_counts_where_it_is_longer_and_no_more_than_a_day() => Prop.ForAll<ushort, uint>(static (seed, asked) =>
    {
        var attempt = 1 + (seed % 10);
        var own = Wait(seed, attempt)!.Value;
        var wait = DeliverySchedule.WaitAfter(Delivery(seed), attempt, TimeSpan.FromSeconds(asked))!.Value;
        var capped = TimeSpan.FromSeconds(Math.Min(asked, 86_400));
        return wait == (capped > own ? capped : own);
    }).Holds();

    [Fact]
    public void Nothing_sooner_than_the_schedule_can_be_asked_for()
    {
        Assert.Equal(Wait(7, 5), DeliverySchedule.WaitAfter(Delivery(7), 5, TimeSpan.Zero));
        Assert.Equal(Wait(7, 5), DeliverySchedule.WaitAfter(Delivery(7), 5, TimeSpan.FromSeconds(-90)));
        Assert.Equal(TimeSpan.FromHours(24), DeliverySchedule.WaitAfter(Delivery(7), 1, TimeSpan.MaxValue));
    }

    private static TimeSpan? Wait(int seed, int attempt) => DeliverySchedule.WaitAfter(Delivery(seed), attempt, null);

    private static DeliveryId Delivery(int seed) => DeliveryId.Create(DateTimeOffset.UnixEpoch, new SeededEntropy(BitConverter.GetBytes(seed)));
}
