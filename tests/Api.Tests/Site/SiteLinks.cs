using System.Net;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests.Site;

/// <summary>Follows every link of the site from its start page, as a visitor would.</summary>
internal sealed partial class SiteLinks(Service service)
{
    private readonly Dictionary<string, Answer> answers = new(StringComparer.Ordinal);

    /// <summary>Pages by their address, without the fragment.</summary>
    public IReadOnlyDictionary<string, Answer> Answers => answers;

    /// <summary>Every internal link: the page it stands on, and where it leads.</summary>
    public List<(string From, string To)> Internal { get; } = [];

    public HashSet<string> External { get; } = new(StringComparer.Ordinal);

    public async Task FollowAsync(string start)
    {
        var waiting = new Queue<string>([start]);
        while (waiting.TryDequeue(out var path))
        {
            if (answers.ContainsKey(path))
            {
                continue;
            }

            var answer = answers[path] = await service.GetAsync(path);
            if (answer.Status is >= 300 and < 400 && answer["Location"] is { } location)
            {
                Internal.Add((path, location));
                waiting.Enqueue(location.Split('#')[0]);
            }

            if (answer.Status != 200 || answer["Content-Type"] != "text/html; charset=utf-8")
            {
                continue;
            }

            foreach (var link in Targets().Matches(answer.Text).Select(static match => WebUtility.HtmlDecode(match.Groups["url"].Value)))
            {
                if (link.StartsWith('/') || link.StartsWith('#') || link.StartsWith('?'))
                {
                    var to = link.StartsWith('/') ? link : path + link;
                    Internal.Add((path, to));
                    waiting.Enqueue(to.Split('#')[0]);
                }
                else
                {
                    External.Add(link);
                }
            }
        }
    }

    /// <summary>Links whose page or place is not there.</summary>
    public IEnumerable<string> Dead() => Internal.Distinct().Where(link => !Leads(link.To)).Select(static link => $"{link.From} -> {link.To}");

    private bool Leads(string to)
    {
        var parts = to.Split('#');
        var answer = answers[parts[0]];
        return answer.Status is >= 300 and < 400 || (answer.Status == 200 && (parts.Length == 1 || answer.Text.Contains($" id=\"{parts[1]}\"", StringComparison.Ordinal)));
    }

    [GeneratedRegex("\\s(?:href|src|action)=\"(?<url>[^\"]*)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Targets();
}
