using System.Net;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Api.Tests.Tenants;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Revocation;

namespace LearnCoin.Api.Tests.Pages;

/// <summary>Every state of a credential, on its page and on its badge, in words.</summary>
public sealed class CredentialStateTests(Service service) : IClassFixture<Service>
{
    [Theory]
    [InlineData("en", "class=\"badge anchored\"", "Anchored", "in a block", "23 April 2026", "Cryptographically verified by LearnCoin · Powered by Blockcerts")]
    [InlineData("es", "class=\"badge anchored\"", "Anclada", "en un bloque", "23 de abril de 2026", "Verificada criptográficamente por LearnCoin · Con tecnología de Blockcerts")]
    [InlineData("fr", "class=\"badge anchored\"", "Ancré", "dans un bloc", "23 avril 2026", "Vérifié cryptographiquement par LearnCoin · Propulsé par Blockcerts")]
    public async Task An_anchored_one_says_so_in_the_visitors_language(string language, params string[] shown)
    {
        var tenant = await service.TenantAsync();
        var id = await AnchoredAsync(tenant);
        var answer = await service.SendAsync(HttpMethod.Get, "/c/" + id, prepare: request => request.Headers.Add("Accept-Language", language));
        var page = WebUtility.HtmlDecode(answer.Text);
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.All(shown, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Equal(page, WebUtility.HtmlDecode((await service.GetAsync($"/c/{id}?lang={language}")).Text));
    }

    [Fact]
    public async Task A_signed_one_is_pending_and_says_what_the_chain_does_with_it()
    {
        var tenant = await service.TenantAsync();
        service.TestChain.Holds = true;
        try
        {
            var batch = await service.WaitAsync(tenant.TestKey, await service.AcceptedAsync(tenant.TestKey, Requests.Of(1)), "signed");
            var page = await UntilAsync("/c/" + IdOf(batch), "sent, not yet in a block");
            Assert.Contains("class=\"badge pending\"", page, StringComparison.Ordinal);
            Assert.Contains("https://sepolia.basescan.org/tx/0x", page, StringComparison.Ordinal);
            Assert.Contains("Pending · issued 23 April 2026", await BadgeAsync(IdOf(batch)), StringComparison.Ordinal);
        }
        finally
        {
            service.TestChain.Release();
        }
    }

    [Fact]
    public async Task A_failed_one_says_why_and_offers_nothing()
    {
        var tenant = await service.TenantAsync();
        var gate = new TaskCompletionSource();
        service.BeforeActivity = (name, _) => name == "SignBatch" ? gate.Task : Task.CompletedTask;
        try
        {
            var id = new BatchId(await service.AcceptedAsync(tenant.TestKey, Requests.Of(1)));
            await service.Host.Node.Core.Batches.ChangeAsync(id, static batch => batch with { Status = BatchStatus.Failed, Error = "secret words", ErrorCode = "internal_error" }, default);
            var credential = IdOf((await service.GetAsync("/v1/batches/" + id, tenant.TestKey)).Json);
            var page = await PageAsync(credential);
            Assert.Contains("class=\"badge failed\"", page, StringComparison.Ordinal);
            Assert.Contains("It could not be signed. Its issuer was told and can issue it again.", page, StringComparison.Ordinal);
            foreach (var gone in new[] { "secret words", "Download", "linkedin", "embed-code", "Cryptographically verified", "waits for its place", "will be signed" })
            {
                Assert.DoesNotContain(gone, page, StringComparison.OrdinalIgnoreCase);
            }

            Assert.Contains("Not issued", await BadgeAsync(credential), StringComparison.Ordinal);
        }
        finally
        {
            gate.SetResult();
            service.BeforeActivity = static (_, _) => Task.CompletedTask;
        }
    }

    [Fact]
    public async Task One_whose_time_has_not_come_and_one_whose_time_is_over_say_when()
    {
        var tenant = await service.TenantAsync();
        var now = DateTimeOffset.UtcNow;
        var (past, future) = (now.AddHours(-3).ToString("O"), now.AddDays(40).ToString("O"));
        var over = await AnchoredAsync(tenant, credential => (credential["issuanceDate"], credential["expirationDate"]) = (now.AddYears(-1).ToString("O"), past));
        var page = await PageAsync(over);
        Assert.Contains("class=\"badge expired\"", page, StringComparison.Ordinal);
        Assert.Contains("This credential has expired.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Cryptographically verified", page, StringComparison.Ordinal);
        Assert.Contains("Expired on ", await BadgeAsync(over), StringComparison.Ordinal);

        var early = await AnchoredAsync(tenant, credential => credential["issuanceDate"] = future);
        page = await PageAsync(early);
        Assert.Contains("class=\"badge notYetValid\"", page, StringComparison.Ordinal);
        Assert.Contains("This credential is not valid yet.", page, StringComparison.Ordinal);
        Assert.Contains("Valid from ", await BadgeAsync(early), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoked_and_erased_each_stand_by_themselves_and_both_together()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(3, static credential =>
        {
            credential["recipient"]!["name"] = "Theodora Finch";
            credential["evidence"] = new JsonArray(new JsonObject { ["type"] = new JsonArray("Evidence"), ["id"] = "https://finch.example/portfolio", ["name"] = "Portfolio" });
        }));
        var ids = batch["credentials"]!.AsArray().Select(static credential => (string)credential!["id"]!).ToArray();
        await RevokeAsync(tenant, ids[0]);
        await RevokeAsync(tenant, ids[1]);
        await EraseAsync(tenant, ids[1]);
        await EraseAsync(tenant, ids[2]);

        var (revoked, both, erased) = (await PageAsync(ids[0]), await PageAsync(ids[1]), await PageAsync(ids[2]));
        foreach (var (page, isRevoked, isErased) in new[] { (revoked, true, false), (both, true, true), (erased, false, true) })
        {
            Assert.Equal(isRevoked, page.Contains("This credential is no longer valid.", StringComparison.Ordinal));
            Assert.Equal(isRevoked, page.Contains("class=\"badge revoked\"", StringComparison.Ordinal));
            Assert.Equal(!isRevoked, page.Contains("Cryptographically verified", StringComparison.Ordinal));
            Assert.Equal(isErased, page.Contains("Redacted on recipient request", StringComparison.Ordinal));
            Assert.Equal(!isErased, page.Contains("Theodora Finch", StringComparison.Ordinal));
            // It may lead to the person.
            Assert.Equal(!isErased, page.Contains("finch.example", StringComparison.Ordinal));
            Assert.DoesNotContain("linkedin.com", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    public void Every_reason_of_a_revocation_and_every_state_has_its_words(string language)
    {
        var texts = LearnCoin.Api.Site.Texts.For("credential", language);
        Assert.All(RevocationReasons.Names, name => Assert.NotNull(texts.Find("reason." + name)));
        Assert.All(Enum.GetValues<LearnCoin.Api.Pages.PageState>(), state => Assert.NotNull(texts.Find("state." + LearnCoin.Api.Pages.PageStates.Name(state))));
        Assert.All(new[] { "queued", "submitted", "included", "safe", "finalized", "reorged", "failed" }, state => Assert.NotNull(texts.Find("chain." + state)));
        Assert.All(Enum.GetValues<LearnCoin.Api.Pages.PageState>(), state =>
            Assert.NotNull(LearnCoin.Api.Site.Texts.For("share", language).Find("badge." + LearnCoin.Api.Pages.PageStates.Name(state))));
    }

    private async Task<string> AnchoredAsync(TestTenant tenant, Action<JsonObject>? change = null) => IdOf(await service.AnchoredAsync(tenant.TestKey, Requests.Of(1, change)));

    private static string IdOf(JsonNode batch) => (string)batch["credentials"]![0]!["id"]!;

    private async Task<string> PageAsync(string id) => WebUtility.HtmlDecode((await service.GetAsync("/c/" + id)).Text);

    private async Task<string> BadgeAsync(string id) => (await service.GetAsync($"/c/{id}/badge.svg")).Text;

    private async Task<string> UntilAsync(string path, string text)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var page = WebUtility.HtmlDecode((await service.GetAsync(path)).Text);
            if (page.Contains(text, StringComparison.Ordinal))
            {
                return page;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The page did not come to say: {text}");
    }

    private async Task RevokeAsync(TestTenant tenant, string id) =>
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Post, $"/v1/credentials/{id}/revoke", tenant.TestKey, """{"reason":"r","reason_code":"fraud"}""")).Status);

    private async Task EraseAsync(TestTenant tenant, string id) =>
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Post, $"/v1/credentials/{id}/erase", tenant.TestKey, """{"requester":"recipient","verified_at":"2026-01-01T00:00:00Z"}""")).Status);
}
