using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Mail;

/// <summary>From the anchored batch to the claim: <c>learncoin serve</c> sends to nodemailer's SMTP server, by STARTTLS and a login.</summary>
public sealed partial class ClaimMailTests(AnvilFixture anvil) : IClassFixture<AnvilFixture>
{
    private const string Password = "right";

    [Fact]
    public async Task The_mail_of_an_anchored_credential_arrives_and_its_link_claims_once()
    {
        using var server = await MailServer.StartAsync();
        using var deployment = await DeploymentAsync(server);
        using var client = await deployment.NewTenantAsync("Mail University");
        using var serve = await ServeProcess.StartAsync(deployment);
        var batch = await client.PostUntilAcceptedAsync(BatchBody.Of(2, 1), "one");
        JsonElement[] mails = [await server.MailAsync(), await server.MailAsync()];
        Assert.Equal(
            ["recipient-0@students.example", "recipient-1@students.example"],
            mails.Select(static mail => mail.GetProperty("recipients")[0].GetString()).Order(StringComparer.Ordinal));
        var verifyUrls = (await client.GetAsync($"/v1/batches/{batch}")).GetProperty("credentials").EnumerateArray().Select(static credential => credential.GetProperty("verify_url").GetString()).ToHashSet();
        foreach (var mail in mails)
        {
            Assert.Equal("Mail University", mail.GetProperty("from")[0].GetProperty("name").GetString());
            Assert.Equal("no-reply@learncoin.example", mail.GetProperty("from")[0].GetProperty("address").GetString());
            Assert.Equal("bounces@learncoin.example", mail.GetProperty("sender").GetString());
            var link = LinkPattern().Match(mail.GetProperty("text").GetString()!);
            Assert.Contains(link.Groups[1].Value, verifyUrls);
            Assert.Contains(WebUtility.HtmlEncode(link.Value), mail.GetProperty("html").GetString()!, StringComparison.Ordinal);
        }

        var token = LinkPattern().Match(mails[0].GetProperty("text").GetString()!).Groups[2].Value;
        using var http = new HttpClient { BaseAddress = new Uri(deployment.Address) };
        using var first = await http.PostAsJsonAsync("/v1/claims", new { token });
        using var second = await http.PostAsJsonAsync("/v1/claims", new { token });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        await serve.StopAsync();
        Assert.All(
            new[] { token, "students.example", "Recipient", "Mail University", Password },
            secret => Assert.DoesNotContain(secret, serve.Tail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_refuses_the_login_is_told_to_operators_and_the_mail_waits()
    {
        using var server = await MailServer.StartAsync();
        using var deployment = await DeploymentAsync(server);
        deployment.Variables["Mail__Password"] = "another-secret";
        using var client = await deployment.NewTenantAsync("Waiting University");
        using var serve = await ServeProcess.StartAsync(deployment);
        await client.UntilAnchoredAsync(await client.PostUntilAcceptedAsync(BatchBody.Of(1, 2), "one"));
        await Wait.UntilAsync("operators are told", TimeSpan.FromSeconds(30), () =>
            Task.FromResult(ToldPattern().IsMatch(serve.Tail)));
        await serve.StopAsync();
        Assert.DoesNotContain("another-secret", serve.Tail, StringComparison.Ordinal);
        Assert.DoesNotContain("students.example", serve.Tail, StringComparison.Ordinal);
    }

    private async Task<Deployment> DeploymentAsync(MailServer server)
    {
        var deployment = new Deployment(anvil.Node.Url);
        deployment.Variables["Mail__Host"] = "localhost";
        deployment.Variables["Mail__Port"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        deployment.Variables["Mail__Username"] = "sender";
        deployment.Variables["Mail__Password"] = Password;
        deployment.Variables["Mail__From"] = "no-reply@learncoin.example";
        deployment.Variables["Mail__BounceAddress"] = "bounces@learncoin.example";
        // OpenSSL's own setting, for an authority that the machine does not know.
        deployment.Variables["SSL_CERT_FILE"] = server.Certificate;
        await anvil.Node.FundAsync(await deployment.AnchorAddressAsync());
        return deployment;
    }

    [GeneratedRegex("Alert mail_unavailable: .* authentication")]
    private static partial Regex ToldPattern();

    [GeneratedRegex("(http://localhost:[0-9]+/c/crd_[0-9A-Z]+)#claim=([A-Za-z0-9_-]+)")]
    private static partial Regex LinkPattern();
}
