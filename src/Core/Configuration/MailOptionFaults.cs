using System.Net;
using LearnCoin.Core.Batches;

namespace LearnCoin.Core.Configuration;

/// <summary>Checks <see cref="MailOptions"/>: a sentence for each bad one, beginning with its name, never showing a value.</summary>
internal static class MailOptionFaults
{
    public static IEnumerable<string> Find(MailOptions options)
    {
        var isSmtp = options.Transport == "smtp" || (options.Transport is null && options.Host is not null);
        List<string?> faults =
        [
            Fault(options.Transport is null or "smtp" or "folder" or "none", "Mail:Transport", "'smtp', 'folder' or 'none'"),
            Fault(
                options.Host is null ? options.Transport != "smtp" : Uri.CheckHostName(options.Host) != UriHostNameType.Unknown,
                "Mail:Host", "the name or address of a mail server; it is required with Mail:Transport=smtp"),
            Fault(options.Port is null or (>= 1 and <= 65_535), "Mail:Port", "a port from 1 to 65535"),
            // Names, passwords and links would be read by whoever is on the way.
            Fault(
                options.Security is "starttls" or "tls" || (options.Security == "none" && IsLoopback(options.Host)),
                "Mail:Security", "'starttls' or 'tls'; 'none' only where Mail:Host is this machine"),
            Fault(options.Username is null || options.Username.Length > 0, "Mail:Username", "a name, or nothing"),
            Fault(options.Username is null == options.Password is null, "Mail:Password", "to be set where Mail:Username is, and only there"),
            // An unresolved reference to a vault comes as text.
            Fault(options.Password is null || (options.Password.Length > 0 && !options.Password.StartsWith("@Microsoft.KeyVault(", StringComparison.Ordinal)), "Mail:Password", "the secret itself; the vault has none of that name"),
            Fault(options.From is null ? !isSmtp : IsAddress(options.From), "Mail:From", "an e-mail address such as no-reply@learncoin.example; it is required with Mail:Transport=smtp"),
            Fault(options.BounceAddress is null || IsAddress(options.BounceAddress), "Mail:BounceAddress", "an e-mail address such as bounces@learncoin.example"),
            Fault(options.Connections is >= 1 and <= 16, "Mail:Connections", "a number from 1 to 16"),
            Fault(options.Folder is null || options.Folder.Trim().Length > 0, "Mail:Folder", "the path of a folder"),
        ];
        return faults.OfType<string>();
    }

    // The domain of Message-IDs too: a literal such as [192.0.2.1] names no domain.
    private static bool IsAddress(string text) => EmailAddress.IsValid(text) && !text.EndsWith(']');

    private static bool IsLoopback(string? host) =>
        host is null or "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string? Fault(bool isGood, string name, string expected) => isGood ? null : $"{name}: expected {expected}.";
}
