using LearnCoin.Core.Kernel;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

public sealed class DeliveryGateTests
{
    private readonly DeliveryGate gate = new(TimeProvider.System, SystemEntropy.Instance);

    [Fact]
    public async Task At_an_endpoint_that_does_well_are_four_at_a_time_and_the_fifth_waits_for_its_turn()
    {
        var endpoint = NewEndpoint();
        var inside = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EnterAsync(endpoint)));
        var fifth = EnterAsync(endpoint);
        Assert.False(fifth.IsCompleted);
        inside[0]!.Dispose();
        Assert.NotNull(await fifth);
    }

    [Fact]
    public async Task At_an_endpoint_that_fails_is_one_and_the_next_is_sent_away_at_once()
    {
        var endpoint = NewEndpoint();
        var (inside, _) = await gate.EnterAsync(endpoint, isFailing: true, isFresh: true, default);
        var aways = new List<TimeSpan>();
        for (var i = 0; i < 200; i++)
        {
            var entering = gate.EnterAsync(endpoint, isFailing: true, isFresh: false, default);
            Assert.True(entering.IsCompleted);
            var (place, away) = await entering;
            Assert.Null(place);
            aways.Add(away);
        }

        Assert.All(aways.Take(5), static away => Assert.InRange(away, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)));
        Assert.All(aways, static away => Assert.InRange(away, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)));
        // The more there are, the longer they stay away: they come one by one.
        Assert.InRange(aways.Skip(100).Average(static away => away.TotalSeconds), 100, 200);
        inside!.Dispose();
        Assert.NotNull((await gate.EnterAsync(endpoint, isFailing: true, isFresh: false, default)).Place);
    }

    [Fact]
    public async Task Who_gets_no_turn_in_three_seconds_is_sent_away()
    {
        var endpoint = NewEndpoint();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EnterAsync(endpoint)));
        var (place, away) = await gate.EnterAsync(endpoint, isFailing: false, isFresh: true, default);
        Assert.Null(place);
        Assert.InRange(away, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Endpoints_that_hang_make_room_for_those_that_answer()
    {
        // As many as the pool of the healthy holds: they are not known to fail yet.
        var hanging = new List<DeliveryGate.Place>();
        for (var i = 0; i < 32; i++)
        {
            var endpoint = NewEndpoint();
            hanging.AddRange((await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EnterAsync(endpoint)))).OfType<DeliveryGate.Place>());
        }

        Assert.Equal(128, hanging.Count);
        var healthy = EnterAsync(NewEndpoint());
        Assert.False(healthy.IsCompleted);
        hanging.ForEach(static place => place.StepAside());
        Assert.NotNull(await healthy);
        Assert.True((await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => EnterAsync(NewEndpoint())))).All(static place => place is not null));
        hanging.ForEach(static place => place.Dispose());
    }

    [Fact]
    public async Task Endpoints_that_fail_take_no_place_of_those_that_answer()
    {
        for (var i = 0; i < 32; i++)
        {
            Assert.NotNull((await gate.EnterAsync(NewEndpoint(), isFailing: true, isFresh: true, default)).Place);
        }

        var late = gate.EnterAsync(NewEndpoint(), isFailing: true, isFresh: true, default);
        Assert.True(EnterAsync(NewEndpoint()).IsCompletedSuccessfully);
        Assert.Null((await late).Place);
    }

    [Fact]
    public async Task What_is_new_goes_before_what_is_tried_again_but_for_every_fourth_place()
    {
        var turns = new Turnstile(1, TimeProvider.System);
        Assert.True(turns.TryEnter());
        var order = new List<string>();
        var again = Enumerable.Range(0, 2).Select(_ => NoteAsync("again", isFresh: false)).ToList();
        var fresh = Enumerable.Range(0, 6).Select(_ => NoteAsync("new", isFresh: true)).ToList();
        turns.Leave();
        await Task.WhenAll(again.Concat(fresh));

        Assert.Equal(["new", "new", "new", "again", "new", "new", "new", "again"], order);

        async Task NoteAsync(string name, bool isFresh)
        {
            Assert.True(await turns.EnterAsync(isFresh, TimeSpan.FromSeconds(30), default));
            order.Add(name);
            turns.Leave();
        }
    }

    [Fact]
    public async Task Whoever_stops_waiting_takes_no_place_with_him()
    {
        var turns = new Turnstile(1, TimeProvider.System);
        Assert.True(turns.TryEnter());
        using var ended = new CancellationTokenSource();
        var waiting = turns.EnterAsync(isFresh: true, TimeSpan.FromMinutes(1), ended.Token);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        turns.Leave();
        Assert.True(turns.TryEnter());
    }

    private async Task<DeliveryGate.Place?> EnterAsync(WebhookId endpoint) => (await gate.EnterAsync(endpoint, isFailing: false, isFresh: true, default)).Place;

    private static WebhookId NewEndpoint() => WebhookId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);
}
