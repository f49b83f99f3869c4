namespace LearnCoin.Core.JsonLd;

/// <summary>The keywords of JSON-LD 1.1 (section 1.7). The order is used as bit numbers.</summary>
internal enum Keyword : byte
{
    Absent,
    Base,
    Container,
    Context,
    Direction,
    Graph,
    Id,
    Import,
    Included,
    Index,
    Json,
    Language,
    List,
    Nest,
    None,
    Prefix,
    Propagate,
    Protected,
    Reverse,
    Set,
    Type,
    Value,
    Version,
    Vocab,
}

internal static class Keywords
{
    private static readonly Dictionary<string, Keyword> s_byName = Enum.GetValues<Keyword>().Where(k => k != Keyword.Absent)
        .ToDictionary(k => "@" + char.ToLowerInvariant(k.ToString()[0]) + k.ToString()[1..], StringComparer.Ordinal);

    private static readonly Dictionary<string, Keyword>.AlternateLookup<ReadOnlySpan<char>> s_bySpan =
        s_byName.GetAlternateLookup<ReadOnlySpan<char>>();

    public static Keyword Parse(string? value) => value is not null && s_byName.TryGetValue(value, out Keyword k) ? k : Keyword.Absent;

    public static Keyword Parse(ReadOnlySpan<byte> value)
    {
        if (value.Length is < 3 or > 12 || value[0] != '@')
        {
            return Keyword.Absent;
        }

        Span<char> chars = stackalloc char[value.Length];
        for (int i = 0; i < value.Length; i++)
        {
            chars[i] = (char)value[i];
        }

        return s_bySpan.TryGetValue(chars, out Keyword k) ? k : Keyword.Absent;
    }

    /// <summary>Whether the text matches "@"1*ALPHA: such texts are reserved, keyword or not.</summary>
    public static bool HasForm(ReadOnlySpan<byte> value) => value.Length > 1 && value[0] == '@' && OnlyLetters(value[1..]);

    public static bool HasForm(string value) => value.Length > 1 && value[0] == '@' && value.AsSpan(1).IndexOfAnyExcept(Letters) < 0;

    private static readonly System.Buffers.SearchValues<char> Letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static bool OnlyLetters(ReadOnlySpan<byte> value)
    {
        foreach (byte b in value)
        {
            if (!char.IsAsciiLetter((char)b))
            {
                return false;
            }
        }

        return true;
    }
}
