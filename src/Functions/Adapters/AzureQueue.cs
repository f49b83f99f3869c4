using System.Text;
using Azure;
using Azure.Storage.Queues;
using LearnCoin.Core.Storage;

namespace LearnCoin.Functions.Adapters;

/// <summary>
/// Queues of a storage account. Bodies travel as base64 of their UTF-8, the form that queue triggers expect by default; queues are made
/// when first sent to. Times are whole seconds there: delays and leases are rounded up.
/// </summary>
/// <param name="service">Client of the account, with the message encoding None (the default): this class encodes.</param>
internal sealed class AzureQueue(QueueServiceClient service) : IQueue
{
    private const string Service = "queue";

    // Messages are kept until they are completed: the service's default would drop them after 7 days.
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    public async ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        QueueRules.CheckSend(queue, body, delay);
        cancellationToken.ThrowIfCancellationRequested();
        var client = service.GetQueueClient(queue);
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(body));
        try
        {
            try
            {
                await client.SendMessageAsync(text, WholeSeconds(delay), Forever, cancellationToken);
            }
            catch (RequestFailedException failure) when (failure.Status == 404)
            {
                await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                await client.SendMessageAsync(text, WholeSeconds(delay), Forever, cancellationToken);
            }
        }
        catch (Exception exception) when (StorageOutage.Is(exception, cancellationToken))
        {
            throw StorageOutage.Of(Service, exception);
        }
    }

    public async ValueTask<QueueMessage?> ReceiveAsync(string queue, TimeSpan lease, CancellationToken cancellationToken)
    {
        QueueRules.CheckReceive(queue, lease);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var message = (await service.GetQueueClient(queue).ReceiveMessageAsync(WholeSeconds(lease), cancellationToken)).Value;
            return message is null
                ? null
                : new QueueMessage(
                    queue,
                    message.MessageId,
                    message.PopReceipt,
                    Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText)),
                    (int)Math.Min(message.DequeueCount, int.MaxValue));
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null; // never sent to
        }
        catch (Exception exception) when (StorageOutage.Is(exception, cancellationToken))
        {
            throw StorageOutage.Of(Service, exception);
        }
    }

    public async ValueTask<bool> CompleteAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await service.GetQueueClient(message.Queue).DeleteMessageAsync(message.Id, message.Receipt, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == 404 || failure.ErrorCode == "PopReceiptMismatch")
        {
            return false; // completed by whoever received it since, or received by another
        }
        catch (Exception exception) when (StorageOutage.Is(exception, cancellationToken))
        {
            throw StorageOutage.Of(Service, exception);
        }
    }

    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));
}
