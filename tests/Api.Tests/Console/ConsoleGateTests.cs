using LearnCoin.Api.Console;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Console;

/// <summary>What holds for every route of the console, found by looking at what is mapped: forms of others (CSRF), ids of others, scopes, frames.</summary>
public sealed class ConsoleGateTests(ConsoleService service) : IClassFixture<ConsoleService>
{
    private static readonly (string Name, Action<HttpRequestMessage> Prepare)[] Elsewhere =
    [
        ("another origin", static request => request.Headers.Add("Origin", "https://evil.example")),
        ("no origin at all", static request => request.Headers.Add("Origin", "null")),
        ("our name without TLS", static request => request.Headers.Add("Origin", "http://creds.example")),
        ("a name that begins like ours", static request => request.Headers.Add("Origin", Service.Origin + ".evil.example")),
        ("another site", static request => request.Headers.Add("Sec-Fetch-Site", "cross-site")),
        ("a neighbour under the domain", static request => request.Headers.Add("Sec-Fetch-Site", "same-site")),
        ("typed or from a mail", static request => request.Headers.Add("Sec-Fetch-Site", "none")),
    ];

    [Fact]
    public async Task No_form_is_taken_that_no_page_of_the_same_session_made()
    {
        var ids = await OwnIds.OfAsync(service);
        var forms = Forms();
        Assert.True(forms.Count >= 8, "the routes are found");
        foreach (var audience in forms.GroupBy(static form => form.Route.Audience))
        {
            var (browser, page) = await BrowserAsync(audience.Key, ids.Tenant);
            var (other, _) = await BrowserAsync(audience.Key, ids.Tenant);
            var own = Browser.TokenIn((await browser.GetAsync(page)).Text);
            var foreign = Browser.TokenIn((await other.GetAsync(page)).Text);
            Assert.NotEqual(own, foreign);
            foreach (var path in audience.Select(form => ConsoleService.PathOf(form.Endpoint, ids)))
            {
                var before = service.State();
                foreach (var token in new[] { null, "", "x", foreign, own[..^1], own + "A" })
                {
                    await RefusedAsync(browser, path, token, static _ => { }, $"token '{token}'");
                }

                foreach (var (name, prepare) in Elsewhere)
                {
                    await RefusedAsync(browser, path, own, prepare, name);
                }

                Assert.Equal(before, service.State());
            }

            Assert.Equal(200, (await browser.GetAsync(page)).Status);
        }
    }

    [Fact]
    public async Task A_form_of_the_sessions_own_page_is_no_strangers()
    {
        foreach (var (endpoint, route, _) in Forms())
        {
            // Things of its own: what a form does to them must not be in another's way.
            var ids = await OwnIds.OfAsync(service);
            var (browser, page) = await BrowserAsync(route.Audience, ids.Tenant);
            var token = Browser.TokenIn((await browser.GetAsync(page)).Text);
            var taken = await browser.SendAsync(HttpMethod.Post, ConsoleService.PathOf(endpoint, ids), [(FormToken.Field, token)], static request =>
            {
                request.Headers.Add("Origin", Service.Origin);
                request.Headers.Add("Sec-Fetch-Site", "same-origin");
            });
            // What else may be wrong with it, such as an empty field, is said otherwise.
            Assert.True(taken.Status is not (403 or >= 500), $"{endpoint.RoutePattern.RawText}: {taken.Status} {taken.Text}");
        }
    }

    [Fact]
    public async Task The_token_does_as_a_header_for_scripts()
    {
        var ids = await OwnIds.OfAsync(service);
        var browser = await Browser.OfTenantAsync(service, ids.Tenant.TestKey);
        var token = Browser.TokenIn((await browser.GetAsync("/console")).Text);
        var answer = await browser.SendAsync(HttpMethod.Post, "/console/sign-out", [("x", "y")], request => request.Headers.Add("X-Form-Token", token));
        Assert.Equal(303, answer.Status);
        Assert.Null(browser.Session);
    }

    [Fact]
    public async Task What_is_not_the_tenants_is_not_there_on_any_route()
    {
        var (ids, others, live) = (await OwnIds.OfAsync(service), await OwnIds.OfAsync(service), await OwnIds.OfAsync(service, TenantEnvironment.Live));
        var withIds = service.Routes.Where(static route => route.Route.Audience == ConsoleAudience.Tenant && route.Endpoint.RoutePattern.Parameters.Count > 0).ToList();
        Assert.NotEmpty(withIds);
        foreach (var (endpoint, _, method) in withIds)
        {
            // The live one's own tenant looks for it with its test key.
            foreach (var (key, asked, what) in new[] { (ids.Tenant.TestKey, others, "another tenant's"), (live.Tenant.TestKey, live, "the other environment's"), (ids.Tenant.TestKey, ids.AsUnknown(), "nobody's") })
            {
                var browser = await Browser.OfTenantAsync(service, key);
                var token = Browser.TokenIn((await browser.GetAsync("/console")).Text);
                var before = service.State();
                var path = ConsoleService.PathOf(endpoint, asked);
                var answer = await browser.SendAsync(new HttpMethod(method), path, method == "POST" ? [(FormToken.Field, token)] : null, null);
                // A tenant's own thing of the other environment may be called so, as the API does.
                Assert.True(answer.Status == 404 || (answer.Status == 403 && asked == live), $"{method} {path}, {what}: {answer.Status}");
                Assert.Equal(before, service.State());
            }
        }
    }

