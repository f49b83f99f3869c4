using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;
using LearnCoin.Local.Workflows;

namespace LearnCoin.Contracts.Workflows;

/// <summary>Several processes on one store.</summary>
public abstract class LeaseContract(TestTables store) : WorkflowsContract(store)
{
    private readonly List<JournalWorkflows> others = [];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        AddActivity("work");
        AddWorkflow("short", (context, input) => context.CallAsync("work", input, RetryPolicy.Once));
        AddWorkflow("wait", async (context, _) => await context.WaitForEventAsync("go", TimeSpan.FromHours(1)) ?? "timeout");
        await HostAsync();
        await UntilAsync(async () => await Tables.GetAsync("workflows", "journal", "lease", default) is not null);
    }

    public override async Task DisposeAsync()
    {
        foreach (var other in others)
        {
            await other.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task Starts_and_events_of_another_process_are_noticed_within_a_second()
    {
        var client = Other(Catalog);
        Assert.True(await client.StartAsync("wait", Id, "", default));
        Assert.False(await client.StartAsync("wait", Id, "", default));
        await AdvanceUntilWithinAsync(Second, async () => (await HistoryAsync("w|")).Count == 0);
        await client.RaiseEventAsync(Id, "go", "from afar", default);
        await AdvanceUntilWithinAsync(Second, async () => (await client.GetAsync(Id, default))!.State == WorkflowState.Completed);
        Assert.Equal("from afar", await OutputAsync());
    }

    [Fact]
    public async Task A_second_host_waits_while_the_first_lives()
    {
        await OtherHostAsync();
        for (var i = 0; i < 100; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(10);
            var lease = await Tables.GetAsync("workflows", "journal", "lease", default);
            if (lease?.Time("expires") < Time.GetUtcNow() + (6 * Second))
            {
                // The clock outruns the first host's turns: a machine under load must not make it look dead.
                await Task.Delay(500);
            }
        }

        await StartAsync("short", "x");
        Assert.Equal("work(x)", await OutputAsync());
        Assert.Equal(["work x"], Ran.Items);
    }

    [Fact]
    public async Task A_second_host_takes_over_within_15_seconds_of_the_first_ones_death()
    {
        await StartAsync("wait");
        await OtherHostAsync();
        Time.Advance(Second);
        await SettleAsync();
        await Workflows.KillAsync();
        await Workflows.RaiseEventAsync(Id, "go", "1", default);
        var from = Time.GetUtcNow();
        await AdvanceUntilAsync(async () => (await Workflows.GetAsync(Id, default))!.State == WorkflowState.Completed);
        Assert.InRange(Time.GetUtcNow() - from, 2 * Second, 15 * Second);
    }

    [Fact]
    public async Task A_second_host_takes_over_at_once_when_the_first_stops()
    {
        await StartAsync("wait");
        await OtherHostAsync();
        await Workflows.StopAsync(default);
        await Workflows.RaiseEventAsync(Id, "go", "1", default);
        var from = Time.GetUtcNow();
        await AdvanceUntilAsync(async () => (await Workflows.GetAsync(Id, default))!.State == WorkflowState.Completed);
        Assert.InRange(Time.GetUtcNow() - from, TimeSpan.Zero, 2 * Second);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_clock_that_jumps_a_day_steals_no_lease(int days)
    {
        await OtherHostAsync();
        var before = (await LeaseAsync()).Text("holder");
        Time.Jump(TimeSpan.FromDays(days));
        for (var i = 0; i < 100; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(3);
        }

        Assert.Equal(before, (await LeaseAsync()).Text("holder"));
    }

    [Fact]
    public async Task A_host_that_lost_its_lease_records_nothing_more()
    {
        var hang = new TaskCompletionSource();
        AddActivity("hang", _ => hang.Task);
        AddWorkflow("two", async (context, input) => await context.CallAsync("work", await context.CallAsync("hang", input, RetryPolicy.Once), RetryPolicy.Once));
        await StartAsync("two", "x");
        await UntilAsync(() => Ran.Count("hang x") == 1);

        // Taken for dead while it only slept.
        await Tables.WriteAsync("workflows", RowChange.Delete("journal", "lease", RowChange.AnyEtag), default);
        await OtherHostAsync();
        await UntilAsync(() => Ran.Count("hang x") == 2);
        hang.SetResult();
        Assert.Equal("work(hang(x))", await OutputAsync());
        Assert.Equal(["1", "2"], (await HistoryAsync()).Select((_, i) => $"{i + 1}"));
        await AdvanceUntilAsync(() => Task.FromResult(true));
        Time.Advance(TimeSpan.FromSeconds(3));
        await SettleAsync();
        await StartAsync("short", "y", "z"); // through the old host, which has noticed by now or leaves a note
        await AdvanceUntilAsync(async () => (await Workflows.GetAsync("z", default))!.State == WorkflowState.Completed);
        Assert.Equal(1, Ran.Count("work y"));
    }

    [Fact]
    public async Task What_a_host_starts_that_does_not_know_yet_that_it_slept_over_its_lease_is_run_by_the_next()
    {
        var tables = new SleepyTables(Tables);
        var (sleeper, holder) = await SleeperAsync(tables);
        tables.Sleep();
        await OtherHostAsync();
        await AdvanceUntilAsync(async () => (await LeaseAsync()).Text("holder") != holder);
        Assert.True(await sleeper.StartAsync("short", Id, "x", default));
        tables.Wake();
        await AdvanceUntilAsync(async () => (await Workflows.GetAsync(Id, default))!.State == WorkflowState.Completed);
    }

    [Fact]
    public async Task A_host_that_slept_over_its_lease_takes_no_note_away_from_the_next()
    {
        var tables = new SleepyTables(Tables) { OverNotes = true };
        var (_, holder) = await SleeperAsync(tables);
        tables.Sleep();
        await AdvanceUntilAsync(() => Task.FromResult(tables.IsAsleep));
        await OtherHostAsync();
        await AdvanceUntilAsync(async () => (await LeaseAsync()).Text("holder") != holder);
        // From a third process, and the clock stands: the sleeper is the first who sees the note.
        Assert.True(await Other(Catalog).StartAsync("short", Id, "x", default));
        tables.Wake();
        await SettleAsync();
        await AdvanceUntilAsync(async () => (await Workflows.GetAsync(Id, default))!.State == WorkflowState.Completed);
    }

    [Fact]
    public async Task An_instance_that_the_host_was_never_told_of_is_run_when_somebody_starts_it_again()
    {
        var client = Other(Catalog);
        // A host that runs something has begun: it looks through all instances only then.
        Assert.True(await client.StartAsync("short", "bat_0", "x", default));
        await AdvanceUntilAsync(async () => (await client.GetAsync("bat_0", default))!.State == WorkflowState.Completed);
        // As a host that slept over its lease, and died between the start's own write and its note.
        Assert.True(await Other(Catalog, new SilentTables(Tables)).StartAsync("short", Id, "x", default));
        for (var looks = 0; looks < 5; looks++)
        {
            Time.Advance(Second);
            await Task.Delay(2);
        }

        Assert.Equal(WorkflowState.Running, (await client.GetAsync(Id, default))!.State);
        Assert.False(await client.StartAsync("short", Id, "x", default));
        await AdvanceUntilAsync(async () => (await client.GetAsync(Id, default))!.State == WorkflowState.Completed);
    }

    /// <summary>The only host, on tables that can hold it up. What it begins does not end before it finds out that it has lost its lease.</summary>
    /// <returns>It, and how the lease names it.</returns>
    private async Task<(JournalWorkflows Sleeper, string? Holder)> SleeperAsync(ITables tables)
    {
        await Workflows.StopAsync(default);
        var catalog = new WorkflowCatalog()
            .Add("short", Catalog.Workflows["short"])
            .Add("work", new ActivityBody(static (_, _) => new TaskCompletionSource<string>().Task));
        var sleeper = Other(catalog, tables);
        await sleeper.StartAsync(default);
        await AdvanceUntilAsync(async () => await Tables.GetAsync("workflows", "journal", "lease", default) is not null);
        return (sleeper, (await LeaseAsync()).Text("holder"));
    }

    private JournalWorkflows Other(WorkflowCatalog catalog, ITables? tables = null)
    {
        var other = Create(catalog, tables);
        others.Add(other);
        return other;
    }

    private async Task OtherHostAsync()
    {
        await Other(Catalog).StartAsync(default);
        await SettleAsync();
    }

    /// <summary>Renewals of the lease, or looks for notes, wait while it sleeps; what else the process does goes on.</summary>
    private sealed class SleepyTables(ITables inner) : ITables
    {
        private volatile TaskCompletionSource? sleep;

        public bool OverNotes { get; init; }

        public bool IsAsleep { get; private set; }

        public void Sleep() => sleep = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Wake() => sleep!.SetResult();

        public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

        public async ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken)
        {
            if (!OverNotes && sleep is not null && change.Row.RowKey == "lease")
            {
                await sleep.Task;
            }

            return await inner.WriteAsync(table, change, cancellationToken);
        }

        public ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) =>
            inner.TransactAsync(table, changes, cancellationToken);

        public async ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken)
        {
            if (OverNotes && sleep is not null && range.FromRowKey == "w|")
            {
                IsAsleep = true;
                await sleep.Task;
            }

            return await inner.QueryAsync(table, range, take, continuation, cancellationToken);
        }
    }

    /// <summary>Leaves no notes for the host.</summary>
    private sealed class SilentTables(ITables inner) : ITables
    {
        public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

        public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken) =>
            inner.WriteAsync(table, change, cancellationToken);

        public ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) =>
            inner.TransactAsync(table, [.. changes.Where(static change => !change.Row.RowKey.StartsWith("w|", StringComparison.Ordinal))], cancellationToken);

        public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken) =>
            inner.QueryAsync(table, range, take, continuation, cancellationToken);
    }

    private async Task<Row> LeaseAsync() => (await Tables.GetAsync("workflows", "journal", "lease", default))!;

    private async Task AdvanceUntilWithinAsync(TimeSpan limit, Func<Task<bool>> condition)
    {
        var from = Time.GetUtcNow();
        await AdvanceUntilAsync(condition, TimeSpan.FromMilliseconds(10));
        Assert.InRange(Time.GetUtcNow() - from, TimeSpan.Zero, limit);
    }
}
