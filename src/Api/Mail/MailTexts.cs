using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LearnCoin.Api.Mail;

/// <summary>
/// The words of mails in one language: <c>Texts/&lt;language&gt;.json</c>, embedded; another language is another file. Not satellite assemblies:
/// the product runs without ICU (InvariantGlobalization), where .NET knows no other cultures, so months and the order of a date stand there too.
/// </summary>
public sealed partial class MailTexts
{
    private const string Prefix = "LearnCoin.Api.Mail.Texts.";

    /// <summary>The service writes in this language: no setting, tenant or credential names another yet.</summary>
    internal const string Fallback = "en";

    private static readonly FrozenDictionary<string, MailTexts> Languages = Load();

    private readonly FrozenDictionary<string, string> texts;
    private readonly string[] months;

    private MailTexts(string language, JsonElement root)
    {
        Language = language;
        months = [.. root.GetProperty("months").EnumerateArray().Select(static month => month.GetString()!)];
        texts = root.EnumerateObject().Where(static member => member.Value.ValueKind == JsonValueKind.String)
            .ToFrozenDictionary(static member => member.Name, static member => member.Value.GetString()!, StringComparer.Ordinal);
    }

    /// <summary>For the attribute <c>lang</c>.</summary>
    public string Language { get; }

    /// <summary>Names of the texts.</summary>
    internal IReadOnlyCollection<string> Names => texts.Keys;

    internal IEnumerable<string> Places(string name) => PlacePattern().Matches(texts[name]).Select(static match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    internal static IReadOnlyCollection<string> Known => Languages.Keys;

    /// <summary>The language asked for, or its parent (<c>es</c> for <c>es-MX</c>), or English.</summary>
    public static MailTexts For(string language)
    {
        for (var asked = language; asked.Length > 0; asked = asked[..Math.Max(0, asked.LastIndexOf('-'))])
        {
            if (Languages.TryGetValue(asked, out var found))
            {
                return found;
            }
        }

        return Languages[Fallback];
    }

    internal static MailTexts Parse(string language, Stream utf8Json)
    {
        using var document = JsonDocument.Parse(utf8Json);
        return new MailTexts(language, document.RootElement);
    }

    /// <summary>The text of that name with its places filled, each once: what fills a place is never read for places.</summary>
    public string this[string name, params ReadOnlySpan<(string Place, string Value)> values]
    {
        get
        {
            var filled = values.ToArray().ToDictionary(static value => value.Place, static value => value.Value, StringComparer.Ordinal);
            return PlacePattern().Replace(texts[name], place => filled[place.Groups["place"].Value]);
        }
    }

    /// <summary>Day and minute in UTC.</summary>
    public string Date(DateTimeOffset time)
    {
        var day = time.UtcDateTime;
        return this["date", ("day", Number(day.Day)), ("month", months[day.Month - 1]), ("year", Number(day.Year)), ("time", day.ToString("HH':'mm", CultureInfo.InvariantCulture))];
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static FrozenDictionary<string, MailTexts> Load()
    {
        var assembly = typeof(MailTexts).Assembly;
        return assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            return Parse(name[Prefix.Length..^".json".Length], stream);
        }).ToFrozenDictionary(static texts => texts.Language, StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"\{(?<place>[a-z]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PlacePattern();
}
