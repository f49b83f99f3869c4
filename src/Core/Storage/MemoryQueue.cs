using System.Globalization;

namespace LearnCoin.Core.Storage;

/// <summary>Queues in memory, for tests and short-lived tools: nothing outlives the object.</summary>
public sealed class MemoryQueue(TimeProvider time) : IQueue
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Message>> queues = new(StringComparer.Ordinal);
    private long last;

    public ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        QueueRules.CheckSend(queue, body, delay);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (!queues.TryGetValue(queue, out var messages))
            {
                queues[queue] = messages = [];
            }

            messages.Add(new Message(++last, body) { VisibleAt = time.GetUtcNow() + delay });
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<QueueMessage?> ReceiveAsync(string queue, TimeSpan lease, CancellationToken cancellationToken)
    {
        QueueRules.CheckReceive(queue, lease);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var now = time.GetUtcNow();
            var next = queues.GetValueOrDefault(queue)?.Where(m => m.VisibleAt <= now).OrderBy(m => m.VisibleAt).ThenBy(m => m.Id).FirstOrDefault();
            if (next is null)
            {
                return ValueTask.FromResult<QueueMessage?>(null);
            }

            next.VisibleAt = now + lease;
            next.Receipt = Text(++last);
            next.Deliveries++;
            return ValueTask.FromResult<QueueMessage?>(new QueueMessage(queue, Text(next.Id), next.Receipt, next.Body, next.Deliveries));
        }
    }

    public ValueTask<bool> CompleteAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var removed = queues.GetValueOrDefault(message.Queue)?.RemoveAll(m =>
                Text(m.Id) == message.Id && string.Equals(m.Receipt, message.Receipt, StringComparison.Ordinal));
            return ValueTask.FromResult(removed == 1);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Message(long id, string body)
    {
        public long Id { get; } = id;

        public string Body { get; } = body;

        public DateTimeOffset VisibleAt { get; set; }

        public string? Receipt { get; set; }

        public int Deliveries { get; set; }
    }
}
