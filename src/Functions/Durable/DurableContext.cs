using System.Text.Json;
using LearnCoin.Core.Workflows;
using Microsoft.DurableTask;
using DurableRetry = Microsoft.DurableTask.RetryPolicy;
using RetryPolicy = LearnCoin.Core.Workflows.RetryPolicy;

namespace LearnCoin.Functions.Durable;

/// <summary>The workflow port over an orchestration of Durable.</summary>
internal sealed class DurableContext : IWorkflowContext
{
    private readonly TaskOrchestrationContext inner;
    private readonly string start;
    private readonly Dictionary<string, EventMailbox> mailboxes = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="inner">Durable's context of the run.</param>
    /// <param name="given">What the run was started with.</param>
    public DurableContext(TaskOrchestrationContext inner, WorkflowInput given)
    {
        this.inner = inner;
        start = given.Start;
        foreach (var (name, payload) in given.Kept ?? [])
        {
            Mailbox(name).Keep(payload);
        }
    }

    public string InstanceId => inner.InstanceId;

    public DateTimeOffset Now => new(DateTime.SpecifyKind(inner.CurrentUtcDateTime, DateTimeKind.Utc));

    public async Task<string> CallAsync(string activity, string input, RetryPolicy retry)
    {
        ArgumentNullException.ThrowIfNull(retry);
        try
        {
            return await inner.CallActivityAsync<string>(activity, input, OptionsOf(retry));
        }
        catch (TaskFailedException exception)
        {
            throw new ActivityFailedException(activity, WorkflowFaultException.TypeOf(exception.FailureDetails));
        }
    }

    // Durable cuts a timer beyond what its storage can delay (MaximumTimerInterval, 3 days) into several.
    public Task TimerAsync(DateTimeOffset due) => inner.CreateTimer(due.UtcDateTime, CancellationToken.None);

    public Task<string?> WaitForEventAsync(string eventName, TimeSpan timeout) => Mailbox(eventName).TakeAsync(timeout);

    // An activity and not a sub-orchestration: that one would replace a live instance, and its end would be reported to this one.
    public Task StartChildAsync(string workflow, string instanceId, string input) =>
        CallAsync(StartWorkflowFunction.Name, JsonSerializer.Serialize(new ChildStart(workflow, instanceId, input)), RetryPolicy.Patient);

    public void ContinueAsNew(string input)
    {
        // In the input, because events that a run sends to itself come after those that reach it meanwhile. Durable so preserves only the events
        // of names that nobody waited for yet.
        var kept = mailboxes.Values.SelectMany(static mailbox => mailbox.Close()).ToArray();
        inner.ContinueAsNew(new WorkflowInput(input, start, kept), preserveUnprocessedEvents: true);
    }

    private EventMailbox Mailbox(string name)
    {
        if (!mailboxes.TryGetValue(name, out var mailbox))
        {
            mailboxes[name] = mailbox = new EventMailbox(inner, name);
        }

        return mailbox;
    }

    private static TaskOptions? OptionsOf(RetryPolicy retry)
    {
        if (retry.MaxAttempts <= 1)
        {
            return null;
        }

        // Durable takes no delay of zero.
        var first = Max(retry.FirstDelay, TimeSpan.FromMilliseconds(1));
        return TaskOptions.FromRetryPolicy(new DurableRetry(retry.MaxAttempts, first, 2, Max(retry.MaxDelay, first)));
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
