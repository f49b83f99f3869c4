using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Tests.Tenants;

public sealed class NameFoldingTests
{
    [Theory]
    [InlineData("Acme University", "ACME UNIVERSITY")]
    [InlineData("Acme University", "acme-university!")]
    [InlineData("Acme University", "  Acme   University  ")]
    [InlineData("Acme University", "Аcme Univеrsity")] // Cyrillic А and е
    [InlineData("Acme University", "Ａｃｍｅ Ｕｎｉｖｅｒｓｉｔｙ")] // full width
    [InlineData("Acme University", "𝐀𝐜𝐦𝐞 𝔘𝔫𝔦𝔳𝔢𝔯𝔰𝔦𝔱𝔶")] // mathematical letters
    [InlineData("Acme University", "Acme\u200bUni\u00adversity")] // zero-width space, soft hyphen
    [InlineData("Acme University", "Acmé Univërsïty")]
    [InlineData("Acme University", "Acme\u0301 University")] // combining accent
    [InlineData("Acme University", "Acrne Uniuersity", false)]
    [InlineData("Acme University", "Acrne University")] // rn for m
    [InlineData("PayPal", "PayPaI")] // capital i for l
    [InlineData("PayPal", "PayPa1")]
    [InlineData("Oxford", "0xf0rd")]
    [InlineData("MIT", "ΜΙΤ")] // Greek
    [InlineData("Straße", "STRASSE")]
    [InlineData("Łódź", "Lodz")]
    [InlineData("Office", "Oﬃce")] // ligature
    [InlineData("ШКОЛА", "школа")]
    [InlineData("Школа", "Школы", false)]
    [InlineData("日本大学", "日本中学", false)]
    [InlineData("Acme", "Acme 2", false)]
    [InlineData("!!!", "???", false)]
    public void Look_alikes_meet_and_others_do_not(string one, string two, bool alike = true) =>
        Assert.Equal(alike, NameFolding.Fold(one) == NameFolding.Fold(two));

    [Theory]
    [InlineData("Acme University", "acme-university")]
    [InlineData("  --Acme--  ", "acme")]
    [InlineData("Universität München", "universitat-munchen")]
    [InlineData("Universita\u0308t", "universitat")]
    [InlineData("École № 5", "ecole-5")]
    [InlineData("Straße", "strasse")]
    [InlineData("日本大学", "fallback")]
    [InlineData("Škola 日本", "skola")]
    [InlineData("a_b/c#d?e", "a-b-c-d-e")]
    [InlineData("12345678901234567890123456789012345678 0 tail", "12345678901234567890123456789012345678-0")]
    public void A_slug_is_plain_letters_digits_and_single_hyphens(string name, string slug) => Assert.Equal(slug, NameFolding.Slug(name, "FALLBACK"));
}
