using LearnCoin.Core.Alerts;
using System.Threading.Channels;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Local.Workflows;

/// <summary>What all instances of a host share.</summary>
/// <param name="Journal">Where everything is recorded.</param>
/// <param name="Catalog">The bodies.</param>
/// <param name="Activities">Runs activities.</param>
/// <param name="Options">Settings.</param>
/// <param name="Logger">Log.</param>
/// <param name="Wake">Tells the host that an instance has something to do.</param>
/// <param name="Stopping">Begin nothing new.</param>
/// <param name="Abandon">Stop at once and write nothing more.</param>
internal sealed record InstanceHost(
    Journal Journal,
    WorkflowCatalog Catalog,
    ActivityRunner Activities,
    JournalOptions Options,
    ILogger Logger,
    Func<string, ValueTask> Wake,
    CancellationToken Stopping,
    CancellationToken Abandon);

/// <summary>
/// One live instance: loads it, runs its body step by step, and records every result before the body sees it. All of it happens on one
/// logical thread; activities and timers only put a note into the mailbox.
/// </summary>
internal sealed class WorkflowInstance(string id, InstanceHost host)
{
    // A note is an action that has something to tell, or null: look at the inbox.
    // (Not a single-reader channel: that kind cannot count.)
    private readonly Channel<PendingAction?> mailbox = Channel.CreateUnbounded<PendingAction?>();

    /// <summary>Says that an event came or that the instance was started; may be called at any time.</summary>
    internal void Notify() => mailbox.Writer.TryWrite(null);

    /// <summary>True when a note came that the last <see cref="RunAsync"/> did not read.</summary>
    internal bool HasNews => mailbox.Reader.Count > 0;

    /// <summary>Runs the instance until it is finished, or the host stops. Failures of the store are survived by loading it anew.</summary>
    internal async Task RunAsync()
    {
        while (!host.Stopping.IsCancellationRequested)
        {
            try
            {
                await RunToEndAsync();
                return;
            }
            catch (OperationCanceledException) when (host.Abandon.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (host.Abandon.IsCancellationRequested)
                {
                    return;
                }

                WorkflowLog.InstanceFaulted(host.Logger, id, exception.GetType().Name);
                await Task.Delay(host.Options.FaultDelay, host.Journal.Time, host.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunToEndAsync()
    {
        while (mailbox.Reader.TryRead(out _))
        {
            // Everything is read from the store now: older notes say nothing new, and notes of an abandoned run mean nothing.
        }

        var header = await host.Journal.ReadHeaderAsync(id, host.Abandon);
        while (header is { State: WorkflowState.Running })
        {
            if (!host.Catalog.Workflows.TryGetValue(header.Workflow, out var body))
            {
                WorkflowLog.WorkflowUnknown(host.Logger, header.Workflow, id);
                return;
            }

            header = await RunOnceAsync(header, body);
        }
    }

    /// <returns>Header of the next run; null when the instance is finished or the host stops.</returns>
    private async Task<InstanceHeader?> RunOnceAsync(InstanceHeader header, WorkflowBody body)
    {
        var journal = new RunJournal(host.Journal, header);
        using var run = new WorkflowRun(header);
        string? failure;
        try
        {
            var execution = new RunExecution(host, journal, run, mailbox);
            if (!await execution.RunAsync(body))
            {
                return null;
            }

            failure = run.Body.IsCompletedSuccessfully ? null : run.Body.Exception?.InnerException?.GetType().Name ?? nameof(OperationCanceledException);
            if (failure is null && run.NextInput is { } nextInput)
            {
                return await journal.ContinueAsync(nextInput, host.Abandon);
            }

            if (failure is null)
            {
                await journal.FinishAsync(await run.Body, null, host.Abandon);
                return null;
            }
        }
        catch (Exception exception) when (exception is NondeterministicWorkflowException or TableLimitException)
        {
            // Loading it anew would end the same way: the body, or what it gave, is at fault.
            failure = exception.GetType().Name;
        }

        WorkflowLog.WorkflowFailed(host.Logger, header.Workflow, id, failure);
        host.Options.Alerts.Raise(new Alert(AlertTypes.WorkflowFailed, host.Journal.Time.GetUtcNow()) { Subject = id });
        await journal.FinishAsync(null, failure, host.Abandon);
        return null;
    }
}
