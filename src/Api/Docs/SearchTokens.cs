namespace LearnCoin.Api.Docs;

/// <summary>Cuts text into what is searched for.</summary>
internal static class SearchTokens
{
    // Words that nearly every page has: they would only dilute what was asked.
    private static readonly HashSet<string> Common = new(
        "a an and are as at be by can do does for from has have how i if in is it its my of on or that the their this to what when where which with you your".Split(' '),
        StringComparer.Ordinal);

    /// <summary>Letters, digits and underscores that stand together; a name with underscores, such as an error code, is its parts besides.</summary>
    public static IEnumerable<SearchToken> Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsPart(text[i]))
            {
                continue;
            }

            var start = i;
            while (i < text.Length && IsPart(text[i]))
            {
                i++;
            }

            var word = text[start..i];
            yield return new SearchToken(start, word.Length, Term(word));
            if (word.Contains('_', StringComparison.Ordinal))
            {
                var at = start;
                foreach (var part in word.Split('_'))
                {
                    if (part.Length > 0)
                    {
                        yield return new SearchToken(at, part.Length, Term(part));
                    }

                    at += part.Length + 1;
                }
            }
        }
    }

    /// <summary>Terms of a question, each once.</summary>
    public static IReadOnlyList<string> OfQuery(string query)
    {
        // A name with underscores is asked for whole.
        var terms = Of(query).Where(static token => token.Length > 0).ToList();
        var whole = terms.Where(token => !terms.Any(other => other.Length > token.Length && other.Start <= token.Start && token.Start + token.Length <= other.Start + other.Length))
            .Select(static token => token.Term).Distinct(StringComparer.Ordinal).ToList();
        var telling = whole.Where(static term => !Common.Contains(term)).ToList();
        return telling.Count > 0 ? telling : whole;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>Lower case, and the plural like the singular.</summary>
    private static string Term(string word)
    {
        var lower = word.ToLowerInvariant();
        return lower.Length > 3 && lower[^1] == 's' && lower[^2] != 's' ? lower[..^1] : lower;
    }
}

/// <summary>A term and where it stands.</summary>
internal readonly record struct SearchToken(int Start, int Length, string Term);
