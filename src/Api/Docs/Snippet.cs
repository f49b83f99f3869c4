namespace LearnCoin.Api.Docs;

/// <summary>What of a text is shown as a result of a search.</summary>
internal static class Snippet
{
    private const int Before = 60;
    private const int Longest = 220;

    /// <summary>About where the first word stands that was asked for, in parts: those that were and those between.</summary>
    public static IReadOnlyList<SnippetPart> Of(string text, IReadOnlyList<string> asked)
    {
        var found = SearchTokens.Of(text).Where(token => SearchIndex.IsAsked(token.Term, asked)).ToList();
        var first = found.Count > 0 ? found[0].Start : 0;
        var start = first <= Before ? 0 : text.IndexOf(' ', first - Before, Before) is var space and >= 0 ? space + 1 : first;
        var end = text.Length - start <= Longest ? text.Length : text.LastIndexOf(' ', start + Longest, Longest) is var last && last > first ? last : start + Longest;
        var parts = new List<SnippetPart>();
        var at = start;
        if (start > 0)
        {
            parts.Add(new SnippetPart("… ", false));
        }

        // Parts of a name stand inside of it: what is marked already is passed over.
        foreach (var token in found.Where(token => token.Start >= start && token.Start + token.Length <= end))
        {
            if (token.Start < at)
            {
                continue;
            }

            parts.Add(new SnippetPart(text[at..token.Start], false));
            at = token.Start + token.Length;
            parts.Add(new SnippetPart(text[token.Start..at], true));
        }

        parts.Add(new SnippetPart(text[at..end] + (end < text.Length ? " …" : ""), false));
        return [.. parts.Where(static part => part.Text.Length > 0)];
    }
}

/// <summary>A part of a snippet.</summary>
/// <param name="Text">As it stands.</param>
/// <param name="IsMatch">It was asked for.</param>
public sealed record SnippetPart(string Text, bool IsMatch);
