using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace LearnCoin.Core.Batches;

/// <summary>The <c>Mailbox</c> syntax of RFC 5321 section 4.1.2, with the lengths of 4.5.3.1: ASCII only, so it goes into any SMTP command.</summary>
public static class EmailAddress
{
    /// <summary>A path may have 256 octets with its angle brackets.</summary>
    private const int MaxLength = 254;

    private const int MaxLocalPart = 64;
    private const int MaxLabel = 63;

    private static readonly SearchValues<char> AtomText =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~");

    private static readonly SearchValues<char> DottedDecimal = SearchValues.Create("0123456789.");

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        return text.Length <= MaxLength && at is >= 1 and <= MaxLocalPart && IsLocalPart(text[..at]) && IsDomain(text[(at + 1)..]);
    }

    private static bool IsLocalPart(ReadOnlySpan<char> text)
    {
        if (text[0] == '"')
        {
            return IsQuotedString(text);
        }

        foreach (var range in text.Split('.'))
        {
            if (text[range].IsEmpty || text[range].ContainsAnyExcept(AtomText))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsQuotedString(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[^1] != '"')
        {
            return false;
        }

        var inner = text[1..^1];
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '\\')
            {
                i++;
                if (i == inner.Length)
                {
                    return false;
                }
            }
            else if (inner[i] == '"')
            {
                return false;
            }

            if (inner[i] is < ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[0] == '[' && text[^1] == ']')
        {
            return IsAddressLiteral(text[1..^1]);
        }

        foreach (var range in text.Split('.'))
        {
            var label = text[range];
            if (label.IsEmpty || label.Length > MaxLabel || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsAddressLiteral(ReadOnlySpan<char> text)
    {
        const string V6 = "IPv6:";
        if (text.StartsWith(V6, StringComparison.OrdinalIgnoreCase))
        {
            return !text.ContainsAny('%', '[', ']') && IPAddress.TryParse(text[V6.Length..], out var v6) &&
                v6.AddressFamily == AddressFamily.InterNetworkV6;
        }

        // IPAddress also reads "1.2" and "0x7f.1"; RFC 5321 has four decimal numbers only.
        return text.Count('.') == 3 && !text.ContainsAnyExcept(DottedDecimal) && IPAddress.TryParse(text, out _);
    }
}
