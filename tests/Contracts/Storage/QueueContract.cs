using System.Text;
using LearnCoin.Core.Storage;

namespace LearnCoin.Contracts.Storage;

/// <summary>What every <see cref="IQueue"/> does.</summary>
public abstract class QueueContract
{    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private protected ManualTime Time { get; } = new();

    protected abstract IQueue Queue { get; }

    /// <summary>A queue that no other test of the same store uses.</summary>
    protected virtual string Name => "mail-out";

    [Fact]
    public async Task A_message_is_received_once_and_gone_when_completed()
    {
        await SendAsync("grüße 🎓");
        var message = await ReceiveAsync();
        Assert.Equal((Name, "grüße 🎓", 1), (message!.Queue, message.Body, message.Deliveries));
        Assert.Null(await ReceiveAsync());
        Assert.True(await Queue.CompleteAsync(message, default));
        await AdvanceAsync(TimeSpan.FromDays(8));
        Assert.Null(await ReceiveAsync());
        Assert.False(await Queue.CompleteAsync(message, default));
    }

    [Fact]
    public async Task Messages_come_in_the_order_they_were_sent()
    {
        foreach (var i in Enumerable.Range(0, 20))
        {
            await SendAsync($"{i}");
        }

        foreach (var i in Enumerable.Range(0, 20))
        {
            Assert.Equal($"{i}", (await ReceiveAsync())!.Body);
        }
    }

    [Fact]
    public async Task A_delayed_message_is_not_there_before_its_time()
    {
        await SendAsync("later", TimeSpan.FromMinutes(1));
        await SendAsync("now");
        Assert.Equal("now", (await ReceiveAsync(TimeSpan.FromDays(1)))!.Body);
        await AdvanceAsync(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        Assert.Null(await ReceiveAsync());
        await AdvanceAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal("later", (await ReceiveAsync())!.Body);
    }

    [Fact]
    public async Task A_message_comes_back_when_its_lease_runs_out()
    {
        await SendAsync("x");
        var first = await ReceiveAsync();
        await AdvanceAsync(Lease - TimeSpan.FromMilliseconds(1));
        Assert.Null(await ReceiveAsync());
        await AdvanceAsync(TimeSpan.FromMilliseconds(1));
        var second = await ReceiveAsync();
        Assert.Equal((first!.Id, 2), (second!.Id, second.Deliveries));
        Assert.NotEqual(first.Receipt, second.Receipt);
        Assert.False(await Queue.CompleteAsync(first, default));
        Assert.True(await Queue.CompleteAsync(second, default));
    }

    [Fact]
    public async Task A_late_completion_counts_when_nobody_else_received_the_message()
    {
        await SendAsync("x");
        var message = await ReceiveAsync();
        await AdvanceAsync(2 * Lease);
        Assert.True(await Queue.CompleteAsync(message!, default));
        Assert.Null(await ReceiveAsync());
    }

    [Fact]
    public async Task Queues_do_not_see_each_others_messages()
    {
        await SendAsync("x");
        Assert.Null(await Queue.ReceiveAsync(Name + "2", Lease, default));
        var message = await ReceiveAsync();
        Assert.False(await Queue.CompleteAsync(message! with { Queue = Name + "2" }, default));
    }

    [Fact]
    public async Task Parallel_receivers_get_each_message_once()
    {
        for (var i = 0; i < 100; i++)
        {
            await SendAsync($"{i}");
        }

        var received = await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => Task.Run(async () => await ReceiveAsync())));
        Assert.Equal(100, received.OfType<QueueMessage>().Select(message => message.Body).Distinct().Count());
        Assert.Equal(20, received.Count(message => message is null));
    }

    [Fact]
    public async Task What_the_service_refuses_is_refused()
    {
        await RefusedAsync(() => Queue.SendAsync(Name, new string('ä', (24 * 1024) + 1), TimeSpan.Zero, default));
        await RefusedAsync(() => Queue.SendAsync(Name, "x", TimeSpan.FromDays(7.1), default));
        await RefusedAsync(() => Queue.SendAsync(Name, "x", TimeSpan.FromSeconds(-1), default));
        foreach (var name in new[] { "ab", "Upper", "a--b", "-ab", "ab-", "a_b", new string('a', 64) })
        {
            await RefusedAsync(() => Queue.SendAsync(name, "x", TimeSpan.Zero, default));
        }

        await Assert.ThrowsAsync<ArgumentException>(async () => await Queue.ReceiveAsync(Name, TimeSpan.FromMilliseconds(999), default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Queue.ReceiveAsync(Name, TimeSpan.FromDays(7.1), default));
        Assert.Null(await ReceiveAsync());
    }

    [Fact]
    public async Task The_largest_body_and_delay_are_taken()
    {
        var body = new string('ä', 24 * 1024);
        Assert.Equal(48 * 1024, Encoding.UTF8.GetByteCount(body));
        await SendAsync(body, TimeSpan.FromDays(7));
        await AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Equal(body, (await ReceiveAsync(TimeSpan.FromDays(7)))!.Body);
    }

    /// <summary>Lets time pass, as the queue sees it.</summary>
    protected virtual Task AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        return Task.CompletedTask;
    }

    private static async Task RefusedAsync(Func<ValueTask> send) => await Assert.ThrowsAsync<ArgumentException>(async () => await send());

    private Task SendAsync(string body, TimeSpan delay = default) => Queue.SendAsync(Name, body, delay, default).AsTask();

    private ValueTask<QueueMessage?> ReceiveAsync(TimeSpan? lease = null) => Queue.ReceiveAsync(Name, lease ?? Lease, default);
}
