using System.Net.Security;
using LearnCoin.Core.Configuration;
using MailKit.Security;

namespace LearnCoin.Local.Mail;

/// <summary>The server that takes our mails, and how it is spoken to.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">Never one that falls back to plain text.</param>
/// <param name="From">The service's own address.</param>
/// <param name="BounceAddress">The envelope's sender.</param>
internal sealed record SmtpSettings(string Host, int Port, SecureSocketOptions Security, string From, string BounceAddress)
{
    /// <summary>Mails by one connection: servers end one that does not end.</summary>
    public const int MaxMails = 100;

    /// <summary>Servers end a connection that is silent for some minutes (RFC 5321 section 4.5.3.2.7 asks for 5); it is ended before.</summary>
    public static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(30);

    /// <summary>At a time; what is more waits.</summary>
    public int Connections { get; init; } = 4;

    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>For one mail, the way to the server included. Shorter than the lease of the queue's message.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Null: the machine's certificate authorities. Tests bring their own.</summary>
    public RemoteCertificateValidationCallback? Trust { get; init; }

    public static SmtpSettings Of(MailOptions options) => new(
        options.Host!,
        options.Port ?? options.Security switch { "tls" => 465, "none" => 25, _ => 587 },
        options.Security switch { "tls" => SecureSocketOptions.SslOnConnect, "none" => SecureSocketOptions.None, _ => SecureSocketOptions.StartTls },
        options.From!,
        options.BounceAddress ?? options.From!)
    {
        Connections = options.Connections,
        Username = options.Username,
        Password = options.Password,
    };

    /// <summary>Nothing: it has a secret.</summary>
    public override string ToString() => nameof(SmtpSettings);
}
