using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Durable;

/// <summary>
/// The client of the task hub. The host hands it to triggers that ask for it (<c>[DurableClient]</c>), never to the container:
/// each such trigger calls <see cref="Use"/> before anything else, so that <see cref="DurableWorkflows"/> has one.
/// </summary>
public sealed class DurableClients
{
    private volatile DurableTaskClient? current;

    /// <summary>The client that a trigger was given last. All of them speak to the same hub.</summary>
    /// <exception cref="InvalidOperationException">No trigger called <see cref="Use"/> yet.</exception>
    public DurableTaskClient Current => current ?? throw new InvalidOperationException("The trigger did not hand over its Durable client");

    public void Use(DurableTaskClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        current = client;
    }
}
