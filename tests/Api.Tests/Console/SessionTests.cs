using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Console;

/// <summary>A service whose operators have a token.</summary>
public sealed class ConsoleService : Service
{
    public (string Token, string Hash) Operator { get; } = OperatorAccess.NewToken(SystemEntropy.Instance);

    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.Auth.OperatorTokenHash = Operator.Hash;
    }
}

/// <summary>Sessions of the console: how they begin, what they are worth, how they end.</summary>
public sealed class SessionTests(ConsoleService service) : IClassFixture<ConsoleService>
{
    [Fact]
    public async Task Without_a_session_a_page_leads_to_the_login_and_back()
    {
        var browser = new Browser(service);
        Assert.Equal((303, "/console/login"), await LocationAsync(browser.GetAsync("/console")));
        var key = (await service.TenantAsync()).TestKey;
        var answer = await browser.PostAsync("/console/login", [("key", key)], from: "/console/login?next=/console/keys");
        Assert.Equal((303, "/console"), (answer.Status, answer["Location"]));
        answer = await new Browser(service).PostAsync("/console/login", [("key", key), ("next", "/console/keys")], from: "/console/login?next=/console/keys");
        Assert.Equal((303, "/console/keys"), (answer.Status, answer["Location"]));
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/console/../c/x")]
    [InlineData("/console\\evil")]
    [InlineData("/consolex")]
    public async Task Nobody_is_led_elsewhere_after_the_login(string next)
    {
        var key = (await service.TenantAsync()).TestKey;
        var answer = await new Browser(service).PostAsync("/console/login", [("key", key), ("next", next)], from: "/console/login");
        Assert.Equal((303, "/console"), (answer.Status, answer["Location"]));
    }

    [Fact]
    public async Task Operators_sign_in_by_their_token_alone()
    {
        var browser = await Browser.OfOperatorAsync(service, service.Operator.Token);
        Assert.Equal(200, (await browser.GetAsync("/console")).Status);
        foreach (var wrong in new[] { "", service.Operator.Hash, service.Operator.Token + "x", service.Operator.Token[..^1] })
        {
            var other = new Browser(service);
            Assert.Equal(401, (await other.PostAsync("/console/login/operator", [("token", wrong)], from: "/console/login")).Status);
            Assert.Null(other.Session);
        }
    }

    private static async Task<(int, string?)> LocationAsync(Task<Answer> asked)
    {
        var answer = await asked;
        return (answer.Status, answer["Location"]);
    }
}
