using System.Net;
using LearnCoin.Api.Site;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Api.Verification;

namespace LearnCoin.Api.Tests.Verification;

/// <summary><c>GET /verify</c> as far as the server has a part in it.</summary>
public sealed class VerifyPageTests(Service service) : IClassFixture<Service>
{
    private const string Id = "crd_01HXYZABCDEFGHJKMNPQRSTVWX";

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public async Task It_speaks_the_visitor_s_language_and_has_a_way_without_scripts(string language)
    {
        var answer = await service.SendAsync(HttpMethod.Get, "/verify", null, request => request.Headers.Add("Accept-Language", language));
        var (page, texts) = (WebUtility.HtmlDecode(answer.Text), Texts.For("verify", language));
        Assert.Equal((200, "text/html; charset=utf-8", "no-cache, private"), (answer.Status, answer["Content-Type"], answer["Cache-Control"]));
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        foreach (var text in new[] { "title", "lead", "reference", "file", "paste", "needsScript" })
        {
            Assert.Contains(texts[text], page, StringComparison.Ordinal);
        }

        Assert.Contains("<form method=\"get\" action=\"/verify\"", page, StringComparison.Ordinal);
        // Documents have nowhere to be sent to.
        Assert.DoesNotContain("method=\"post\"", page, StringComparison.OrdinalIgnoreCase);
        var again = await service.SendAsync(HttpMethod.Get, "/verify", null, request =>
        {
            request.Headers.Add("Accept-Language", language);
            request.Headers.Add("If-None-Match", answer["ETag"]);
        });
        Assert.Equal(304, again.Status);
    }

    [Theory]
    [InlineData(Id)]
    [InlineData("  " + Id + " ")]
    [InlineData(Service.Origin + "/c/" + Id)]
    [InlineData(Service.Origin + "/c/" + Id + ".json")]
    [InlineData(Service.Origin + "/c/" + Id + "?lang=es#claim=x")]
    public async Task An_id_or_an_address_of_ours_leads_to_the_credential(string reference)
    {
        var answer = await service.GetAsync("/verify?credential=" + Uri.EscapeDataString(reference));
        Assert.Equal((303, "/c/" + Id), (answer.Status, answer["Location"]));
    }

    [Theory]
    [InlineData("crd_1")]
    [InlineData("https://elsewhere.example/c/" + Id)]
    [InlineData("http://creds.example/c/" + Id)]
    [InlineData("//elsewhere.example/c/" + Id)]
    [InlineData("https://creds.example@elsewhere.example/c/" + Id)]
    [InlineData("\"><script>alert(1)</script>")]
    public async Task Anything_else_is_told_at_the_field_and_is_only_text(string reference)
    {
        var answer = await service.GetAsync("/verify?credential=" + Uri.EscapeDataString(reference));
        Assert.Equal((400, "no-store"), (answer.Status, answer["Cache-Control"]));
        Assert.Null(answer["Location"]);
        Assert.Contains("aria-invalid=\"true\"", answer.Text, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(Texts.For("verify", "en")["fault.reference"]), answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(reference, WebUtility.HtmlDecode(answer.Text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("es", "The credential is not revoked.", "La credencial no está revocada.")]
    [InlineData("es", "The status list could not be had: it is not of this service.", "No se ha podido obtener la lista de estado: no es de este servicio.")]
    [InlineData("fr", "The status list could not be had: nobody knows why.", "La liste d’état n’a pas pu être obtenue : nobody knows why.")]
    [InlineData("fr", "A sentence of a later version.", "A sentence of a later version.")]
    [InlineData("es", "Later: another one.", "Later: another one.")]
    public void A_report_s_sentences_are_told_in_the_language_and_unknown_ones_as_they_are(string language, string sentence, string told) =>
        Assert.Equal(told, CheckWords.Sentence(Texts.For("checks", language), sentence));
}
