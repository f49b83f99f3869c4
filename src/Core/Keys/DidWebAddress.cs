using System.Globalization;
using System.Net;

namespace LearnCoin.Core.Keys;

/// <summary>A did:web identifier in the one spelling that is taken, and where its document stands (w3c-ccg.github.io/did-method-web, "Read").</summary>
public sealed record DidWebAddress
{
    /// <summary>Longest identifier, characters: key ids and status lists carry it.</summary>
    public const int MaxLength = 256;

    public const string Expected =
        "a did:web identifier such as did:web:school.example or did:web:school.example:badges, host in lower case, at most 256 characters, without IP address, fragment or query";

    private const string EncodedColon = "%3A";
    private const int MaxHostLength = 253;
    private const int MaxLabelLength = 63;

    private DidWebAddress(string did, string host, Uri documentUrl)
    {
        Did = did;
        Host = host;
        DocumentUrl = documentUrl;
    }

    public string Did { get; }

    public string Host { get; }

    /// <summary><c>/.well-known/did.json</c>, or <c>did.json</c> under the path; https, but http where the host is this machine.</summary>
    public Uri DocumentUrl { get; }

    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DidWebAddress? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        if (text.Length > MaxLength || !text.StartsWith(DidWeb.Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = text[DidWeb.Prefix.Length..].Split(':');
        if (!TryReadAuthority(parts[0], out var host, out var port) || !parts.Skip(1).All(IsSegment))
        {
            return false;
        }

        var path = parts.Length == 1 ? "/.well-known/did.json" : $"/{string.Join('/', parts[1..])}/did.json";
        // The method asks for https; a service tried out on one machine has none.
        var scheme = host == "localhost" ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        address = new DidWebAddress(text, host, new Uri($"{scheme}://{host}{port}{path}"));
        return true;
    }

    /// <summary>Host, and <c>:port</c> or nothing.</summary>
    private static bool TryReadAuthority(string text, out string host, out string port)
    {
        port = "";
        var at = text.IndexOf(EncodedColon, StringComparison.Ordinal);
        host = at < 0 ? text : text[..at];
        if (at >= 0)
        {
            var digits = text[(at + EncodedColon.Length)..];
            if (!ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number is 0 or 443
                || number.ToString(CultureInfo.InvariantCulture) != digits)
            {
                return false;
            }

            port = ":" + digits;
        }

        return IsHost(host);
    }

    /// <summary>A domain name: the method knows no IP addresses. Upper case and <c>xn--</c> doubles of one name are not two issuers.</summary>
    private static bool IsHost(string host)
    {
        var labels = host.Split('.');
        return host.Length <= MaxHostLength
            && (labels.Length > 1 || host == "localhost")
            && labels.All(static label => label.Length is > 0 and <= MaxLabelLength && label[0] != '-' && label[^1] != '-'
                && label.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            && !char.IsAsciiDigit(labels[^1][0])
            && !IPAddress.TryParse(host, out _);
    }

    /// <summary>idchar of DID Core without percent signs, and nothing that a URL would resolve away.</summary>
    private static bool IsSegment(string text) =>
        text.Length > 0 && text is not ("." or "..") && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
