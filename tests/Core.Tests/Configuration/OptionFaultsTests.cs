using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tests.Configuration;

public sealed class OptionFaultsTests
{
    public static TheoryData<string, Action<LearnCoinOptions>> Bad => new()
    {
        { "PublicOrigin", static o => o.PublicOrigin = "" },
        { "PublicOrigin", static o => o.PublicOrigin = "learncoin.example" },
        { "PublicOrigin", static o => o.PublicOrigin = "http://learncoin.example" },
        { "PublicOrigin", static o => o.PublicOrigin = "https://learncoin.example/" },
        { "PublicOrigin", static o => o.PublicOrigin = "https://learncoin.example/path" },
        { "PublicOrigin", static o => o.PublicOrigin = "https://LearnCoin.example" },
        { "PublicOrigin", static o => o.PublicOrigin = "https://learncoin.example:443" },
        { "PublicOrigin", static o => o.PublicOrigin = "https://user@learncoin.example" },
        { "PublicOrigin", static o => o.PublicOrigin = "https://münchen.example" },
        { "PublicOrigin", static o => o.PublicOrigin = "ftp://learncoin.example" },
        { "ApiOrigin", static o => o.ApiOrigin = "http://api.learncoin.example" },
        { "ApiOrigin", static o => o.ApiOrigin = "https://api.learncoin.example/v1" },
        { "Anchoring:Confirmations", static o => o.Anchoring.Confirmations = 0 },
        { "Anchoring:Confirmations", static o => o.Anchoring.Confirmations = 10_001 },
        { "Anchoring:WindowSeconds", static o => o.Anchoring.WindowSeconds = -1 },
        { "Anchoring:WindowSeconds", static o => o.Anchoring.WindowSeconds = double.NaN },
        { "Anchoring:WindowSeconds", static o => o.Anchoring.WindowSeconds = 61 },
        { "Anchoring:PollSeconds", static o => o.Anchoring.PollSeconds = 0 },
        { "Anchoring:PollSeconds", static o => o.Anchoring.PollSeconds = double.PositiveInfinity },
        { "Anchoring:StuckMinutes", static o => o.Anchoring.StuckMinutes = 0.5 },
        { "Anchoring:StuckMinutes", static o => o.Anchoring.StuckMinutes = double.NaN },
        { "Anchoring:AnchorCode", static o => o.Anchoring.AnchorCode = "btc" },
        { "Anchoring:Live:Commitment", static o => o.Anchoring.Live.Commitment = "EAS" },
        { "Anchoring:Test:ChainId", static o => o.Anchoring.Test.ChainId = 1 },
        { "Anchoring:Live:ChainId", static o => o.Anchoring.Live.ChainId = 0 },
        { "Anchoring:Live:ChainId", static o => o.Anchoring.Live.ChainId = 84_532 },
        { "Anchoring:Test:RpcUrl", static o => o.Anchoring.Test.RpcUrl = "localhost:8545" },
        { "Anchoring:Live:RpcUrl", static o => o.Anchoring.Live.RpcUrl = "wss://node.example/secret-token" },
        { "Anchoring:Live:RpcUrls:0", static o => o.Anchoring.Live.RpcUrls.Add("ftp://node.example/secret-token") },
        { "Anchoring:Live:RpcUrls:1", static o => AddUrls(o.Anchoring.Live, "https://one.example/secret-token", "secret-token") },
        { "Anchoring:Test:RpcUrls:0", static o => (o.Anchoring.Test.RpcUrl, _) = ("https://one.example/secret-token", AddUrls(o.Anchoring.Test, "https://ONE.example/secret-token")) },
        { "Anchoring:Test:RpcTimeoutSeconds", static o => o.Anchoring.Test.RpcTimeoutSeconds = 0 },
        { "Anchoring:Test:RpcTimeoutSeconds", static o => o.Anchoring.Test.RpcTimeoutSeconds = double.NaN },
        { "Anchoring:Live:RpcTimeoutSeconds", static o => o.Anchoring.Live.RpcTimeoutSeconds = 61 },
        { "Anchoring:Live:MaxLagBlocks", static o => o.Anchoring.Live.MaxLagBlocks = 0 },
        { "Anchoring:Test:MinAgreement", static o => o.Anchoring.Test.MinAgreement = 0 },
        { "Anchoring:Test:MinAgreement", static o => (o.Anchoring.Test.MinAgreement, _) = (3, AddUrls(o.Anchoring.Test, "https://one.example", "https://two.example")) },
        { "Anchoring:Test:ExplorerUrl", static o => o.Anchoring.Test.ExplorerUrl = "javascript:alert(1)" },
        { "Anchoring:Live:ExplorerUrl", static o => o.Anchoring.Live.ExplorerUrl = "" },
        { "Credentials:StatusEntry", static o => o.Credentials.StatusEntry = "StatusList2020Entry" },
        { "Plans:starter:MonthlyCredentials", static o => o.Plans["starter"].MonthlyCredentials = -1 },
        { "Plans:starter:RequestsPerMinute", static o => o.Plans["starter"].RequestsPerMinute = 0 },
        { "Intake:MaxOutageHours", static o => o.Intake.MaxOutageHours = 0 },
        { "Intake:MaxWaitingRoots", static o => o.Intake.MaxWaitingRoots = 0 },
        { "PublicLimits:CallsPerMinute", static o => o.PublicLimits.CallsPerMinute = 0 },
        { "PublicLimits:VerificationsPerMinute", static o => o.PublicLimits.VerificationsPerMinute = 0 },
        { "PublicLimits:FailedLoginsPerMinute", static o => o.PublicLimits.FailedLoginsPerMinute = 1_000_001 },
        { "Proxy:Hops", static o => o.Proxy.Hops = -1 },
        { "Alerts:Url", static o => o.Alerts.Url = "ftp://secret-token" },
        { "Mail:Transport", static o => o.Mail.Transport = "sendmail" },
        { "Mail:Host", static o => (o.Mail.Host, o.Mail.From) = ("smtp://mail.example/secret-token", "a@b.example") },
        { "Mail:Host", static o => (o.Mail.Transport, o.Mail.From) = ("smtp", "a@b.example") },
        { "Mail:From", static o => o.Mail.Host = "mail.example" },
        { "Mail:From", static o => (o.Mail.Host, o.Mail.From) = ("mail.example", "Name <a@b.example>\r\nBcc: secret-token") },
        { "Mail:From", static o => (o.Mail.Host, o.Mail.From) = ("mail.example", "a@[192.0.2.1]") },
        { "Mail:Port", static o => (o.Mail.Host, o.Mail.From, o.Mail.Port) = ("mail.example", "a@b.example", 65_536) },
        { "Mail:Security", static o => (o.Mail.Host, o.Mail.From, o.Mail.Security) = ("mail.example", "a@b.example", "none") },
        { "Mail:Security", static o => (o.Mail.Host, o.Mail.From, o.Mail.Security) = ("mail.example", "a@b.example", "auto") },
        { "Mail:Password", static o => (o.Mail.Host, o.Mail.From, o.Mail.Password) = ("mail.example", "a@b.example", "secret-token") },
        { "Mail:Password", static o => (o.Mail.Host, o.Mail.From, o.Mail.Username) = ("mail.example", "a@b.example", "secret-token") },
        { "Mail:Password", static o => (o.Mail.Host, o.Mail.From, o.Mail.Username, o.Mail.Password) = ("mail.example", "a@b.example", "sender", "@Microsoft.KeyVault(secret-token)") },
        { "Mail:BounceAddress", static o => o.Mail.BounceAddress = "secret-token" },
        { "Mail:Connections", static o => o.Mail.Connections = 0 },
        { "Mail:Connections", static o => o.Mail.Connections = 17 },
        { "Mail:Folder", static o => o.Mail.Folder = " " },
        { "Plans:own:MonthlyCredentials", static o => o.Plans["own"] = new PlanOptions { MonthlyCredentials = -5 } },
    };

