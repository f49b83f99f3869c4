using System.Text;
using LearnCoin.Api.Site;

namespace LearnCoin.Api.Tests.Site;

public sealed class TextsTests
{
    public static IEnumerable<object[]> Files => from area in Texts.Areas from language in Texts.Languages select new object[] { area, language.Code };

    [Theory]
    [InlineData("es-MX", "es")]
    [InlineData("FR", "fr")]
    [InlineData("tlh", "en")]
    [InlineData("", "en")]
    [InlineData("../es", "en")]
    public void A_language_is_answered_in_its_parent_or_in_english(string asked, string given) => Assert.Same(Texts.For("site", given), Texts.For("site", asked));

    [Fact]
    public void English_spanish_and_french_are_spoken() => Assert.Equal(["en", "es", "fr"], Texts.Languages.Select(static language => language.Code));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_language_has_every_text_with_the_same_places(string area, string language)
    {
        var english = Texts.For(area, "en");
        var texts = Texts.For(area, language);
        // The mails are in English only so far: no setting names another language for them.
        Assert.Equal(area == "mail" ? "en" : language, texts.Language);
        Assert.Equal(english.Names.Order(), texts.Names.Order());
        Assert.All(english.Names, name => Assert.Equal(english.Places(name), texts.Places(name)));
        Assert.All(texts.Names, name => Assert.NotEmpty(texts[name, [.. texts.Places(name).Select(static place => (place[1..^1], "x"))]]));
        Assert.Equal(12, Enumerable.Range(1, 12).Select(month => texts.Date(new DateTimeOffset(2030, month, 1, 0, 0, 0, TimeSpan.Zero))).Distinct().Count());
    }

    [Fact]
    public void What_fills_a_place_is_not_read_for_places()
    {
        var texts = Texts.Parse("test", "es", new MemoryStream(Encoding.UTF8.GetBytes("""{"greeting": "Hola {recipient}:"}""")));
        Assert.Equal("Hola {date}:", texts["greeting", ("recipient", "{date}")]);
    }

    [Theory]
    [InlineData("en", "9 March 2030", "9 March 2030, 07:05 UTC", "1,234,567.50", "\u221212")]
    [InlineData("es", "9 de marzo de 2030", "9 de marzo de 2030, 07:05 UTC", "1.234.567,50", "\u221212")]
    [InlineData("fr", "9 mars 2030", "9 mars 2030, 07:05 UTC", "1\u202f234\u202f567,50", "\u221212")]
    public void Dates_and_numbers_are_written_as_the_language_does(string language, string date, string minute, string number, string negative)
    {
        var texts = Texts.For("site", language);
        var time = new DateTimeOffset(2030, 3, 9, 9, 5, 0, TimeSpan.FromHours(2));
        Assert.Equal((date, minute), (texts.Date(time), texts.DateTime(time)));
        Assert.Equal((number, negative), (texts.Number(1_234_567.5m, 2), texts.Number(-12)));
    }

    [Theory]
    [InlineData("en", 0, "0 others")]
    [InlineData("en", 1, "1 one")]
    [InlineData("fr", 0, "0 one")]
    [InlineData("fr", 2000, "2000 others")]
    public void Texts_with_a_number_have_a_singular_and_a_plural(string language, long count, string expected)
    {
        var texts = Texts.Parse("test", language, new MemoryStream(Encoding.UTF8.GetBytes("""{"n.one": "{count} one", "n.other": "{count} others", "group": "", "decimal": "."}""")));
        Assert.Equal(expected, texts.Count("n", count));
    }
}
