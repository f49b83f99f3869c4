using LearnCoin.EndToEnd.Parts;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Webhooks;

/// <summary>Issue 5, bar 1, at a tenth. scripts/campaign webhooks runs the whole.</summary>
public sealed class WebhookTests(AnvilFixture anvil, ITestOutputHelper output) : IClassFixture<AnvilFixture>
{
    private const int Endpoints = 50;
    private const int Events = 20;

    [Fact]
    public async Task Endpoints_that_hang_fail_or_are_slow_delay_no_other()
    {
        var result = await WebhookRun.RunAsync(anvil.Node, Endpoints, Events, TimeSpan.FromSeconds(1), kill: false);
        output.WriteLine(result.ToString());
        Assert.InRange(result.P95, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task No_event_is_lost_when_the_host_is_killed_in_the_middle()
    {
        var result = await WebhookRun.RunAsync(anvil.Node, Endpoints, Events, TimeSpan.FromSeconds(0.5), kill: true);
        output.WriteLine(result.ToString());
    }
}