    [Fact]
    public void Several_endpoints_are_taken_as_many_of_which_must_agree()
    {
        var options = Good();
        options.Anchoring.Test.RpcUrl = "https://one.example/secret-token";
        AddUrls(options.Anchoring.Test, "https://two.example", "http://127.0.0.1:8545");
        options.Anchoring.Test.MinAgreement = 3;
        Assert.Empty(OptionFaults.Find(options));
    }

    private static bool AddUrls(NetworkOptions network, params string[] urls)
    {
        Array.ForEach(urls, network.RpcUrls.Add);
        return true;
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_option_is_named_and_its_value_is_not_shown(string name, Action<LearnCoinOptions> spoil)
    {
        var options = Good();
        spoil(options);
        var fault = Assert.Single(OptionFaults.Find(options));
        Assert.StartsWith(name + ": expected ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://learncoin.example")]
    [InlineData("https://learncoin.example:8443")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://127.0.0.1:8080")]
    public void A_good_origin_is_taken(string origin)
    {
        var options = Good();
        options.PublicOrigin = origin;
        Assert.Empty(OptionFaults.Find(options));
    }

    [Theory]
    [InlineData("mail.example", "starttls")]
    [InlineData("192.0.2.1", "tls")]
    [InlineData("::1", "none")]
    [InlineData("localhost", "none")]
    public void A_mail_server_is_taken_in_the_clear_on_this_machine_only(string host, string security)
    {
        var options = Good();
        (options.Mail.Host, options.Mail.Security, options.Mail.From) = (host, security, "no-reply@learncoin.example");
        (options.Mail.Username, options.Mail.Password) = ("sender", "secret-token");
        Assert.Empty(OptionFaults.Find(options));
    }

    [Fact]
    public void All_bad_options_are_told_together()
    {
        var options = new LearnCoinOptions { PublicOrigin = "x", ApiOrigin = "y" };
        options.Anchoring.AnchorCode = "z";
        Assert.Equal(3, OptionFaults.Find(options).Count);
    }

    [Fact]
    public void URLs_and_the_DID_come_from_the_origins()
    {
        var id = new CredentialId("crd_01ARZ3NDEKTSV4RRFFQ69G5FAV");
        var urls = new PublicUrls(new LearnCoinOptions { PublicOrigin = "http://localhost:8080" });
        Assert.Equal("did:web:localhost%3A8080", urls.Did);
        Assert.Equal("http://localhost:8080/c/crd_01ARZ3NDEKTSV4RRFFQ69G5FAV", urls.Page(id));
        Assert.Equal("http://localhost:8080/status/x-test-0", urls.StatusList("x-test-0"));
        Assert.Equal("http://localhost:8080", urls.ApiOrigin);
        Assert.Equal("https://a.example", new PublicUrls(new LearnCoinOptions { PublicOrigin = "https://p.example", ApiOrigin = "https://a.example" }).ApiOrigin);
        Assert.Equal("https://p.example", new PublicUrls(new LearnCoinOptions { PublicOrigin = "https://p.example", ApiOrigin = "" }).ApiOrigin);
    }

    private static LearnCoinOptions Good() => new() { PublicOrigin = "https://learncoin.example" };
}
