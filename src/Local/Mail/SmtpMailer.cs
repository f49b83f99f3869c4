using LearnCoin.Core.Batches;
using LearnCoin.Core.Mail;

namespace LearnCoin.Local.Mail;

/// <summary>
/// Sends by SMTP with MailKit (.NET's own SmtpClient, whose documentation advises against it, has no AUTH PLAIN and no TLS from the first byte).
/// STARTTLS is a condition, never an offer. Connections stay open for the next mail, few of them, and end when nothing comes.
/// </summary>
internal sealed class SmtpMailer : IMailer, IAsyncDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    // A server that has forgotten the connection must not eat up the 45 s.
    private static readonly TimeSpan AskTime = TimeSpan.FromSeconds(5);

    // With the 2 s that handlers have before, and the notes after it, a host still stops within 10 s.
    private static readonly TimeSpan LastAnswer = TimeSpan.FromSeconds(4);

    private readonly SmtpSettings settings;
    private readonly TimeProvider time;
    private readonly MimeComposer composer;
    private readonly SemaphoreSlim places;
    private readonly Stack<SmtpConnection> idle = new();
    private readonly ITimer sweeper;
    private bool isDisposed;

    public SmtpMailer(SmtpSettings settings, TimeProvider time)
    {
        this.settings = settings;
        places = new SemaphoreSlim(settings.Connections);
        this.time = time;
        composer = new MimeComposer(settings.From, time);
        sweeper = time.CreateTimer(_ => Sweep(), null, SmtpSettings.MaxIdle, SmtpSettings.MaxIdle);
    }

    public async ValueTask SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (!EmailAddress.IsValid(mail.To))
        {
            // No server is asked: what is no address could be a command. 553: "mailbox name not allowed".
            throw new MailRefusedException("553");
        }

        var message = composer.Compose(mail);
        try
        {
            // The wait for a connection counts: whoever handles the message is held for dead when it takes longer.
            using var late = new CancellationTokenSource(settings.Patience, time);
            await SendAsync(message, late.Token, cancellationToken);
        }
        catch (Exception exception) when (!IsStopped(exception, cancellationToken))
        {
            var failure = SmtpFailures.Of(exception);
            if (failure is null)
            {
                throw;
            }

            throw failure;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await sweeper.DisposeAsync();
        List<SmtpConnection> open;
        lock (idle)
        {
            isDisposed = true;
            open = [.. idle];
            idle.Clear();
        }

        using var late = new CancellationTokenSource(LastWords, time);
        await Task.WhenAll(open.Select(connection => connection.CloseAsync(late.Token)));
    }

    // The mail of whoever is stopped has no failure; what a server answered meanwhile counts.
    private static bool IsStopped(Exception exception, CancellationToken cancellationToken) => exception is OperationCanceledException && cancellationToken.IsCancellationRequested;

    private async Task SendAsync(MimeKit.MimeMessage message, CancellationToken late, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late, stop);
        await places.WaitAsync(either.Token);
        try
        {
            await SendAsync(message, await TakeAsync(either.Token), late, stop);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task SendAsync(MimeKit.MimeMessage message, SmtpConnection connection, CancellationToken late, CancellationToken stop)
    {
        try
        {
            using var last = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(late, last.Token);
            await using var stopped = stop.Register(() => last.CancelAfter(connection.HasBegun ? LastAnswer : TimeSpan.Zero));
            await connection.SendAsync(message, cut.Token);
        }
        catch (MailKit.Net.Smtp.SmtpCommandException)
        {
            // An answer: the connection still stands, unless the server took its leave.
            GiveBack(connection);
            throw;
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        GiveBack(connection);
    }

    private async Task<SmtpConnection> TakeAsync(CancellationToken cancellationToken)
    {
        while (Pop() is { } connection)
        {
            // Before the mail: in its middle nobody could say whether it was taken.
            if (await IsAliveAsync(connection, cancellationToken))
            {
                return connection;
            }
        }

        return await SmtpConnection.OpenAsync(settings, composer.Domain, cancellationToken);
    }

    /// <summary>Whether a connection can be used; ends one that cannot.</summary>
    private async Task<bool> IsAliveAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        using var soon = new CancellationTokenSource(AskTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, cancellationToken);
        try
        {
            await connection.AskAsync(either.Token);
            return true;
        }
#pragma warning disable CA1031 // Whatever it was: there is a new connection for the asking.
        catch (Exception)
#pragma warning restore CA1031
        {
            connection.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private SmtpConnection? Pop()
    {
        lock (idle)
        {
            return idle.TryPop(out var connection) ? connection : null;
        }
    }

    private void GiveBack(SmtpConnection connection)
    {
        connection.UsedAt = time.GetUtcNow();
        lock (idle)
        {
            if (connection.IsGood && !isDisposed)
            {
                idle.Push(connection);
                return;
            }
        }

        _ = EndAsync(connection);
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        List<SmtpConnection> old;
        lock (idle)
        {
            var kept = idle.Where(connection => now - connection.UsedAt < SmtpSettings.MaxIdle).Reverse().ToList();
            old = [.. idle.Except(kept)];
            idle.Clear();
            kept.ForEach(idle.Push);
        }

        foreach (var connection in old)
        {
            _ = EndAsync(connection);
        }
    }

    private async Task EndAsync(SmtpConnection connection)
    {
        using var late = new CancellationTokenSource(LastWords, time);
        await connection.CloseAsync(late.Token);
    }
}
