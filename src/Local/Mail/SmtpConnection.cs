using LearnCoin.Core.Mail;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace LearnCoin.Local.Mail;

/// <summary>One connection to the mail server, open and authenticated; for one mail at a time.</summary>
internal sealed class SmtpConnection : IDisposable
{
    private readonly Client client;
    private readonly MailboxAddress bounces;
    private int mails;

    private SmtpConnection(SmtpSettings settings, string localDomain)
    {
        bounces = new MailboxAddress("", settings.BounceAddress);
        client = new Client
        {
            // Else the machine's own name or address would stand in the mail's first "Received".
            LocalDomain = localDomain,
            ServerCertificateValidationCallback = settings.Trust,
            // As .NET's HTTP client: a revocation list that cannot be had must not stop the mails.
            CheckCertificateRevocation = false,
            // One clock ends a wait, SmtpMailer's: were this one first, the library would say that the connection was lost.
            Timeout = 2 * (int)settings.Patience.TotalMilliseconds,
            // A bounce must not bring the mail back: it holds the one-time secret. Servers without DSN (RFC 3461) do not see it.
            DeliveryStatusNotificationType = DeliveryStatusNotificationType.HeadersOnly,
        };
    }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>Whether another mail may go by it.</summary>
    public bool IsGood => client.IsConnected && mails < SmtpSettings.MaxMails;

    /// <exception cref="MailUnavailableException">No connection; the words are fixed.</exception>
    public static async Task<SmtpConnection> OpenAsync(SmtpSettings settings, string localDomain, CancellationToken cancellationToken)
    {
        var connection = new SmtpConnection(settings, localDomain);
        try
        {
            await connection.ConnectAsync(settings, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether a mail is on its way whose recipient the server has accepted: from then on only its answer tells what became of it.</summary>
    public bool HasBegun => client.HasBegun;

    /// <summary>Asks the server whether it still listens.</summary>
    public Task AskAsync(CancellationToken cancellationToken) => client.NoOpAsync(cancellationToken);

    public Task SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        mails++;
        client.HasBegun = false;
        return client.SendAsync(message, bounces, message.To.Mailboxes, cancellationToken);
    }

    /// <summary>Says QUIT, which servers log as the good end, and does not wait for long.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception exception) when (SmtpFailures.IsOfTransport(exception) || exception is OperationCanceledException)
        {
            // It is gone either way.
        }

        Dispose();
    }

    public void Dispose() => client.Dispose();

    private async Task ConnectAsync(SmtpSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, settings.Security, cancellationToken);
        }
        catch (NotSupportedException)
        {
            // MailKit's answer to a server that does not offer STARTTLS where it is asked for; nothing was sent but EHLO.
            throw new MailUnavailableException("no starttls");
        }

        if (settings.Username is null)
        {
            return;
        }

        try
        {
            await client.AuthenticateAsync(settings.Username, settings.Password ?? "", cancellationToken);
        }
        catch (Exception exception) when (exception is NotSupportedException or MailKit.Security.AuthenticationException or MailKit.Security.SaslException)
        {
            throw new MailUnavailableException("authentication");
        }
    }

    private sealed class Client : SmtpClient
    {
        private volatile bool hasBegun;

        public bool HasBegun
        {
            get => hasBegun;
            set => hasBegun = value;
        }

        protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => HasBegun = true;

        protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(MimeMessage message, MailboxAddress mailbox) =>
            DeliveryStatusNotification.Failure;
    }
}
