using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using LearnCoin.Core.Mail;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace LearnCoin.Local.Mail;

/// <summary>What failures of the mail server mean. The exceptions of the port hold codes and fixed words: texts of servers repeat addresses.</summary>
internal static partial class SmtpFailures
{
    private const int TooLarge = 552;

    // RFC 4954 section 6: they tell of the login, not of the mail.
    private static readonly int[] OfLogin = [530, 534, 535, 538];

    /// <returns>Null when it is told already, or a bug and no failure.</returns>
    public static Exception? Of(Exception exception) => exception switch
    {
        SmtpCommandException { StatusCode: SmtpStatusCode.ServiceNotAvailable } => new MailUnavailableException("reply 421"),
        SmtpCommandException answer => OfAnswer(answer, (int)answer.StatusCode),
        ServiceNotAuthenticatedException => new MailUnavailableException("authentication"),
        SslHandshakeException => new MailUnavailableException("tls"),
        OperationCanceledException or TimeoutException => new MailUnavailableException("timeout") { MayHaveGone = true },
        SocketException => new MailUnavailableException("unreachable"),
        _ when IsOfTransport(exception) => new MailUnavailableException("connection lost") { MayHaveGone = true },
        _ => null,
    };

    /// <summary>Whether the connection is of no more use.</summary>
    public static bool IsOfTransport(Exception exception) =>
        exception is IOException or SocketException or ProtocolException or CommandException or ServiceNotConnectedException or ObjectDisposedException or TimeoutException;

    private static Exception OfAnswer(SmtpCommandException answer, int code)
    {
        var reply = code.ToString(CultureInfo.InvariantCulture);
        if (OfLogin.Contains(code))
        {
            return new MailUnavailableException("authentication");
        }

        if (code >= 500 && PolicyPattern().IsMatch(answer.Message))
        {
            return new MailUnavailableException($"policy, reply {reply}");
        }

        return answer.ErrorCode switch
        {
            // The sender is the service's own: one that is refused is a setting, and the mail may go when it is right. Sizes come at that place too.
            SmtpErrorCode.SenderNotAccepted when code != TooLarge => new MailUnavailableException($"sender, reply {reply}"),
            SmtpErrorCode.UnexpectedStatusCode => new MailUnavailableException($"reply {reply}"),
            _ when code >= 500 => new MailRefusedException(reply),
            _ => new MailUnavailableException($"reply {reply}") { IsOfThisMail = true },
        };
    }

    // RFC 3463 section 3.8, "security or policy": relaying denied, a sandbox, a sender that is not verified. It is of the service far more often
    // than of one recipient.
    [GeneratedRegex(@"^\s*5\.7\.[0-9]{1,3}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PolicyPattern();
}
