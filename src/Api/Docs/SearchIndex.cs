namespace LearnCoin.Api.Docs;

/// <summary>An inverted index of the documentation, ranked by BM25 with titles, headings and addresses counting more than text. Built once, read by all.</summary>
internal sealed class SearchIndex
{
    /// <summary>Longest question that is read, characters: what is beyond is left out.</summary>
    public const int LongestQuery = 100;

    private const double AddressWeight = 2;
    private const double TitleWeight = 3;
    private const double HeadingWeight = 6;

    // Of BM25: how soon repeating a word stops counting, and how much length counts against.
    private const double Saturation = 1.2;
    private const double LengthShare = 0.6;

    // A word that only begins with what was asked.
    private const double PrefixWeight = 0.5;
    private const int ShortestPrefix = 3;

    private readonly SearchEntry[] entries;
    private readonly double[] lengths;
    private readonly double averageLength;
    private readonly Dictionary<string, List<(int Entry, double Weight)>> postings = new(StringComparer.Ordinal);
    private readonly string[] terms;

    public SearchIndex(IEnumerable<SearchEntry> entries)
    {
        this.entries = [.. entries];
        lengths = new double[this.entries.Length];
        for (var i = 0; i < this.entries.Length; i++)
        {
            Add(i, this.entries[i]);
        }

        averageLength = lengths.DefaultIfEmpty(1).Average();
        terms = [.. postings.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>Best first: places with all the words that were asked for; where there are none, those with any.</summary>
    /// <param name="query">As typed.</param>
    /// <param name="limit">Most results.</param>
    public IReadOnlyList<SearchResult> Find(string query, int limit)
    {
        var asked = SearchTokens.OfQuery(query.Length > LongestQuery ? query[..LongestQuery] : query);
        var scores = new Dictionary<int, (double Score, int Words)>();
        foreach (var word in asked)
        {
            foreach (var (entry, score) in Score(word))
            {
                var (sum, words) = scores.GetValueOrDefault(entry);
                scores[entry] = (sum + score, words + 1);
            }
        }

        var most = scores.Values.Select(static score => score.Words).DefaultIfEmpty().Max();
        return [.. scores.Where(score => score.Value.Words == most)
            .OrderByDescending(static score => score.Value.Score).ThenBy(static score => score.Key)
            .Take(limit)
            .Select(score => new SearchResult(entries[score.Key], Snippet.Of(entries[score.Key].Text, asked)))];
    }

    /// <summary>Whether a word of a text is one that was asked for.</summary>
    internal static bool IsAsked(string term, IReadOnlyList<string> asked) =>
        asked.Any(word => term == word || (word.Length >= ShortestPrefix && term.StartsWith(word, StringComparison.Ordinal)));

    private void Add(int number, SearchEntry entry)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (text, weight) in new[] { (entry.Address, AddressWeight), (entry.Title, TitleWeight), (entry.Heading, HeadingWeight), (entry.Text, 1.0) })
        {
            foreach (var token in SearchTokens.Of(text))
            {
                weights[token.Term] = weights.GetValueOrDefault(token.Term) + weight;
                lengths[number]++;
            }
        }

        foreach (var (term, weight) in weights)
        {
            if (!postings.TryGetValue(term, out var list))
            {
                postings[term] = list = [];
            }

            list.Add((number, weight));
        }
    }

    private Dictionary<int, double> Score(string word)
    {
        var best = new Dictionary<int, double>();
        foreach (var (term, share) in Matching(word))
        {
            var list = postings[term];
            var rarity = Math.Log(1 + ((entries.Length - list.Count + 0.5) / (list.Count + 0.5)));
            foreach (var (entry, weight) in list)
            {
                var length = Saturation * (1 - LengthShare + (LengthShare * lengths[entry] / averageLength));
                best[entry] = Math.Max(best.GetValueOrDefault(entry), share * rarity * weight / (weight + length));
            }
        }

        return best;
    }

    private IEnumerable<(string Term, double Share)> Matching(string word)
    {
        if (word.Length < ShortestPrefix)
        {
            return postings.ContainsKey(word) ? [(word, 1)] : [];
        }

        var at = Array.BinarySearch(terms, word, StringComparer.Ordinal);
        return terms.Skip(at < 0 ? ~at : at).TakeWhile(term => term.StartsWith(word, StringComparison.Ordinal))
            .Select(term => (term, term == word ? 1 : PrefixWeight));
    }
}

/// <summary>A place of the documentation.</summary>
/// <param name="Address">Path and fragment.</param>
/// <param name="Title">Of the page.</param>
/// <param name="Heading">Of the place.</param>
/// <param name="Text">What stands there.</param>
public sealed record SearchEntry(string Address, string Title, string Heading, string Text);

/// <summary>A place that was found.</summary>
/// <param name="Entry">The place.</param>
/// <param name="Snippet">Of its text, in parts.</param>
public sealed record SearchResult(SearchEntry Entry, IReadOnlyList<SnippetPart> Snippet);
