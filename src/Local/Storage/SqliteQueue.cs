using System.Globalization;
using LearnCoin.Core.Storage;

namespace LearnCoin.Local.Storage;

/// <summary>Queues in an SQLite file, with the limits of the queue service.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="time">Clock of visibility and leases.</param>
public sealed class SqliteQueue(SqliteStore store, TimeProvider time) : IQueue
{
    private const string Next = "SELECT id FROM message WHERE queue = ?1 AND visible_at <= ?2 ORDER BY visible_at, id LIMIT 1";

    private const string Take = $"""
        UPDATE message SET visible_at = ?3, receipt = ?4, deliveries = deliveries + 1 WHERE id = ({Next})
        RETURNING id, deliveries, body
        """;

    public async ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        QueueRules.CheckSend(queue, body, delay);
        await store.WriteAsync(
            database =>
            {
                database.Prepare("INSERT INTO message (queue, visible_at, receipt, deliveries, body) VALUES (?1, ?2, 0, 0, ?3)")
                    .Bind(1, queue).Bind(2, time.GetUtcNow().Add(delay).UtcTicks).Bind(3, body).Run();
                return true;
            },
            cancellationToken);
    }

    public async ValueTask<QueueMessage?> ReceiveAsync(string queue, TimeSpan lease, CancellationToken cancellationToken)
    {
        QueueRules.CheckReceive(queue, lease);
        cancellationToken.ThrowIfCancellationRequested();

        // A look first: polling an empty queue must not cost a transaction.
        return store.Read(database => HasVisible(database, queue))
            ? await store.WriteAsync(database => Receive(database, queue, lease), cancellationToken)
            : null;
    }

    public async ValueTask<bool> CompleteAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var id = long.Parse(message.Id, CultureInfo.InvariantCulture);
        var receipt = long.Parse(message.Receipt, CultureInfo.InvariantCulture);
        return await store.WriteAsync(
            database =>
            {
                database.Prepare("DELETE FROM message WHERE id = ?1 AND receipt = ?2 AND queue = ?3").Bind(1, id).Bind(2, receipt).Bind(3, message.Queue).Run();
                return database.Changes == 1;
            },
            cancellationToken);
    }

    private bool HasVisible(Database database, string queue)
    {
        var statement = database.Prepare(Next).Bind(1, queue).Bind(2, time.GetUtcNow().UtcTicks);
        var found = statement.Step();
        statement.Reset();
        return found;
    }

    private QueueMessage? Receive(Database database, string queue, TimeSpan lease)
    {
        var now = time.GetUtcNow();
        var receipt = SqliteStore.NextVersion(database);
        var statement = database.Prepare(Take).Bind(1, queue).Bind(2, now.UtcTicks).Bind(3, (now + lease).UtcTicks).Bind(4, receipt);
        QueueMessage? message = null;
        while (statement.Step())
        {
            message = new QueueMessage(
                queue,
                statement.Int64(0).ToString(CultureInfo.InvariantCulture),
                receipt.ToString(CultureInfo.InvariantCulture),
                statement.Text(2),
                (int)statement.Int64(1));
        }

        statement.Reset();
        return message;
    }
}
