namespace LearnCoin.Local.Workflows;

/// <summary>The instances in the memory of a host: at most one object for each id.</summary>
internal sealed class HostedInstances
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Running> instances = new(StringComparer.Ordinal);
    private InstanceHost? current;

    internal bool AreRunning => Volatile.Read(ref current) is not null;

    internal void Begin(InstanceHost host)
    {
        lock (gate)
        {
            current = host;
        }
    }

    /// <summary>Has an instance look at its stored state. False when none run here.</summary>
    internal bool Wake(string id)
    {
        lock (gate)
        {
            if (current is not { } host)
            {
                return false;
            }

            if (instances.TryGetValue(id, out var running))
            {
                running.Instance.Notify();
            }
            else
            {
                var instance = new WorkflowInstance(id, host);
                instances[id] = new Running(instance, Task.Run(() => RunAsync(id, instance, host), CancellationToken.None));
            }

            return true;
        }
    }

    /// <summary>Takes no more, and completes when those that run have ended. Their host has told them to stop.</summary>
    internal Task EndAsync()
    {
        lock (gate)
        {
            current = null;
            foreach (var running in instances.Values)
            {
                running.Instance.Notify(); // those that wait must see that it is over
            }

            return Task.WhenAll(instances.Values.Select(running => running.Task));
        }
    }

    private async Task RunAsync(string id, WorkflowInstance instance, InstanceHost host)
    {
        while (true)
        {
            await instance.RunAsync();
            lock (gate)
            {
                // A start of the same id may have come while it finished: then it is not over.
                if (!instance.HasNews || current is null || host.Stopping.IsCancellationRequested)
                {
                    instances.Remove(id);
                    return;
                }
            }
        }
    }

    private sealed record Running(WorkflowInstance Instance, Task Task);
}
