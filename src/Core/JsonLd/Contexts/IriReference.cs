using System.Buffers;

namespace LearnCoin.Core.JsonLd;

/// <summary>RFC 3986 reference resolution (5.2, no normalization) and the character rules of RFC 3987 as far as JSON-LD needs them.</summary>
internal static class IriReference
{
    private const string Forbidden =
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F\u0010\u0011\u0012\u0013\u0014"
        + "\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F <>\"{}|^`\\";

    private static readonly SearchValues<char> s_forbiddenChars = SearchValues.Create(Forbidden);
    private static readonly SearchValues<byte> s_forbiddenBytes = SearchValues.Create(Forbidden.Select(c => (byte)c).ToArray());

    /// <summary>Has a scheme: a letter, then letters, digits, "+", "-" or ".", then a colon.</summary>
    public static bool IsAbsolute(ReadOnlySpan<char> value) => SchemeLength(value) > 0;

    /// <inheritdoc cref="IsAbsolute(ReadOnlySpan{char})"/>
    public static bool IsAbsolute(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || !char.IsAsciiLetter((char)value[0]))
        {
            return false;
        }

        for (int i = 1; i < value.Length; i++)
        {
            if (value[i] == ':')
            {
                return true;
            }

            if (!char.IsAsciiLetterOrDigit((char)value[i]) && value[i] is not ((byte)'+' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return false;
    }

    public static bool IsWellFormed(ReadOnlySpan<char> value) => IsAbsolute(value) && !value.ContainsAny(s_forbiddenChars)
        && value.IndexOf('#') == value.LastIndexOf('#');

    /// <summary>Characters no IRI may hold, or a second "#".</summary>
    public static bool HasForbidden(ReadOnlySpan<byte> value) =>
        value.ContainsAny(s_forbiddenBytes) || value.IndexOf((byte)'#') != value.LastIndexOf((byte)'#');

    public static string Resolve(string? baseIri, string reference)
    {
        if (baseIri is null)
        {
            return reference;
        }

        Parts r = Split(reference);
        Parts b = Split(baseIri);
        if (r.Scheme is not null)
        {
            return Join(r with { Path = RemoveDotSegments(r.Path) });
        }

        if (r.Authority is not null)
        {
            return Join(r with { Scheme = b.Scheme, Path = RemoveDotSegments(r.Path) });
        }

        if (r.Path.Length == 0)
        {
            return Join(b with { Query = r.Query ?? b.Query, Fragment = r.Fragment });
        }

        string path = r.Path[0] == '/' ? r.Path : Merge(b, r.Path);
        return Join(r with { Scheme = b.Scheme, Authority = b.Authority, Path = RemoveDotSegments(path) });
    }

    private static int SchemeLength(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || !char.IsAsciiLetter(value[0]))
        {
            return 0;
        }

        for (int i = 1; i < value.Length; i++)
        {
            if (value[i] == ':')
            {
                return i;
            }

            if (!char.IsAsciiLetterOrDigit(value[i]) && value[i] is not ('+' or '-' or '.'))
            {
                return 0;
            }
        }

        return 0;
    }

    private static string Merge(Parts b, string path) =>
        b.Authority is not null && b.Path.Length == 0 ? "/" + path : b.Path[..(b.Path.LastIndexOf('/') + 1)] + path;

    private static Parts Split(string value)
    {
        int scheme = SchemeLength(value);
        string rest = scheme > 0 ? value[(scheme + 1)..] : value;
        string? fragment = Cut(ref rest, '#');
        string? query = Cut(ref rest, '?');
        string? authority = null;
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            int end = rest.IndexOf('/', 2);
            end = end < 0 ? rest.Length : end;
            authority = rest[2..end];
            rest = rest[end..];
        }

        return new Parts(scheme > 0 ? value[..scheme] : null, authority, rest, query, fragment);
    }

    private static string? Cut(ref string rest, char mark)
    {
        int at = rest.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        string tail = rest[(at + 1)..];
        rest = rest[..at];
        return tail;
    }

    private static string Join(Parts p) =>
        (p.Scheme is null ? "" : p.Scheme + ":") + (p.Authority is null ? "" : "//" + p.Authority) + p.Path
        + (p.Query is null ? "" : "?" + p.Query) + (p.Fragment is null ? "" : "#" + p.Fragment);

    private static string RemoveDotSegments(string path)
    {
        if (!path.Contains('.', StringComparison.Ordinal))
        {
            return path;
        }

        bool rooted = path.StartsWith('/');
        string[] segments = (rooted ? path[1..] : path).Split('/');
        var kept = new List<string>();
        for (int i = 0; i < segments.Length; i++)
        {
            bool last = i == segments.Length - 1;
            if (segments[i] is not ("." or ".."))
            {
                kept.Add(segments[i]);
                continue;
            }

            if (segments[i] == ".." && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (last)
            {
                kept.Add("");
            }
        }

        return (rooted ? "/" : "") + string.Join('/', kept);
    }

    private readonly record struct Parts(string? Scheme, string? Authority, string Path, string? Query, string? Fragment);
}