    [Fact]
    public async Task A_key_without_the_scope_gets_no_further_and_is_told_which_one()
    {
        var ids = await OwnIds.OfAsync(service);
        foreach (var (endpoint, route, method) in service.Routes.Where(static route => route.Route.Scope != KeyScopes.None))
        {
            var key = await service.KeyAsync(new NewApiKey(ids.Tenant.Tenant.Id, TenantEnvironment.Test) { Scopes = KeyScopes.All & ~route.Scope });
            var browser = await Browser.OfTenantAsync(service, key);
            var token = Browser.TokenIn((await browser.GetAsync("/console")).Text);
            var before = service.State();
            var answer = await browser.SendAsync(new HttpMethod(method), ConsoleService.PathOf(endpoint, ids), method == "POST" ? [(FormToken.Field, token)] : null, null);
            Assert.True(answer.Status == 403, $"{method} {endpoint.RoutePattern.RawText}: {answer.Status}");
            Assert.All(KeyScopeNames.Of(route.Scope), name => Assert.Contains($"<code>{name}</code>", answer.Text, StringComparison.Ordinal));
            Assert.Equal(before, service.State());
        }
    }

    [Fact]
    public async Task Tenants_meet_no_page_of_operators_and_operators_none_of_tenants()
    {
        var ids = await OwnIds.OfAsync(service);
        var (tenant, operators) = (await Browser.OfTenantAsync(service, ids.Tenant.TestKey), await Browser.OfOperatorAsync(service, service.Operator.Token));
        foreach (var (endpoint, route, method) in service.Routes.Where(static route => route.Route.Audience is ConsoleAudience.Tenant or ConsoleAudience.Operator))
        {
            var browser = route.Audience == ConsoleAudience.Tenant ? operators : tenant;
            var token = Browser.TokenIn((await browser.GetAsync("/console")).Text);
            var answer = await browser.SendAsync(new HttpMethod(method), ConsoleService.PathOf(endpoint, ids), method == "POST" ? [(FormToken.Field, token)] : null, null);
            Assert.True(answer.Status == 404, $"{method} {endpoint.RoutePattern.RawText}: {answer.Status}");
        }
    }

    [Fact]
    public async Task No_answer_is_kept_framed_or_found_whoever_asks()
    {
        var ids = await OwnIds.OfAsync(service);
        foreach (var (endpoint, route, method) in service.Routes)
        {
            var (signedIn, _) = await BrowserAsync(route.Audience, ids.Tenant);
            foreach (var browser in new[] { signedIn, new Browser(service) })
            {
                var path = ConsoleService.PathOf(endpoint, ids);
                var answer = await browser.SendAsync(new HttpMethod(method), path, method == "POST" ? [] : null, null);
                Assert.True(answer.Status < 500, $"{method} {path}: {answer.Text}");
                Assert.Equal(("no-store", "noindex", "same-origin"), (answer["Cache-Control"], answer["X-Robots-Tag"], answer["Referrer-Policy"]));
                // The one page that is framed, by a page of ours, has no origin and no script.
                var isPreview = path == SettingsPages.PreviewPath && browser == signedIn;
                Assert.Equal(isPreview ? "SAMEORIGIN" : "DENY", answer["X-Frame-Options"]);
                var policy = answer["Content-Security-Policy"]!;
                Assert.Contains(isPreview ? "frame-ancestors 'self'" : "frame-ancestors 'none'", policy, StringComparison.Ordinal);
                Assert.StartsWith(isPreview ? "sandbox; default-src 'none'" : "default-src 'none'", policy, StringComparison.Ordinal);
                Assert.Equal(isPreview, policy.Contains("unsafe", StringComparison.Ordinal));
                Assert.Null(answer["Access-Control-Allow-Origin"]);
            }
        }
    }

    [Fact]
    public async Task An_address_below_that_is_not_there_is_a_page_that_says_so()
    {
        foreach (var path in new[] { "/console/nothing", "/console/keys/a/b/c", "/console/keys/key_x" })
        {
            var answer = await new Browser(service).GetAsync(path);
            Assert.Equal((404, "text/html; charset=utf-8"), (answer.Status, answer["Content-Type"]));
            Assert.Equal("DENY", answer["X-Frame-Options"]);
        }
    }

    private List<(Microsoft.AspNetCore.Routing.RouteEndpoint Endpoint, ConsoleRoute Route, string Method)> Forms() => [.. service.Routes.Where(static route => route.Method == "POST")];

    private async Task<(Browser Browser, string Page)> BrowserAsync(ConsoleAudience audience, TestTenant tenant) => audience switch
    {
        ConsoleAudience.Anyone => (new Browser(service), LoginEndpoints.Path),
        ConsoleAudience.Operator => (await Browser.OfOperatorAsync(service, service.Operator.Token), ConsoleNavigation.Home),
        _ => (await Browser.OfTenantAsync(service, tenant.TestKey), ConsoleNavigation.Home),
    };

    private static async Task RefusedAsync(Browser browser, string path, string? token, Action<HttpRequestMessage> prepare, string why)
    {
        var session = browser.Session;
        var answer = await browser.SendAsync(HttpMethod.Post, path, token is null ? [] : [(FormToken.Field, token)], prepare);
        Assert.True(answer.Status == 403, $"{path} with {why}: {answer.Status}");
        Assert.Equal(session, browser.Session);
    }
}
