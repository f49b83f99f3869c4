using LearnCoin.Api.Console;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Console;

/// <summary>Sessions of the console: how they begin, what they are worth, how they end.</summary>
public sealed class SessionTests(ConsoleService service) : IClassFixture<ConsoleService>
{
    [Fact]
    public async Task Without_a_session_a_page_leads_to_the_login_and_back()
    {
        var browser = new Browser(service);
        Assert.Equal((303, "/console/login"), await LocationAsync(browser.GetAsync("/console")));
        Assert.Equal((303, "/console/login?next=/console/keys"), await LocationAsync(browser.GetAsync("/console/keys?x=lrn_test_secret")));
        Assert.Contains("name=\"next\" value=\"/console/keys\"", (await browser.GetAsync("/console/login?next=/console/keys")).Text, StringComparison.Ordinal);
        var key = (await service.TenantAsync()).TestKey;
        Assert.Equal((303, "/console/keys"), await LocationAsync(browser.PostAsync("/console/login", [("key", key), ("next", "/console/keys")], from: "/console/login")));
        Assert.Equal((303, "/console"), await LocationAsync(browser.GetAsync("/console/login")));
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/console/../c/x")]
    [InlineData("/console\\evil")]
    [InlineData("/consolex")]
    [InlineData("/console/keys?x=y")]
    public async Task Nobody_is_led_elsewhere_after_the_login(string next)
    {
        var key = (await service.TenantAsync()).TestKey;
        Assert.Equal((303, "/console"), await LocationAsync(new Browser(service).PostAsync("/console/login", [("key", key), ("next", next)], from: "/console/login")));
        Assert.DoesNotContain("name=\"next\"", (await new Browser(service).GetAsync("/console/login?next=" + Uri.EscapeDataString(next))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_the_hosts_alone_and_no_scripts()
    {
        var browser = new Browser(service);
        var answer = await browser.SignInAsync((await service.TenantAsync()).TestKey);
        var cookie = Assert.Single(answer.All("Set-Cookie"), static cookie => cookie.StartsWith("__Host-lrn_console=", StringComparison.Ordinal));
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], cookie.Split("; ")[1..].Order(StringComparer.Ordinal));
        // 256 bits.
        Assert.Equal(43, browser.Session!.Length);
        var login = Assert.Single((await new Browser(service).GetAsync("/console/login")).All("Set-Cookie"));
        Assert.StartsWith("__Host-lrn_login=", login, StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=strict", "secure"], login.Split("; ")[1..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_session_that_somebody_else_chose_is_never_taken()
    {
        var tenant = await service.TenantAsync();
        var chosen = new string('A', 43);
        var victim = new Browser(service) { Session = chosen };
        Assert.Equal(303, (await victim.GetAsync("/console")).Status);
        victim.Session = chosen;
        Assert.Equal(303, (await victim.SignInAsync(tenant.TestKey)).Status);
        Assert.NotEqual(chosen, victim.Session);
        Assert.Equal(200, (await victim.GetAsync("/console")).Status);
        Assert.Equal(303, (await new Browser(service) { Session = chosen }.GetAsync("/console")).Status);
    }

    [Fact]
    public async Task The_session_of_an_attacker_who_signed_the_browser_in_ends_with_the_next_login()
    {
        var (attacker, owner) = (await service.TenantAsync(), await service.TenantAsync());
        var planted = await Browser.OfTenantAsync(service, attacker.TestKey);
        // Two tabs: the login page of the second was open before the first signed in.
        var victim = new Browser(service);
        var token = Browser.TokenIn((await victim.GetAsync("/console/login")).Text);
        victim.Session = planted.Session;
        var before = planted.Session;
        Assert.Equal(303, (await victim.SendAsync(HttpMethod.Post, "/console/login", [("key", owner.TestKey), (FormToken.Field, token)], null)).Status);
        Assert.NotEqual(before, victim.Session);
        Assert.Contains(owner.Tenant.Name, (await victim.GetAsync("/console")).Text, StringComparison.Ordinal);
        Assert.Equal(303, (await new Browser(service) { Session = before }.GetAsync("/console")).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        var tenant = await service.TenantAsync();
        var (one, two, other) = (await Browser.OfTenantAsync(service, tenant.TestKey), await Browser.OfTenantAsync(service, tenant.TestKey), await Browser.OfTenantAsync(service, tenant.LiveKey));
        var kept = one.Session;
        Assert.Equal((303, "/console/login"), await LocationAsync(one.PostAsync("/console/sign-out", [])));
        Assert.Null(one.Session);
        Assert.Equal(303, (await new Browser(service) { Session = kept }.GetAsync("/console")).Status);
        Assert.Equal(200, (await two.GetAsync("/console")).Status);

        one = await Browser.OfTenantAsync(service, tenant.TestKey);
        Assert.Equal(303, (await one.PostAsync("/console/sign-out-everywhere", [])).Status);
        Assert.Equal(303, (await two.GetAsync("/console")).Status);
        // Of that key: the other one's are another program's, or another person's.
        Assert.Equal(200, (await other.GetAsync("/console")).Status);
    }

    [Fact]
    public async Task A_revoked_key_an_expired_one_and_a_suspended_tenant_end_their_sessions_at_once_and_for_good()
    {
        var core = service.Host.Node.Core;
        var tenant = await service.TenantAsync();
        var revoked = await Browser.OfTenantAsync(service, tenant.TestKey);
        Assert.True(await core.ApiKeyChanges.RevokeAsync(tenant.Key.Id, "operator", default));
        Assert.Equal(303, (await revoked.GetAsync("/console")).Status);
        Assert.Equal(401, (await new Browser(service).SignInAsync(tenant.TestKey)).Status);

        var expiring = await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { ExpiresAt = core.Time.GetUtcNow().AddMinutes(30) });
        var expired = await Browser.OfTenantAsync(service, expiring);
        service.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(303, (await expired.GetAsync("/console")).Status);

        var suspended = await Browser.OfTenantAsync(service, tenant.LiveKey);
        var kept = suspended.Session;
        await core.Tenants.ChangeAsync(tenant.Tenant.Id, current => current with { SuspendedAt = core.Time.GetUtcNow() }, default);
        Assert.Equal(303, (await suspended.GetAsync("/console")).Status);
        Assert.Equal(401, (await new Browser(service).SignInAsync(tenant.LiveKey)).Status);
        await core.Tenants.ChangeAsync(tenant.Tenant.Id, static current => current with { SuspendedAt = null }, default);
        Assert.Equal(303, (await new Browser(service) { Session = kept }.GetAsync("/console")).Status);
    }

    [Fact]
    public async Task A_session_is_worth_nothing_where_its_key_may_not_be_used()
    {
        var tenant = await service.TenantAsync();
        var key = await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Addresses = AddressList.Parse(["192.0.2.0/24"]).Value });
        var browser = new Browser(service) { Headers = { ["X-Forwarded-For"] = "192.0.2.7" } };
        Assert.Equal(303, (await browser.SignInAsync(key)).Status);
        Assert.Equal(200, (await browser.GetAsync("/console")).Status);
        var stolen = new Browser(service) { Session = browser.Session, Headers = { ["X-Forwarded-For"] = "192.0.2.7, 203.0.113.9" } };
        Assert.Equal(303, (await stolen.GetAsync("/console")).Status);
        // That it was tried elsewhere ends it here too.
        Assert.Equal(303, (await browser.GetAsync("/console")).Status);
        var outside = new Browser(service) { Headers = { ["X-Forwarded-For"] = "203.0.113.9" } };
        Assert.Equal(401, (await outside.SignInAsync(key)).Status);
    }

    [Fact]
    public async Task A_session_ends_an_hour_after_its_last_use_and_twelve_hours_after_the_login()
    {
        var key = (await service.TenantAsync()).TestKey;
        var idle = await Browser.OfTenantAsync(service, key);
        service.Clock.Advance(ConsoleSession.IdleLife);
        Assert.Equal(303, (await idle.GetAsync("/console")).Status);

        var used = await Browser.OfTenantAsync(service, key);
        for (var passed = TimeSpan.Zero; passed + TimeSpan.FromMinutes(50) < ConsoleSession.Life; passed += TimeSpan.FromMinutes(50))
        {
            Assert.Equal(200, (await used.GetAsync("/console")).Status);
            service.Clock.Advance(TimeSpan.FromMinutes(50));
        }

        Assert.Equal(200, (await used.GetAsync("/console")).Status);
        service.Clock.Advance(TimeSpan.FromMinutes(25));
        Assert.Equal(303, (await used.GetAsync("/console")).Status);
    }

    [Fact]
    public async Task Of_a_session_that_is_over_nothing_is_left_after_the_purge()
    {
        var core = service.Host.Node.Core;
        var browser = await Browser.OfTenantAsync(service, (await service.TenantAsync()).TestKey);
        service.Clock.Advance(ConsoleSession.Life + TimeSpan.FromSeconds(1));
        Assert.True(StoreDump.Of(service.Database, "consolesessions").Cells > 0);
        await core.ConsoleSessions.PurgeAsync(default);
        Assert.Equal(0, StoreDump.Of(service.Database, "consolesessions").Cells);
        Assert.Equal(303, (await browser.GetAsync("/console")).Status);
    }

    [Fact]
    public async Task A_live_key_of_a_plan_for_testing_signs_nobody_in()
    {
        var tenant = await service.TenantAsync("developer");
        var answer = await new Browser(service).SignInAsync(tenant.LiveKey);
        Assert.Equal(403, answer.Status);
        Assert.Equal(303, (await new Browser(service).SignInAsync(tenant.TestKey)).Status);
    }

    private static async Task<(int, string?)> LocationAsync(Task<Answer> asked)
    {
        var answer = await asked;
        return (answer.Status, answer["Location"]);
    }
}
