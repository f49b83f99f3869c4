using Microsoft.DurableTask;

namespace LearnCoin.Functions.Durable;

/// <summary>
/// The events of one name in one run: each goes to the wait that is longest there, or is kept for the next one.
/// Durable's own waits are a stack whose timed-out entries go on swallowing events, so there is only ever one of them, renewed when it was answered.
/// All of this runs on the orchestrator's thread: inline, in the order of the history.
/// </summary>
internal sealed class EventMailbox(TaskOrchestrationContext context, string name)
{
    private readonly Queue<string> kept = new();
    private readonly Queue<TaskCompletionSource<string?>> waiting = new();
    private Task? pump;
    private bool isClosed;

    /// <summary>The next event's payload, or null when <paramref name="timeout"/> passed first.</summary>
    public async Task<string?> TakeAsync(TimeSpan timeout)
    {
        pump ??= PumpAsync();
        if (kept.TryDequeue(out var payload))
        {
            return payload;
        }

        var taken = new TaskCompletionSource<string?>();
        waiting.Enqueue(taken);
        using var answered = new CancellationTokenSource();
        var timer = context.CreateTimer(context.CurrentUtcDateTime + timeout, answered.Token);
        await Task.WhenAny(taken.Task, timer);
        if (!taken.TrySetResult(null))
        {
#pragma warning disable CA1849 // CancelAsync leaves the orchestrator's thread.
            answered.Cancel();
#pragma warning restore CA1849
        }

        return await taken.Task;
    }

    /// <summary>Puts an event in that an earlier run did not take.</summary>
    public void Keep(string payload) => kept.Enqueue(payload);

    /// <summary>What was not taken. Events that still come to this run are sent on to the next one.</summary>
    public IEnumerable<KeptEvent> Close()
    {
        isClosed = true;
        return kept.Select(payload => new KeptEvent(name, payload));
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            Deliver(await context.WaitForExternalEvent<string>(name));
        }
    }

    private void Deliver(string payload)
    {
        if (isClosed)
        {
            context.SendEvent(context.InstanceId, name, payload);
            return;
        }

        while (waiting.TryDequeue(out var wait))
        {
            if (wait.TrySetResult(payload))
            {
                return;
            }
        }

        kept.Enqueue(payload);
    }
}
