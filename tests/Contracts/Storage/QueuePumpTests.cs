using System.Collections.Concurrent;
using LearnCoin.Core.Storage;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Local.Queues;
using LearnCoin.Local.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.Contracts.Storage;

/// <summary>On SQLite, as the embedded host has it; the clock is moved by hand where a lease is to end.</summary>
public sealed class QueuePumpTests : IDisposable
{
    private const string Name = "work";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TempFolder folder = new();
    private readonly SqliteStore store;
    private readonly ManualTime time = new();
    private readonly SqliteQueue queue;

    public QueuePumpTests()
    {
        store = SqliteStore.Open(folder.File("learncoin.db"));
        queue = new SqliteQueue(store, time);
    }

    [Fact]
    public async Task Every_message_is_handled_once_and_few_at_a_time()
    {
        for (var i = 0; i < 30; i++)
        {
            await SendAsync($"m{i}");
        }

        var handled = new ConcurrentBag<string>();
        var (running, most) = (0, 0);
        await using var pump = await StartAsync(async (body, cancellationToken) =>
        {
            var now = Interlocked.Increment(ref running);
            most = Math.Max(most, now);
            await Task.Delay(20, cancellationToken);
            handled.Add(body);
            Interlocked.Decrement(ref running);
        });
        await UntilAsync(() => handled.Count == 30);
        await pump.StopAsync();
        Assert.Equal(30, handled.Distinct().Count());
        Assert.InRange(most, 2, QueuePump.MaxAtOnce);
        time.Advance(QueuePump.Lease);
        Assert.Null(await ReceiveAsync());
    }

    [Fact]
    public async Task A_message_whose_handler_throws_comes_back_with_its_lease_and_holds_up_no_other()
    {
        await SendAsync("bad");
        await SendAsync("good");
        var handled = new ConcurrentQueue<string>();
        await using var pump = await StartAsync((body, _) =>
        {
            handled.Enqueue(body);
            return body == "bad" && handled.Count(other => other == "bad") == 1 ? throw new StorageUnavailableException("tables", "503") : Task.CompletedTask;
        });
        await UntilAsync(() => handled.Count == 2);
        Assert.Equal(["bad", "good"], handled.Order());
        // Nothing happens before the lease ends.
        time.Advance(QueuePump.Lease - QueuePump.PollInterval - QueuePump.PollInterval);
        await Task.Delay(200);
        Assert.Equal(2, handled.Count);
        await UntilAsync(() => handled.Count == 3, QueuePump.PollInterval);
        Assert.Equal("bad", handled.Last());
    }

    [Fact]
    public async Task A_message_that_always_fails_ends_in_the_queue_of_poison()
    {
        await SendAsync("poison");
        for (var i = 0; i < QueuePump.MaxDeliveries; i++)
        {
            Assert.NotNull(await ReceiveAsync());
            time.Advance(QueuePump.Lease);
        }

        var handled = 0;
        await using var pump = await StartAsync((_, _) => Task.FromResult(Interlocked.Increment(ref handled)));
        QueueMessage? found = null;
        await Wait.UntilAsync("the message of poison", Patience, async () => (found = await queue.ReceiveAsync(Name + QueuePump.PoisonSuffix, QueuePump.Lease, default)) is not null);
        Assert.Equal("poison", found!.Body);
        Assert.Equal(0, handled);
        await pump.StopAsync();
        time.Advance(QueuePump.Lease);
        Assert.Null(await ReceiveAsync());
    }

    [Fact]
    public async Task A_stop_lets_the_handler_finish_and_takes_no_other_message()
    {
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        await SendAsync("one");
        var handled = 0;
        await using var pump = await StartAsync(async (_, _) =>
        {
            begun.TrySetResult();
            await mayEnd.Task;
            handled++;
        });
        await begun.Task.WaitAsync(Patience);
        var stopping = pump.StopAsync();
        await SendAsync("two");
        mayEnd.SetResult();
        await stopping.WaitAsync(Patience);
        Assert.Equal(1, handled);
        Assert.Equal("two", (await ReceiveAsync())!.Body);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_long_and_what_was_not_done_comes_back()
    {
        var begun = new TaskCompletionSource();
        await SendAsync("slow");
        await using var pump = await StartAsync((_, cancellationToken) =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await begun.Task.WaitAsync(Patience);
        var stopping = pump.StopAsync();
        Assert.False(stopping.IsCompleted);
        await UntilAsync(() => stopping.IsCompleted, TimeSpan.FromSeconds(1));
        await stopping;
        time.Advance(QueuePump.Lease);
        Assert.Equal(("slow", 2), await ReceiveAsync() is { } again ? (again.Body, again.Deliveries) : default);
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    private ValueTask SendAsync(string body) => queue.SendAsync(Name, body, TimeSpan.Zero, default);

    private ValueTask<QueueMessage?> ReceiveAsync() => queue.ReceiveAsync(Name, QueuePump.Lease, default);

    private async Task<Running> StartAsync(QueueHandler handler)
    {
        var pump = new QueuePump(queue, Name, handler, time, NullLogger<QueuePump>.Instance);
        await pump.StartAsync(default);
        return new Running(pump, time);
    }

    private Task UntilAsync(Func<bool> isSo, TimeSpan step = default) => Wait.UntilAsync("what the pump does", Patience, () =>
    {
        time.Advance(step);
        return Task.FromResult(isSo());
    });

    private sealed class Running(QueuePump pump, ManualTime time) : IAsyncDisposable
    {
        public Task StopAsync() => pump.StopAsync(default);

        public async ValueTask DisposeAsync()
        {
            var stopping = StopAsync();
            while (!stopping.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(10);
            }

            await stopping;
            pump.Dispose();
        }
    }
}
