using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LearnCoin.Api.Site;

/// <summary>
/// The words of one area of the product in one language: <c>Texts/&lt;area&gt;.&lt;language&gt;.json</c>, embedded; another language is another file.
/// Not satellite assemblies: the product runs without ICU (InvariantGlobalization), where .NET knows no other cultures, so months, the order of
/// a date and the marks in numbers stand in the area <c>locale</c>.
/// </summary>
public sealed partial class Texts
{
    private const string Prefix = "LearnCoin.Api.Texts.";
    private const string LocaleArea = "locale";

    /// <summary>The language that every area has.</summary>
    internal const string Fallback = "en";

    private static readonly FrozenDictionary<(string Area, string Language), Texts> All = Load();

    private readonly FrozenDictionary<string, string> texts;
    private readonly Locale locale;

    private Texts(string area, string language, FrozenDictionary<string, string> texts, Locale locale)
    {
        (Area, Language, this.texts, this.locale) = (area, language, texts, locale);
    }

    public string Area { get; }

    /// <summary>For the attribute <c>lang</c>.</summary>
    public string Language { get; }

    /// <summary>Names of the texts.</summary>
    internal IReadOnlyCollection<string> Names => texts.Keys;

    internal static IEnumerable<string> Areas => All.Keys.Select(static key => key.Area).Distinct(StringComparer.Ordinal);

    /// <summary>Languages that pages can be read in, English first, each with its own name for itself.</summary>
    public static IReadOnlyList<(string Code, string Name)> Languages { get; } =
        [.. All.Values.Where(static texts => texts.Area == LocaleArea).OrderBy(static texts => texts.Language != Fallback).ThenBy(static texts => texts.Language, StringComparer.Ordinal).Select(static texts => (texts.Language, texts["name"]))];

    internal IEnumerable<string> Places(string name) => PlacePattern().Matches(texts[name]).Select(static match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The area's words in the language asked for, or its parent (<c>es</c> for <c>es-MX</c>), or English.</summary>
    public static Texts For(string area, string language)
    {
        for (var asked = language.ToLowerInvariant(); asked.Length > 0; asked = asked[..Math.Max(0, asked.LastIndexOf('-'))])
        {
            if (All.TryGetValue((area, asked), out var found))
            {
                return found;
            }
        }

        return All[(area, Fallback)];
    }

    internal static Texts Parse(string area, string language, Stream utf8Json)
    {
        var (texts, months) = Read(utf8Json);
        return new Texts(area, language, texts, new Locale(texts, months));
    }

    /// <summary>The text of that name with its places filled, each once: what fills a place is never read for places.</summary>
    public string this[string name, params ReadOnlySpan<(string Place, string Value)> values]
    {
        get
        {
            var text = texts[name];
            if (!text.Contains('{', StringComparison.Ordinal))
            {
                return text;
            }

            var filled = values.ToArray().ToDictionary(static value => value.Place, static value => value.Value, StringComparer.Ordinal);
            return PlacePattern().Replace(text, place => filled[place.Groups["place"].Value]);
        }
    }

    /// <summary>The text, or null where the area has none of that name.</summary>
    public string? Find(string name) => texts.GetValueOrDefault(name);

    /// <summary>The text <c>&lt;name&gt;.one</c> or <c>&lt;name&gt;.other</c> with the number in its place <c>{count}</c>.</summary>
    public string Count(string name, long count, params ReadOnlySpan<(string Place, string Value)> values) =>
        // French counts 0 with the singular.
        this[count == 1 || (count == 0 && Language == "fr") ? name + ".one" : name + ".other", [.. values, ("count", Number(count))]];

    /// <summary>The day in UTC.</summary>
    public string Date(DateTimeOffset time) => locale.Date(time.UtcDateTime, "date");

    /// <summary>Day and minute in UTC.</summary>
    public string DateTime(DateTimeOffset time) => locale.Date(time.UtcDateTime, "dateTime");

    /// <summary>With the language's marks.</summary>
    /// <param name="number">The number.</param>
    /// <param name="decimals">Digits after the mark.</param>
    public string Number(decimal number, int decimals = 0) => locale.Number(number, decimals);

    private static FrozenDictionary<(string, string), Texts> Load()
    {
        var assembly = typeof(Texts).Assembly;
        var read = assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var parts = name[Prefix.Length..].Split('.');
            var (texts, months) = Read(stream);
            return (Area: parts[0], Language: parts[1], Texts: texts, Months: months);
        }).ToArray();
        var locales = read.Where(static file => file.Area == LocaleArea).ToDictionary(static file => file.Language, static file => new Locale(file.Texts, file.Months), StringComparer.Ordinal);
        return read.ToFrozenDictionary(static file => (file.Area, file.Language), file => new Texts(file.Area, file.Language, file.Texts, locales[file.Language]));
    }

    private static (FrozenDictionary<string, string> Texts, string[] Months) Read(Stream utf8Json)
    {
        using var document = JsonDocument.Parse(utf8Json);
        var members = document.RootElement.EnumerateObject().ToArray();
        return (
            members.Where(static member => member.Value.ValueKind == JsonValueKind.String)
                .ToFrozenDictionary(static member => member.Name, static member => member.Value.GetString()!, StringComparer.Ordinal),
            [.. members.Where(static member => member.NameEquals("months")).SelectMany(static member => member.Value.EnumerateArray()).Select(static month => month.GetString()!)]);
    }

    [GeneratedRegex(@"\{(?<place>[a-zA-Z]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PlacePattern();

    /// <summary>How a language writes dates and numbers.</summary>
    private sealed class Locale(FrozenDictionary<string, string> texts, string[] months)
    {
        public string Date(DateTime day, string form) => PlacePattern().Replace(texts[form], place => place.Groups["place"].Value switch
        {
            "day" => day.Day.ToString(CultureInfo.InvariantCulture),
            "month" => months[day.Month - 1],
            "year" => day.Year.ToString(CultureInfo.InvariantCulture),
            "time" => day.ToString("HH':'mm", CultureInfo.InvariantCulture),
            var other => throw new InvalidDataException($"A date has no place {other}"),
        });

        public string Number(decimal number, int decimals) => number.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), new NumberFormatInfo
        {
            NumberGroupSeparator = texts["group"],
            NumberDecimalSeparator = texts["decimal"],
            NegativeSign = "\u2212",
        });
    }
}
