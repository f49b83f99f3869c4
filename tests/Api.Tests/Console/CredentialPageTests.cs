using System.Net;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Tests.Console;

/// <summary>The console's pages of credentials, and what is done with them there.</summary>
public sealed class CredentialPageTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task Credentials_are_found_by_their_id_their_recipient_and_their_reference()
    {
        var (tenant, browser, id) = await OneAsync();
        var found = await browser.PostAsync("/console/credentials", [("q", $" {id} ")], from: "/console/credentials");
        Assert.Equal((303, "/console/credentials/" + id), (found.Status, found["Location"]));
        foreach (var text in new[] { Requests.RecipientId(0), Requests.RecipientId(0).ToUpperInvariant().Replace("URN:UUID:", "urn:uuid:", StringComparison.Ordinal), "S-1" })
        {
            var page = await browser.PostAsync("/console/credentials", [("q", text)], from: "/console/credentials");
            Assert.Equal(200, page.Status);
            Assert.Contains($"href=\"/console/credentials/{id}\"", page.Text, StringComparison.Ordinal);
        }

        var none = await browser.PostAsync("/console/credentials", [("q", "S-2")], from: "/console/credentials");
        Assert.Contains("Nothing was found for S-2.", none.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await browser.PostAsync("/console/credentials", [("q", "two words")], from: "/console/credentials")).Status);
        // Another tenant's are not found, by whatever.
        var other = await Browser.OfTenantAsync(service, (await service.TenantAsync()).TestKey);
        Assert.DoesNotContain(id, (await other.PostAsync("/console/credentials", [("q", "S-1")], from: "/console/credentials")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(id, (await other.GetAsync("/console/credentials")).Text, StringComparison.Ordinal);
        Assert.Contains(id, (await browser.GetAsync("/console/credentials")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_shows_its_facts()
    {
        var (_, browser, id) = await OneAsync();
        var page = WebUtility.HtmlDecode((await browser.GetAsync("/console/credentials/" + id)).Text);
        string[] shown =
        [
            id, "Ada Lovelace", "Introduction to Machine Learning", Requests.RecipientId(0), "S-1", "Not revoked", "No mail is sent for it", ">Anchored<", "23 April 2026",
            $"href=\"{Service.Origin}/c/{id}\"", $"/console/credentials/{id}/revoke", $"/console/credentials/{id}/erase",
        ];
        Assert.All(shown, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.DoesNotContain("/resend", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_is_revoked_once_with_its_reason_and_replacement()
    {
        var (tenant, browser, id) = await OneAsync();
        var replacement = (string)(await service.AnchoredAsync(tenant.TestKey, Requests.Of(1)))["credentials"]![0]!["id"]!;
        var path = $"/console/credentials/{id}/revoke";
        Assert.Equal(200, (await browser.GetAsync(path)).Status);
        var faulty = await browser.PostAsync(path, [("reason", ""), ("reason_code", "reissued"), ("replaced_by", id)], from: path);
        Assert.Equal(422, faulty.Status);
        Assert.Contains("1 to 1,000 characters are needed", faulty.Text, StringComparison.Ordinal);
        Assert.Contains("This is no other credential of yours", faulty.Text, StringComparison.Ordinal);
        var done = await browser.PostAsync(path, [("reason", "Wrong grade <b>"), ("reason_code", "reissued"), ("replaced_by", replacement)], from: path);
        Assert.Equal((303, "/console/credentials/" + id), (done.Status, done["Location"]));
        var page = (await browser.GetAsync("/console/credentials/" + id)).Text;
        Assert.Contains($"{id} is revoked.", page, StringComparison.Ordinal);
        Assert.Contains("Wrong grade &lt;b&gt;", page, StringComparison.Ordinal);
        Assert.Contains($"/console/credentials/{replacement}\"", page, StringComparison.Ordinal);
        var again = await browser.PostAsync(path, [("reason", "x"), ("reason_code", "fraud")], from: "/console/credentials");
        Assert.Contains("is revoked already", (await browser.GetAsync(again["Location"]!)).Text, StringComparison.Ordinal);
        var told = (await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json;
        Assert.Equal((true, "reissued", replacement), ((bool)told["revoked"]!, (string)told["revocation"]!["reason_code"]!, (string)told["replaced_by"]!));
    }

    [Fact]
    public async Task A_credential_is_erased_only_with_its_own_id_typed()
    {
        var (tenant, browser, id) = await OneAsync();
        var path = $"/console/credentials/{id}/erase";
        Assert.Contains(id[^6..], (await browser.GetAsync(path)).Text, StringComparison.Ordinal);
        (string, string)[] good = [("requester", "guardian"), ("verified_at", "2026-04-23T10:00"), ("confirm", id[^6..].ToLowerInvariant())];
        (string Field, string Value, string Told)[] faults =
        [
            ("confirm", "", "These are not the last six characters"), ("confirm", "erase", "These are not the last six characters"),
            ("requester", "", "Choose who asked for it"), ("requester", "me", "Choose who asked for it"),
            ("verified_at", "", "that is not in the future"), ("verified_at", "2999-01-01T00:00", "that is not in the future"),
        ];
        foreach (var (field, value, told) in faults)
        {
            var refused = await browser.PostAsync(path, [.. good.Where(given => given.Item1 != field), (field, value)], from: path);
            Assert.Equal(422, refused.Status);
            Assert.Contains(told, refused.Text, StringComparison.Ordinal);
        }

        Assert.False((bool)(await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json["erased"]!);
        var done = await browser.PostAsync(path, good, from: path);
        var page = (await browser.GetAsync(done["Location"]!)).Text;
        Assert.Contains($"The personal data of {id} are erased.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada Lovelace", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Requests.RecipientId(0), page, StringComparison.Ordinal);
        Assert.True((bool)(await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json["erased"]!);
        var again = await browser.PostAsync(path, good, from: "/console/credentials");
        Assert.Contains("are erased already", (await browser.GetAsync(again["Location"]!)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_of_a_recipient_waits_until_it_is_done()
    {
        var (tenant, browser, id) = await OneAsync();
        Assert.Contains("No request is waiting", (await browser.GetAsync("/console/erasure-requests")).Text, StringComparison.Ordinal);
        var credential = new CredentialId(id);
        await service.Host.Node.Core.ErasureRequests.AddAsync((await service.Host.Node.Core.Batches.FindCredentialAsync(credential, default))!.Value.Credential, default);
        Assert.Contains($"/console/credentials/{id}/erase", (await browser.GetAsync("/console/erasure-requests")).Text, StringComparison.Ordinal);
        Assert.Contains("The recipient asked for the erasure", (await browser.GetAsync("/console/credentials/" + id)).Text, StringComparison.Ordinal);
        var path = $"/console/credentials/{id}/erase";
        var form = PageForm.With((await browser.GetAsync(path)).Text, "Erase for good");
        Assert.Equal("recipient", form.Fields["requester"]);
        await browser.PostAsync(path, [("requester", "recipient"), ("verified_at", "2026-04-23T10:00:00"), ("confirm", id[^6..])], from: path);
        Assert.Contains("No request is waiting", (await browser.GetAsync("/console/erasure-requests")).Text, StringComparison.Ordinal);
        var other = await Browser.OfTenantAsync(service, (await service.TenantAsync()).TestKey);
        Assert.DoesNotContain(id, (await other.GetAsync("/console/erasure-requests")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_mail_is_sent_again_and_not_too_often()
    {
        var (_, browser, id) = await OneAsync(static credential => credential["recipient"]!["email"] = "ada@x.example");
        var page = "/console/credentials/" + id;
        Assert.Contains("/resend", (await browser.GetAsync(page)).Text, StringComparison.Ordinal);
        var first = await browser.PostAsync(page + "/resend", [], from: page);
        Assert.Contains($"The claim mail of {id} is sent again.", (await browser.GetAsync(first["Location"]!)).Text, StringComparison.Ordinal);
        var second = await browser.PostAsync(page + "/resend", [], from: page);
        Assert.Contains("at most once a minute", (await browser.GetAsync(second["Location"]!)).Text, StringComparison.Ordinal);
    }

    private Task<(TestTenant Tenant, Browser Browser, string Id)> OneAsync(Action<JsonObject>? change = null) => Credentials.OneAsync(service, change);
}
