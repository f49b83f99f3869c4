using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Tests.Anchoring;

public sealed class AnchorFundsTests
{
    // Gas of an anchor × (base fee + tip) of the scripted node × 500.
    private const long Enough = 22_280L * 1_010 * 500;

    private readonly Told told = new();

    [Theory]
    [InlineData(Enough, 0)]
    [InlineData(Enough - 1, 1)]
    [InlineData(0, 1)]
    public async Task Operators_are_told_of_an_account_that_cannot_pay_five_hundred_anchors_more(long balance, int alerts)
    {
        using var lane = await Lane.OpenAsync();
        lane.Node.Balance = balance;
        await Funds(lane).CheckAsync(default);
        Assert.Equal(alerts, told.Alerts.Count);
        Assert.All(told.Alerts, alert => Assert.Equal((AlertTypes.BalanceLow, lane.Id), (alert.Type, alert.Subject)));
    }

    [Fact]
    public async Task They_are_told_once_an_hour_while_it_lasts()
    {
        using var lane = await Lane.OpenAsync();
        lane.Node.Balance = 0;
        var funds = Funds(lane);
        for (var minute = 0; minute <= 60; minute++)
        {
            await funds.CheckAsync(default);
            lane.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, told.Alerts.Count);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_says_nothing_of_the_account()
    {
        using var lane = await Lane.OpenAsync();
        lane.Node.Balance = null;
        await Funds(lane).CheckAsync(default);
        Assert.Empty(told.Alerts);
    }

    private AnchorFunds Funds(Lane lane) => new(lane.Lanes, lane.Accounts, lane.Store, told, lane.Clock);

    private sealed class Told : IAlerts
    {
        public List<Alert> Alerts { get; } = [];

        public void Raise(Alert alert) => Alerts.Add(alert);
    }
}
