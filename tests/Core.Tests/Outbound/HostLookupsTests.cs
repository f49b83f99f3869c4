using System.Net;
using System.Net.Sockets;
using LearnCoin.Local.Outbound;

namespace LearnCoin.Core.Tests.Outbound;

public sealed class HostLookupsTests
{
    [Fact]
    public async Task Names_whose_servers_hang_take_no_thread_of_the_pool_and_those_who_ask_for_one_share_a_lookup()
    {
        using var hang = new ManualResetEventSlim();
        var lookups = 0;
        var hosts = new HostLookups(
            host =>
            {
                Interlocked.Increment(ref lookups);
                Assert.False(Thread.CurrentThread.IsThreadPoolThread);
                if (host.StartsWith("hanging", StringComparison.Ordinal))
                {
                    hang.Wait();
                }

                return [IPAddress.Loopback];
            },
            most: 100);
        var hanging = Enumerable.Range(0, 60).Select(n => hosts.FindAsync($"hanging{n % 20}.example", default)).ToList();
        Assert.Equal([IPAddress.Loopback], await hosts.FindAsync("good.example", default));
        Assert.Equal(21, await WhenAsync(() => lookups, 21));
        Assert.DoesNotContain(hanging, static one => one.IsCompleted);
        hang.Set();
        Assert.All(await Task.WhenAll(hanging), static found => Assert.Equal([IPAddress.Loopback], found));
        await hosts.FindAsync("good.example", default);
        Assert.Equal(22, lookups);
    }

    [Fact]
    public async Task Who_stops_waiting_ends_nobodys_lookup_and_what_goes_wrong_is_told_to_all()
    {
        using var hang = new ManualResetEventSlim();
        var hosts = new HostLookups(
            _ =>
            {
                hang.Wait();
                throw new SocketException((int)SocketError.HostNotFound);
            },
            most: 1);
        using var ended = new CancellationTokenSource();
        var (one, other, second) = (hosts.FindAsync("a.example", ended.Token), hosts.FindAsync("A.example", default), hosts.FindAsync("b.example", default));
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(other.IsCompleted);
        hang.Set();
        await Assert.ThrowsAsync<SocketException>(() => other);
        await Assert.ThrowsAsync<SocketException>(() => second);
    }

    private static async Task<int> WhenAsync(Func<int> count, int wanted)
    {
        for (var i = 0; i < 200 && count() != wanted; i++)
        {
            await Task.Delay(20);
        }

        return count();
    }
}
