using LearnCoin.Contracts;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Timers;

namespace LearnCoin.Core.Tests.Timers;

/// <summary>Two hosts on one store, the clock in the test's hand.</summary>
public sealed class TimedTasksTests
{
    private const string Name = "Sweep";

    // Of the product: leases last 20 s and are renewed each third of that, in the whole milliseconds that timers count.
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Renewal = TimeSpan.FromMilliseconds((int)(LeaseTime / 3).TotalMilliseconds);

    private readonly WatchedTime time = new();
    private readonly LeaseTables tables = new();
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running;
    private int runs;

    [Fact]
    public async Task A_task_runs_on_one_host_at_a_time_and_the_other_is_told_so_at_once()
    {
        var first = Host(WaitAsync).RunAsync(Name, default);
        Assert.False(await Host(WaitAsync).RunAsync(Name, default));
        Assert.Equal((1, 1), (running, runs));
        gate.SetResult();
        Assert.True(await first);
    }

    [Fact]
    public async Task It_is_free_again_as_soon_as_the_work_ends()
    {
        gate.SetResult();
        Assert.True(await Host(WaitAsync).RunAsync(Name, default));
        Assert.True(await Host(WaitAsync).RunAsync(Name, default));
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task It_is_free_again_as_soon_as_the_work_fails()
    {
        await FailsAsync(Host(static _ => throw new InvalidOperationException()).RunAsync(Name, default));
        gate.SetResult();
        Assert.True(await Host(WaitAsync).RunAsync(Name, default));
    }

    [Fact]
    public async Task Tasks_of_other_names_do_not_wait_for_each_other()
    {
        var other = new TimedTask("Purge", TimeSpan.FromHours(1), WaitAsync);
        var host = new TimedTasks(Leases(), time, new TimedTask(Name, TimeSpan.FromMinutes(1), WaitAsync), other);
        var both = Task.WhenAll(host.RunAsync(Name, default), host.RunAsync(other.Name, default));
        Assert.Equal(2, running);
        gate.SetResult();
        Assert.All(await both, Assert.True);
    }

    [Fact]
    public async Task A_host_that_died_is_followed_when_its_time_is_over_and_not_before()
    {
        Assert.NotNull(await Leases().TryTakeAsync(Name, LeaseTime, default));
        gate.SetResult();
        time.Advance(LeaseTime - TimeSpan.FromMilliseconds(1));
        Assert.False(await Host(WaitAsync).RunAsync(Name, default));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await Host(WaitAsync).RunAsync(Name, default));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Work_longer_than_a_lease_keeps_it_by_renewal()
    {
        var first = Host(WaitAsync).RunAsync(Name, default);
        for (var i = 1; i <= 10; i++)
        {
            await RenewAsync(i);
            Assert.False(await Host(WaitAsync).RunAsync(Name, default));
        }

        gate.SetResult();
        Assert.True(await first);
        Assert.Equal(1, runs);
        Assert.True(await Host(WaitAsync).RunAsync(Name, default));
    }

    [Fact]
    public async Task Work_ends_before_a_host_would_end_the_process_for_it_and_the_next_run_gets_the_lease_at_once()
    {
        var first = Host(WaitAsync).RunAsync(Name, default);
        for (var i = 1; i * Renewal < TimeSpan.FromMinutes(9); i++)
        {
            await RenewAsync(i);
        }

        Assert.Equal(1, running);
        time.Advance(Renewal);
        Assert.Equal("TimeoutException", await FailsAsync(first));
        Assert.Equal(0, running);
        gate.SetResult();
        Assert.True(await Host(WaitAsync).RunAsync(Name, default));
    }

    [Fact]
    public async Task A_host_that_slept_past_its_time_ends_its_work_when_another_has_taken_over()
    {
        var first = Host(WaitAsync).RunAsync(Name, default);
        time.Jump(LeaseTime);
        Assert.NotNull(await Leases().TryTakeAsync(Name, LeaseTime, default));
        time.Advance(Renewal);
        Assert.Equal("LeaseLostException", await FailsAsync(first));
        Assert.Equal(0, running);
        Assert.False(await Host(WaitAsync).RunAsync(Name, default));
    }

    [Fact]
    public async Task A_renewal_that_fails_ends_the_work()
    {
        var first = Host(WaitAsync).RunAsync(Name, default);
        tables.Write = static () => throw new IOException("disk /secret");
        time.Advance(Renewal);
        Assert.Equal("LeaseLostException", await FailsAsync(first));
        Assert.Equal(0, running);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_a_renewal_ends_the_work_before_the_lease_is_over()
    {
        var first = Host(WaitAsync).RunAsync(Name, default);
        var never = new TaskCompletionSource();
        tables.Write = () => never.Task;
        time.Advance(Renewal);
        await UntilAsync(() => tables.Writes == 2);
        Assert.Equal(1, running);
        time.Advance(LeaseTime / 2);
        Assert.Equal("LeaseLostException", await FailsAsync(first));
        Assert.False(await Host(WaitAsync).RunAsync(Name, default));
    }

    [Fact]
    public async Task Work_that_took_no_notice_of_the_loss_is_told_as_a_failure_too()
    {
        var first = Host(_ => WaitAsync(CancellationToken.None)).RunAsync(Name, default);
        tables.Write = static () => throw new IOException();
        time.Advance(Renewal);
        gate.SetResult();
        Assert.Equal("LeaseLostException", await FailsAsync(first));
    }

    [Fact]
    public async Task A_failure_of_the_work_is_told_rather_than_the_loss_of_the_lease_that_came_with_it()
    {
        var first = Host(async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidDataException();
        }).RunAsync(Name, default);
        tables.Write = static () => throw new IOException();
        time.Advance(Renewal);
        Assert.Equal("InvalidDataException", await FailsAsync(first));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_tells_the_type_and_nothing_of_the_text(bool atOnce)
    {
        var exception = await Assert.ThrowsAsync<TimedTaskFailedException>(() => Host(async _ =>
        {
            if (!atOnce)
            {
                await Task.Yield();
            }

            throw new InvalidOperationException("name@example.org", new IOException("secret"));
        }).RunAsync(Name, default));
        Assert.Equal("Sweep failed: InvalidOperationException", exception.Message);
        Assert.Equal("InvalidOperationException", exception.Failure);
        Assert.Null(exception.InnerException);
        Assert.DoesNotContain("example", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_gives_no_lease_is_told_as_a_failure_and_nothing_runs()
    {
        tables.Write = static () => throw new IOException("secret");
        Assert.Equal("IOException", await FailsAsync(Host(WaitAsync).RunAsync(Name, default)));
        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task A_timeout_inside_the_work_is_a_failure()
    {
        Assert.Equal("TaskCanceledException", await FailsAsync(Host(static _ => throw new TaskCanceledException()).RunAsync(Name, default)));
    }

    [Fact]
    public async Task A_caller_who_ends_it_gets_a_cancellation_and_the_next_gets_the_lease_at_once()
    {
        using var stopping = new CancellationTokenSource();
        var first = Host(WaitAsync).RunAsync(Name, stopping.Token);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(0, running);
        gate.SetResult();
        Assert.True(await Host(WaitAsync).RunAsync(Name, default));
    }

    [Fact]
    public async Task Whatever_breaks_while_the_caller_ends_it_is_a_cancellation_without_its_text()
    {
        using var stopping = new CancellationTokenSource();
        var first = Host(async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new IOException("secret");
        }).RunAsync(Name, stopping.Token);
        await stopping.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_is_done_is_done_though_its_lease_cannot_be_given_back()
    {
        var first = Host(WaitAsync).RunAsync(Name, default);
        tables.Write = static () => throw new IOException();
        gate.SetResult();
        Assert.True(await first);
        tables.Write = null;
        Assert.False(await Host(WaitAsync).RunAsync(Name, default));
        time.Advance(LeaseTime);
        Assert.True(await Host(WaitAsync).RunAsync(Name, default));
    }

    [Fact]
    public async Task An_unknown_name_is_a_bug_and_no_failure_of_a_task() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Host(WaitAsync).RunAsync("Swep", default));

    private static async Task<string> FailsAsync(Task<bool> run) =>
        (await Assert.ThrowsAsync<TimedTaskFailedException>(() => run.WaitAsync(TimeSpan.FromSeconds(10)))).Failure;

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 1000, "Not within 10 s.");
            await Task.Delay(10);
        }
    }

    private async Task RenewAsync(int number)
    {
        time.Advance(Renewal);

        // The renewal goes on after its timer has fired, and arms the next one: the clock must not outrun it.
        await UntilAsync(() => time.Armed(Renewal) == number + 1);
    }

    private Leases Leases() => new(tables, time, SystemEntropy.Instance);

    private TimedTasks Host(Func<CancellationToken, Task> work) => new(Leases(), time, new TimedTask(Name, TimeSpan.FromMinutes(1), work));

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref runs);
        Interlocked.Increment(ref running);
        try
        {
            await gate.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }
}
