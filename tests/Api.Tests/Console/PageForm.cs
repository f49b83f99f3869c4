using System.Net;
using System.Text.RegularExpressions;

namespace LearnCoin.Api.Tests.Console;

/// <summary>A form of a page with what its fields hold, as a browser would send it.</summary>
internal sealed partial class PageForm
{
    private PageForm(Dictionary<string, string> fields) => Fields = fields;

    public Dictionary<string, string> Fields { get; }

    /// <summary>The form of the page that has this text in it.</summary>
    public static PageForm With(string html, string text)
    {
        var form = FormPattern().Matches(html).Select(static match => match.Value).FirstOrDefault(form => WebUtility.HtmlDecode(form).Contains(text, StringComparison.Ordinal))
            ?? throw new InvalidDataException($"The page has no form with {text}");
        var fields = new Dictionary<string, string>();
        foreach (Match match in InputPattern().Matches(form))
        {
            if (!match.Value.Contains("type=\"file\"", StringComparison.Ordinal))
            {
                Add(match.Groups["name"].Value, ValuePattern().Match(match.Value).Groups["value"].Value);
            }
        }

        foreach (Match match in AreaPattern().Matches(form))
        {
            Add(match.Groups["name"].Value, match.Groups["value"].Value);
        }

        foreach (Match match in SelectPattern().Matches(form))
        {
            Add(match.Groups["name"].Value, SelectedPattern().Match(match.Value).Groups["value"].Value);
        }

        return new PageForm(fields);

        void Add(string name, string value) => fields[WebUtility.HtmlDecode(name)] = WebUtility.HtmlDecode(value);
    }

    public MultipartFormDataContent Multipart(params (string Name, string Value)[] changes)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in Fields.Where(field => changes.All(change => change.Name != field.Key)).Select(static field => (field.Key, field.Value)).Concat(changes))
        {
            content.Add(new StringContent(value), name);
        }

        return content;
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline, 5_000)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<input[^>]*? name=\"(?<name>[^\"]+)\"[^>]*>", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex InputPattern();

    [GeneratedRegex(" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex ValuePattern();

    [GeneratedRegex("<textarea[^>]*? name=\"(?<name>[^\"]+)\"[^>]*>(?<value>.*?)</textarea>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 5_000)]
    private static partial Regex AreaPattern();

    [GeneratedRegex("<select[^>]*? name=\"(?<name>[^\"]+)\".*?</select>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 5_000)]
    private static partial Regex SelectPattern();

    [GeneratedRegex("<option value=\"(?<value>[^\"]*)\" selected", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex SelectedPattern();
}
