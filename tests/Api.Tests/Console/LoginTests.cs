using LearnCoin.Api.Console;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;

namespace LearnCoin.Api.Tests.Console;

/// <summary>A service behind App Service Authentication, as its settings say.</summary>
public sealed class AccountService : ConsoleService
{
    public const string Account = "7d0f3b0e-52cf-4b36-9d6e-0a3c7d1f4a11";

    public AuthOptions Auth { get; private set; } = new();

    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.Auth.EasyAuth = true;
        product.Auth.Operators.Add(Account);
        product.PublicLimits.FailedLoginsPerMinute = 5;
        Auth = product.Auth;
    }
}

/// <summary>Who may sign in, and how often one may try.</summary>
public sealed class LoginTests(ConsoleService service, AccountService accounts) : IClassFixture<ConsoleService>, IClassFixture<AccountService>
{
    private const string Header = "X-MS-CLIENT-PRINCIPAL-ID";

    [Fact]
    public async Task Operators_sign_in_by_their_token_alone()
    {
        var browser = await Browser.OfOperatorAsync(service, service.Operator.Token);
        Assert.Equal(200, (await browser.GetAsync("/console")).Status);
        foreach (var wrong in new[] { "", service.Operator.Hash, service.Operator.Token + "x", service.Operator.Token[..^1], new string('x', 60_000) })
        {
            var other = new Browser(service);
            Assert.Equal(401, (await other.PostAsync("/console/login/operator", [("token", wrong)], from: "/console/login")).Status);
            Assert.Null(other.Session);
        }
    }

    [Fact]
    public async Task Another_token_in_the_settings_ends_the_sessions_of_the_one_before()
    {
        var options = service.Host.Node.Core.Options.Auth;
        var browser = await Browser.OfOperatorAsync(service, service.Operator.Token);
        try
        {
            options.OperatorTokenHash = OperatorAccess.NewToken(SystemEntropy.Instance).Hash;
            Assert.Equal(303, (await browser.GetAsync("/console")).Status);
            options.OperatorTokenHash = null;
            Assert.Equal(401, (await new Browser(service).PostAsync("/console/login/operator", [("token", service.Operator.Token)], from: "/console/login")).Status);
            Assert.DoesNotContain("/console/login/operator", (await new Browser(service).GetAsync("/console/login")).Text, StringComparison.Ordinal);
        }
        finally
        {
            options.OperatorTokenHash = service.Operator.Hash;
        }
    }

    [Fact]
    public async Task The_header_of_the_platform_does_nothing_where_the_settings_do_not_say_so()
    {
        var browser = new Browser(service) { Headers = { [Header] = AccountService.Account } };
        Assert.DoesNotContain("/console/login/account", (await browser.GetAsync("/console/login")).Text, StringComparison.Ordinal);
        Assert.Equal(401, (await browser.PostAsync("/console/login/account", [], from: "/console/login")).Status);
        Assert.Null(browser.Session);
        Assert.Equal(303, (await browser.GetAsync("/console")).Status);
    }

    [Fact]
    public async Task An_account_that_the_settings_name_is_an_operators_for_as_long_as_it_calls_and_is_named()
    {
        var browser = new Browser(accounts) { Headers = { [Header] = AccountService.Account } };
        Assert.Equal(303, (await browser.PostAsync("/console/login/account", [], from: "/console/login")).Status);
        Assert.Equal(200, (await browser.GetAsync("/console")).Status);
        var session = browser.Session;

        // The cookie alone, as one who stole it has it; then of somebody else's account.
        foreach (var account in new[] { null, "11111111-52cf-4b36-9d6e-0a3c7d1f4a11" })
        {
            browser = new Browser(accounts) { Headers = { [Header] = AccountService.Account } };
            Assert.Equal(303, (await browser.PostAsync("/console/login/account", [], from: "/console/login")).Status);
            var stolen = new Browser(accounts) { Session = browser.Session };
            if (account is not null)
            {
                stolen.Headers[Header] = account;
            }

            Assert.Equal(303, (await stolen.GetAsync("/console")).Status);
        }

        var stranger = new Browser(accounts) { Headers = { [Header] = "11111111-52cf-4b36-9d6e-0a3c7d1f4a11" } };
        Assert.Equal(401, (await stranger.PostAsync("/console/login/account", [], from: "/console/login")).Status);
        browser = new Browser(accounts) { Session = session, Headers = { [Header] = AccountService.Account } };
        Assert.Equal(200, (await browser.GetAsync("/console")).Status);
        accounts.Auth.Operators.Clear();
        Assert.Equal(303, (await browser.GetAsync("/console")).Status);
        accounts.Auth.Operators.Add(AccountService.Account);
    }

    [Fact]
    public async Task Failed_logins_are_limited_with_those_of_the_api_and_a_good_one_is_not()
    {
        var tenant = await accounts.TenantAsync();
        var address = new Dictionary<string, string> { ["X-Forwarded-For"] = "198.51.100.77" };
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(401, (await From(address).SignInAsync(tenant.TestKey + i)).Status);
        }

        for (var i = 0; i < 2; i++)
        {
            (await accounts.SendAsync(HttpMethod.Get, "/v1/batches", tenant.TestKey + i, static request => request.Headers.Add("X-Forwarded-For", "198.51.100.77"))).IsError(401, "api_key_invalid");
        }

        var refused = await From(address).SignInAsync(tenant.TestKey + "x");
        Assert.Equal(429, refused.Status);
        Assert.NotNull(refused["Retry-After"]);
        Assert.Equal(429, (await From(address).PostAsync("/console/login/operator", [("token", "x")], from: "/console/login")).Status);
        Assert.Equal(303, (await From(address).SignInAsync(tenant.TestKey)).Status);
        Assert.Equal(401, (await From(new() { ["X-Forwarded-For"] = "198.51.100.78" }).SignInAsync("x")).Status);
    }

    [Fact]
    public async Task A_key_in_the_address_signs_nobody_in()
    {
        var tenant = await service.TenantAsync();
        foreach (var path in new[] { "/console?key=", "/console/login?key=", "/console/login?next=/console&key=" })
        {
            var browser = new Browser(service);
            await browser.GetAsync(path + tenant.TestKey);
            Assert.Null(browser.Session);
        }

        var bearer = new Browser(service) { Headers = { ["Authorization"] = "Bearer " + tenant.TestKey } };
        Assert.Equal(303, (await bearer.GetAsync("/console")).Status);
    }

    [Fact]
    public async Task Calls_of_a_session_stand_in_the_request_log_under_its_key()
    {
        var tenant = await service.TenantAsync();
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var answer = await browser.GetAsync("/console/keys");
        for (var tries = 0; tries < 100; tries++)
        {
            if (await service.Host.Node.Core.Requests.FindAsync(answer["X-Request-Id"]!, default) is { } entry)
            {
                Assert.Equal((tenant.Key.Id, "/console/keys", 200), (entry.Key!.Value, entry.Route, entry.Status));
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("The call is not in the request log");
    }

    private Browser From(Dictionary<string, string> headers)
    {
        var browser = new Browser(accounts);
        foreach (var (name, value) in headers)
        {
            browser.Headers[name] = value;
        }

        return browser;
    }
}
