using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Local.Workflows;

/// <summary>
/// Durable workflows over tables: every result is recorded before a body sees it, and a body is run again over its record after a
/// restart. Any process may start, raise and read; the one that was started as a host and holds the lease runs the instances.
/// </summary>
public sealed class JournalWorkflows : IWorkflows, IWorkflowRunner, IHostedService, IAsyncDisposable
{
    // Durable Functions' limit of an instance id.
    private const int MaxIdLength = 100;

    private readonly Journal journal;
    private readonly JournalHost host;
    private readonly WorkflowCatalog catalog;
    private bool disposed;

    /// <param name="tables">Where the journal is kept: SQLite, or memory in tests.</param>
    /// <param name="catalog">Bodies and activities; may be filled until the host starts.</param>
    /// <param name="time">Clock of timers, retries and leases.</param>
    /// <param name="entropy">Gives this process its own name in the journal.</param>
    /// <param name="logger">Log of ids and exception types.</param>
    /// <param name="options">Null for the defaults.</param>
    public JournalWorkflows(
        ITables tables,
        WorkflowCatalog catalog,
        TimeProvider time,
        IEntropy entropy,
        ILogger<JournalWorkflows> logger,
        JournalOptions? options = null)
    {
        this.catalog = catalog;
        journal = new Journal(tables, time, entropy);
        host = new JournalHost(journal, catalog, options ?? new JournalOptions(), logger);
    }

    /// <summary>Begins to run the instances of the store, or to wait until the process that does is gone. Returns at once.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        host.Start();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Begins no new step, lets running activities end until the token is cancelled, and leaves the rest to the replay of the next start.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken) => host.StopAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The workflow is not in the catalog, or the id has other characters than letters, digits and <c>_-.:</c>.</exception>
    public async ValueTask<bool> StartAsync(string workflow, string instanceId, string input, CancellationToken cancellationToken)
    {
        if (!catalog.Workflows.ContainsKey(workflow))
        {
            throw new ArgumentException("The workflow is not in the catalog", nameof(workflow));
        }

        CheckId(instanceId);
        var direct = host.IsHosting;
        if (!await journal.StartAsync(workflow, instanceId, input, wakeHost: !direct, cancellationToken))
        {
            // Whoever started it may have died before the host was told: who asks again tells it.
            await host.TellAsync(instanceId);
            return false;
        }

        await TellAsync(instanceId, direct);
        return true;
    }

    public async ValueTask RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken)
    {
        CheckId(instanceId);
        var direct = host.IsHosting;
        if (await journal.RaiseAsync(instanceId, eventName, payload, wakeHost: !direct, cancellationToken))
        {
            await TellAsync(instanceId, direct);
        }
    }

    public async ValueTask<WorkflowStatus?> GetAsync(string instanceId, CancellationToken cancellationToken)
    {
        CheckId(instanceId);
        var header = await journal.ReadHeaderAsync(instanceId, cancellationToken);
        return header is null ? null : new WorkflowStatus(header.State, header.Output, header.Failure);
    }

    public async ValueTask<bool> IsRunningAsync(CancellationToken cancellationToken) => await Lease.IsHeldAsync(journal.Tables, journal.Time, cancellationToken);

    /// <summary>Removes instances that finished before <paramref name="olderThan"/>, with their history.</summary>
    /// <returns>How many.</returns>
    public ValueTask<int> PurgeAsync(DateTimeOffset olderThan, CancellationToken cancellationToken) =>
        JournalPurge.RunAsync(journal, olderThan, cancellationToken);

    /// <summary>Stops without waiting for running activities.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!disposed)
        {
            disposed = true;
            await host.StopAsync(new CancellationToken(canceled: true));
            host.Dispose();
        }
    }

    /// <summary>Ends as a crash would; for tests.</summary>
    internal Task KillAsync() => host.KillAsync();

    internal static void CheckId(string instanceId)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        if (instanceId.Length is 0 or > MaxIdLength || !instanceId.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':'))
        {
            throw new ArgumentException("Not an instance id", nameof(instanceId));
        }
    }

    // The lease may have been taken or lost between the look and the write. What another process was to run has its note already.
    private async ValueTask TellAsync(string instanceId, bool direct)
    {
        if (direct)
        {
            await host.TellAsync(instanceId);
        }
        else
        {
            host.Wake(instanceId);
        }
    }
}
