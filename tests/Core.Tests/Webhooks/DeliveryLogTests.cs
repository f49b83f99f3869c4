using LearnCoin.Core.Kernel;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

/// <summary>Pages of an endpoint's log.</summary>
public sealed class DeliveryLogTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Every_page_size_and_filter_shows_each_delivery_once_newest_first(int limit)
    {
        using var world = await Subscriptions.OpenAsync();
        var endpoint = await world.SubscribeAsync();
        var made = new List<Delivery>();
        for (var i = 0; i < 230; i++)
        {
            var delivery = await world.BeginAsync(endpoint);
            if (i % 23 == 0)
            {
                await world.Core.Deliveries.ChangeAsync(endpoint.Id, delivery.Id, static current => current with { State = DeliveryState.Failed, NextAt = null }, default);
                delivery = delivery with { State = DeliveryState.Failed };
            }

            made.Insert(0, delivery);
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        foreach (var state in new DeliveryState?[] { null, DeliveryState.Failed, DeliveryState.Pending, DeliveryState.Delivered })
        {
            Assert.Equal(
                made.Where(delivery => state is null || delivery.State == state).Select(static delivery => delivery.Id),
                await AllAsync(world, endpoint, new DeliveryQuery(state, null, null, limit)));
        }

        Assert.Empty(await AllAsync(world, endpoint, new DeliveryQuery(null, "batch.created", null, limit)));
    }

    [Fact]
    public async Task A_rare_state_in_a_long_log_is_found_page_by_page_and_no_page_reads_it_all()
    {
        using var world = await Subscriptions.OpenAsync();
        var endpoint = await world.SubscribeAsync();
        var oldest = await world.BeginAsync(endpoint);
        await world.Core.Deliveries.ChangeAsync(endpoint.Id, oldest.Id, static current => current with { State = DeliveryState.Failed, NextAt = null }, default);
        for (var i = 0; i < 1_500; i++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await world.BeginAsync(endpoint);
        }

        var (first, next) = await world.Core.DeliveryLog.ReadAsync(endpoint.Id, new DeliveryQuery(DeliveryState.Failed, null, null, 10), default);
        Assert.Empty(first);
        Assert.NotNull(next);
        Assert.Equal([oldest.Id], await AllAsync(world, endpoint, new DeliveryQuery(DeliveryState.Failed, null, null, 10)));
    }

    private static async Task<List<DeliveryId>> AllAsync(Subscriptions world, WebhookEndpoint endpoint, DeliveryQuery query)
    {
        var found = new List<DeliveryId>();
        do
        {
            var (page, next) = await world.Core.DeliveryLog.ReadAsync(endpoint.Id, query, default);
            Assert.InRange(page.Count, 0, query.Limit);
            found.AddRange(page.Select(static delivery => delivery.Id));
            query = query with { Cursor = next };
        }
        while (query.Cursor is not null);

        return found;
    }
}
