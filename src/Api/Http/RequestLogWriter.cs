using System.Threading.Channels;
using LearnCoin.Core;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Api.Http;

/// <summary>
/// Writes the request log behind the requests' backs: what came within a fifth of a second in one go. A store that is down costs no
/// request anything; entries wait for it, up to a number, and those that cannot are counted.
/// </summary>
internal sealed partial class RequestLogWriter(LearnCoinCore core, TimeProvider time, ILogger<RequestLogWriter> logger) : BackgroundService
{
    // About 5 MB.
    private const int MaxWaiting = 10_000;
    private const int MaxFlush = 1_000;

    // So many make a full transaction: no need to wait for more.
    private const int FullFlush = 100;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<RequestEntry> waiting = Channel.CreateBounded<RequestEntry>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private long lost;
    private bool isDown;

    /// <summary>Entries that were not written and never will be.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <summary>Takes an entry; never waits.</summary>
    public void Add(RequestEntry entry)
    {
        if (!waiting.Writer.TryWrite(entry))
        {
            Interlocked.Increment(ref lost);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Begun at once: reading must not hold up the host's start.
        await Task.Yield();
        var batch = new List<RequestEntry>(MaxFlush);
        while (await MoreAsync(stoppingToken))
        {
            while (batch.Count < MaxFlush && waiting.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            await WriteAsync(batch, stoppingToken);
            batch.Clear();
        }
    }

    /// <summary>False when the host stops and nothing is left. The web server has stopped by then: it is started last and stopped first.</summary>
    private async Task<bool> MoreAsync(CancellationToken stoppingToken)
    {
        try
        {
            await waiting.Reader.WaitToReadAsync(stoppingToken);
            if (waiting.Reader.Count < FullFlush)
            {
                await Task.Delay(Window, time, stoppingToken);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return waiting.Reader.Count > 0;
        }
    }

    private async Task WriteAsync(List<RequestEntry> batch, CancellationToken stoppingToken)
    {
        while (await TryWriteAsync(batch) is { } failure)
        {
            if (!isDown)
            {
                isDown = true;
                LogDown(logger, failure);
            }

            if (stoppingToken.IsCancellationRequested || failure == nameof(TableLimitException))
            {
                // No second try would end otherwise.
                Interlocked.Add(ref lost, batch.Count);
                LogLost(logger, Lost);
                return;
            }

            await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (isDown)
        {
            isDown = false;
            LogBack(logger, Lost);
        }
    }

    /// <returns>Null when written, else the exception's type. Rows that were written before it are written again, to the same.</returns>
    private async Task<string?> TryWriteAsync(List<RequestEntry> batch)
    {
        try
        {
            // Not with the stopping token: the last entries are written while the host stops.
            await core.Requests.WriteAsync(batch, CancellationToken.None);
            return null;
        }
#pragma warning disable CA1031 // Whatever is wrong with the store, the loop must outlive it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.GetType().Name;
        }
    }

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "The request log cannot be written: {ExceptionType}. Entries wait")]
    private static partial void LogDown(ILogger logger, string exceptionType);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "The request log is written again; entries lost since the start: {Lost}")]
    private static partial void LogBack(ILogger logger, long lost);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "A part of the request log was not written; entries lost since the start: {Lost}")]
    private static partial void LogLost(ILogger logger, long lost);
}
