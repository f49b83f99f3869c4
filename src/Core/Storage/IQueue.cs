namespace LearnCoin.Core.Storage;

/// <summary>Messages with at-least-once delivery: the semantics of Azure Queue Storage.</summary>
public interface IQueue
{
    /// <summary>Adds a message of at most 48 KiB UTF-8, visible after <paramref name="delay"/> (at most 7 days).</summary>
    ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>The next visible message, hidden from others for <paramref name="lease"/>; null when there is none.</summary>
    ValueTask<QueueMessage?> ReceiveAsync(string queue, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Removes a received message. False when its lease ran out and another has received it since.</summary>
    ValueTask<bool> CompleteAsync(QueueMessage message, CancellationToken cancellationToken);
}

/// <param name="Queue">Name of the queue.</param>
/// <param name="Id">Id of the message.</param>
/// <param name="Receipt">Proof of this very receive; a later receive has another.</param>
/// <param name="Body">The text that was sent.</param>
/// <param name="Deliveries">How often it was received, this time included.</param>
public sealed record QueueMessage(string Queue, string Id, string Receipt, string Body, int Deliveries);
