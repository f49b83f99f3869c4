using LearnCoin.Api.Console;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Console;

/// <summary>Settings and overview of a tenant.</summary>
public sealed class SettingsPageTests(ConsoleService service) : IClassFixture<ConsoleService>
{
    [Fact]
    public async Task The_profile_changes_as_the_api_changes_it()
    {
        var tenant = await service.TenantAsync();
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var answer = await browser.PostAsync(SettingsPages.Path, [("website_url", "https://school.example"), ("brand_color", "#123abc"), ("claim_link_days", "7"), ("name", "Other")]);
        Assert.Equal((303, SettingsPages.Path), (answer.Status, answer["Location"]));
        var me = (await service.GetAsync("/v1/tenants/me", tenant.TestKey)).Json;
        Assert.Equal(("https://school.example", "#123abc", 7, tenant.Tenant.Name), ((string?)me["website_url"], (string?)me["brand_color"], (int)me["claim_link_days"]!, (string?)me["name"]));
        var page = (await browser.GetAsync(SettingsPages.Path)).Text;
        Assert.Contains("role=\"status\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"https://school.example\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_and_nothing_is_changed()
    {
        var tenant = await service.TenantAsync();
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var answer = await browser.PostAsync(SettingsPages.Path, [("website_url", "javascript:alert(1)"), ("brand_color", "red\"><script>"), ("claim_link_days", "7"), ("support_email", "help@school.example")]);
        Assert.Equal(422, answer.Status);
        Assert.Equal(2, answer.Text.Split("aria-invalid=\"true\"").Length - 1);
        Assert.DoesNotContain("<script>", answer.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"help@school.example\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal(30, (int)(await service.GetAsync("/v1/tenants/me", tenant.TestKey)).Json["claim_link_days"]!);
    }

    [Fact]
    public async Task The_mail_is_shown_in_the_tenants_name_without_an_origin_of_its_own()
    {
        var tenant = await service.TenantAsync();
        await service.Host.Node.Core.Tenants.ChangeAsync(tenant.Tenant.Id, static current => current with { SupportEmail = "ask@school.example", BrandColor = "#0f766e" }, default);
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var page = await browser.GetAsync(SettingsPages.MailPath);
        Assert.Contains("<iframe class=\"mail\" src=\"/console/settings/mail/preview\"", page.Text, StringComparison.Ordinal);
        Assert.EndsWith("; frame-src 'self'", page["Content-Security-Policy"], StringComparison.Ordinal);
        var mail = await browser.GetAsync(SettingsPages.PreviewPath);
        Assert.Equal("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'", mail["Content-Security-Policy"]);
        Assert.All([tenant.Tenant.Name, "ask@school.example", "#0f766e"], text => Assert.Contains(text, mail.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_overview_tells_what_was_used_what_was_issued_and_what_waits()
    {
        var tenant = await service.TenantAsync("small");
        await service.AnchoredAsync(tenant.TestKey, Requests.Of(3));
        var failed = await service.AcceptedAsync(tenant.TestKey, Requests.Of(2));
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var page = (await browser.GetAsync("/console")).Text;
        Assert.Contains("5 of 30", page, StringComparison.Ordinal);
        Assert.Contains("5 credentials accepted from", page, StringComparison.Ordinal);
        Assert.Contains($"/console/batches/{failed}", page, StringComparison.Ordinal);
        Assert.Contains("0 open requests", page, StringComparison.Ordinal);
        // Today's bar is the one that is there, and the highest.
        Assert.Equal(29, page.Split("height=\"0\"").Length - 1);
        Assert.Contains("solicitudes abiertas", (await browser.GetAsync("/console?lang=es")).Text, StringComparison.Ordinal);

        var narrow = await Browser.OfTenantAsync(service, await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Scopes = KeyScopes.WebhooksManage }));
        page = (await narrow.GetAsync("/console")).Text;
        Assert.DoesNotContain("bat_", page, StringComparison.Ordinal);
        Assert.DoesNotContain("open requests", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/console/keys\"", page, StringComparison.Ordinal);
    }
}
