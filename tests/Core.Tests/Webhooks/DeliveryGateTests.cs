using LearnCoin.Core.Kernel;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

public sealed class DeliveryGateTests
{
    private readonly DeliveryGate gate = new(TimeProvider.System, SystemEntropy.Instance);

    private static TenantId Tenant { get; } = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);

    [Fact]
    public async Task At_an_endpoint_that_does_well_are_four_at_a_time_and_the_fifth_waits_for_its_turn()
    {
        var endpoint = NewVisitor();
        var inside = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EnterAsync(endpoint)));
        var fifth = EnterAsync(endpoint);
        Assert.False(fifth.IsCompleted);
        inside[0]!.Dispose();
        Assert.NotNull(await fifth);
    }

    [Fact]
    public async Task At_an_endpoint_that_fails_is_one_and_the_next_is_sent_away_at_once()
    {
        var endpoint = NewVisitor() with { IsFailing = true };
        var (inside, _) = await gate.EnterAsync(endpoint, default);
        var aways = new List<TimeSpan>();
        for (var i = 0; i < 200; i++)
        {
            var entering = gate.EnterAsync(endpoint with { IsFresh = false }, default);
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
        Assert.NotNull((await gate.EnterAsync(endpoint with { IsFresh = false }, default)).Place);
    }

    [Fact]
    public async Task Who_gets_no_turn_in_three_seconds_is_sent_away()
    {
        var endpoint = NewVisitor();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EnterAsync(endpoint)));
        var (place, away) = await gate.EnterAsync(endpoint, default);
        Assert.Null(place);
        Assert.InRange(away, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Endpoints_that_hang_make_room_for_those_that_answer()
    {
        // As many as the pool of the healthy holds, of many tenants: they are not known to fail yet.
        var hanging = await FillAsync(DeliveryGate.HealthyPlaces, NewVisitor);
        var healthy = EnterAsync(NewVisitor());
        Assert.False(healthy.IsCompleted);
        hanging.ForEach(static place => place.StepAside());
        Assert.NotNull(await healthy);
        Assert.True((await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => EnterAsync(NewVisitor())))).All(static place => place is not null));
        hanging.ForEach(static place => place.Dispose());
    }

    [Fact]
    public async Task Endpoints_that_fail_take_no_place_of_those_that_answer()
    {
        for (var i = 0; i < 32; i++)
        {
            Assert.NotNull((await gate.EnterAsync(NewVisitor() with { IsFailing = true }, default)).Place);
        }

        var late = gate.EnterAsync(NewVisitor() with { IsFailing = true }, default);
        Assert.True(EnterAsync(NewVisitor()).IsCompletedSuccessfully);
        Assert.Null((await late).Place);
    }

    [Fact]
    public async Task A_tenant_whose_400_endpoints_drip_their_answers_delays_no_other()
    {
        var dripping = NewVisitor().Tenant;
        var slow = await FillAsync(400, () => NewVisitor() with { Tenant = dripping }, static place => place.StepAside());
        // Three quarters of the slow places, and then of the healthy ones.
        Assert.Equal(192 + 96, slow.Count);
        for (var i = 0; i < 4; i++)
        {
            var visitor = NewVisitor();
            var others = Enumerable.Range(0, 4).Select(_ => EnterAsync(visitor)).ToList();
            Assert.All(others, static other => Assert.True(other.IsCompletedSuccessfully && other.Result is not null));
            foreach (var other in others)
            {
                (await other)!.StepAside();
            }
        }

        slow.ForEach(static place => place.Dispose());
        Assert.Equal(96, (await FillAsync(200, () => NewVisitor() with { Tenant = dripping })).Count);
    }

    [Fact]
    public async Task A_tenant_that_waits_lets_another_pass_and_has_its_share_again_when_places_come_free()
    {
        var turns = new Turnstile(8, isShared: true, TimeProvider.System);
        var (one, other) = (NewVisitor().Tenant, NewVisitor().Tenant);
        Assert.Equal(6, Enumerable.Range(0, 8).Count(_ => turns.TryEnter(one)));
        var waiting = turns.EnterAsync(one, isFresh: true, TimeSpan.FromSeconds(30), default);
        Assert.True(turns.TryEnter(other));
        turns.Leave(other);
        Assert.False(waiting.IsCompleted);
        turns.Leave(one);
        Assert.True(await waiting);
    }

    [Fact]
    public async Task At_a_host_are_sixteen_at_a_time_and_one_tenant_takes_not_all_of_them()
    {
        var one = NewVisitor();
        var inside = await FillAsync(30, () => NewVisitor() with { Host = one.Host, Tenant = one.Tenant });
        Assert.Equal(12, inside.Count);
        Assert.True(EnterAsync(NewVisitor() with { Host = one.Host }).IsCompletedSuccessfully);
        var rest = await FillAsync(30, () => NewVisitor() with { Host = one.Host });
        Assert.Equal(3, rest.Count);
        Assert.True(EnterAsync(NewVisitor() with { Tenant = one.Tenant }).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_is_new_goes_before_what_is_tried_again_but_for_every_fourth_place()
    {
        var turns = new Turnstile(1, isShared: false, TimeProvider.System);
        Assert.True(turns.TryEnter(Tenant));
        var order = new List<string>();
        var again = Enumerable.Range(0, 2).Select(_ => NoteAsync("again", isFresh: false)).ToList();
        var fresh = Enumerable.Range(0, 6).Select(_ => NoteAsync("new", isFresh: true)).ToList();
        turns.Leave(Tenant);
        await Task.WhenAll(again.Concat(fresh));

        Assert.Equal(["new", "new", "new", "again", "new", "new", "new", "again"], order);

        async Task NoteAsync(string name, bool isFresh)
        {
            Assert.True(await turns.EnterAsync(Tenant, isFresh, TimeSpan.FromSeconds(30), default));
            order.Add(name);
            turns.Leave(Tenant);
        }
    }

    [Fact]
    public async Task Whoever_stops_waiting_takes_no_place_with_him()
    {
        var turns = new Turnstile(1, isShared: false, TimeProvider.System);
        Assert.True(turns.TryEnter(Tenant));
        using var ended = new CancellationTokenSource();
        var waiting = turns.EnterAsync(Tenant, isFresh: true, TimeSpan.FromMinutes(1), ended.Token);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        turns.Leave(Tenant);
        Assert.True(turns.TryEnter(Tenant));
    }

    private async Task<DeliveryGate.Place?> EnterAsync(Visitor visitor) => (await gate.EnterAsync(visitor, default)).Place;

    /// <summary>Those of so many that were let in, all at once.</summary>
    private async Task<List<DeliveryGate.Place>> FillAsync(int count, Func<Visitor> next, Action<DeliveryGate.Place>? then = null)
    {
        using var soon = new CancellationTokenSource();
        var entering = new List<Task<(DeliveryGate.Place? Place, TimeSpan)>>();
        for (var i = 0; i < count; i++)
        {
            entering.Add(gate.EnterAsync(next(), soon.Token));
            if (entering[^1].IsCompletedSuccessfully && entering[^1].Result.Place is { } place)
            {
                then?.Invoke(place);
            }
        }

        await soon.CancelAsync();
        await Task.WhenAll(entering).ContinueWith(static _ => { }, TaskScheduler.Default);
        return [.. entering.Where(static one => one.IsCompletedSuccessfully).Select(static one => one.Result.Place).OfType<DeliveryGate.Place>()];
    }

    /// <summary>An endpoint of its own tenant, at its own host.</summary>
    private static Visitor NewVisitor()
    {
        var id = WebhookId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);
        return new Visitor(id, TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance), $"{id.Value}.example", IsFailing: false, IsFresh: true);
    }
}
