using LearnCoin.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Local.Queues;

/// <summary>Does the work of one message.</summary>
public delegate Task QueueHandler(string body, CancellationToken cancellationToken);

/// <summary>
/// Reads a queue and hands each message to its handler, few at a time: what queue triggers do on Azure, with the settings of host.json. A message
/// is done when the handler returns; one whose handler throws comes back when its lease ends, and after many times goes to the queue of poison.
/// </summary>
/// <param name="queue">The queues.</param>
/// <param name="name">Name of the queue.</param>
/// <param name="handler">Must bear to get a message twice.</param>
/// <param name="time">Clock of the polls.</param>
/// <param name="logger">Told of failures: ids and types only.</param>
public sealed partial class QueuePump(IQueue queue, string name, QueueHandler handler, TimeProvider time, ILogger<QueuePump> logger) : IHostedService, IDisposable
{
    /// <summary>Where messages go that failed too often, as Azure's queue triggers name it.</summary>
    public const string PoisonSuffix = "-poison";

    internal const int MaxAtOnce = 4;
    internal const int MaxDeliveries = 100;

    /// <summary>Longer than a handler takes: a mail has 45 s.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    internal static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    // As the activities of workflows have: what is not done then comes back with the lease.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource ending = new();
    private readonly SemaphoreSlim places = new(MaxAtOnce);
    private Task reading = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        reading = Task.Run(ReadAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await reading;
        using var late = new CancellationTokenSource(LastWords, time);
        await using var ended = late.Token.Register(ending.Cancel);
        await using var cut = cancellationToken.Register(ending.Cancel);
        for (var place = 0; place < MaxAtOnce; place++)
        {
            // Handlers heed the token, so each place comes free.
            await places.WaitAsync(CancellationToken.None);
        }

        places.Release(MaxAtOnce);
    }

    public void Dispose()
    {
        stopping.Dispose();
        ending.Dispose();
        places.Dispose();
    }

    private async Task ReadAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await places.WaitAsync(stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var message = await NextAsync();
            if (message is not null)
            {
                _ = HandleAsync(message);
                continue;
            }

            places.Release();
            await Task.Delay(PollInterval, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<QueueMessage?> NextAsync()
    {
        try
        {
            return await queue.ReceiveAsync(name, Lease, stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception exception)
        {
            LogUnread(logger, name, exception.GetType().Name);
            return null;
        }
    }

    private async Task HandleAsync(QueueMessage message)
    {
        try
        {
            if (message.Deliveries > MaxDeliveries)
            {
                await queue.SendAsync(name + PoisonSuffix, message.Body, TimeSpan.Zero, ending.Token);
                LogPoison(logger, MaxDeliveries, name, message.Id);
            }
            else
            {
                await handler(message.Body, ending.Token);
            }

            await queue.CompleteAsync(message, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // It comes back with its lease.
        }
        catch (Exception exception)
        {
            LogFailure(logger, name, message.Id, message.Deliveries, exception.GetType().Name);
        }
        finally
        {
            places.Release();
        }
    }

    [LoggerMessage(EventId = 2030, Level = LogLevel.Warning, Message = "The queue {Queue} cannot be read and is tried again: {ExceptionType}")]
    private static partial void LogUnread(ILogger logger, string queue, string exceptionType);

    [LoggerMessage(EventId = 2031, Level = LogLevel.Warning, Message = "Message {MessageId} of {Queue} failed, delivery {Deliveries}, and comes again: {ExceptionType}")]
    private static partial void LogFailure(ILogger logger, string queue, string messageId, int deliveries, string exceptionType);

    // The words of Azure's queue triggers: one rule over the log finds both.
    [LoggerMessage(EventId = 2032, Level = LogLevel.Error, Message = "Message has reached MaxDequeueCount of {Deliveries}. Moving message {MessageId} to queue {Queue}-poison")]
    private static partial void LogPoison(ILogger logger, int deliveries, string queue, string messageId);
}
