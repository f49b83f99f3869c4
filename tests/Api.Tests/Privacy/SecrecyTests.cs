using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Claims;
using LearnCoin.Api.Tests.Console;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Api.Tests.Webhooks;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;

namespace LearnCoin.Api.Tests.Privacy;

/// <summary>
/// The whole of webhooks and claims, with subscribers and callers that do what they should not, and then a search of all that was written for
/// every secret, name and address that went through: at rest keys, signing secrets and tokens stand nowhere in clear, personal data only where the
/// credentials are.
/// </summary>
public sealed class SecrecyTests(ChattyService service) : IClassFixture<ChattyService>
{
    private const string Name = "Distinctive Nightjar";
    private const string Address = "distinctive-nightjar@people.example";
    private const string Note = "distinctive-note-of-the-tenant";

    // Tables that hold personal data because they are about the credential, until it is erased.
    private static readonly string[] Credentials = ["batches"];

    [Fact]
    public async Task No_secret_token_name_or_address_is_in_the_log_the_history_the_delivery_log_or_any_table_but_the_credentials()
    {
        var tenant = await service.TenantAsync();
        var secrets = new Dictionary<string, string> { ["test key"] = tenant.TestKey, ["live key"] = tenant.LiveKey };
        var hooks = await SubscribeAsync(tenant, secrets);
        var id = await ClaimedAsync(tenant, secrets);
        await RevokedAsync(tenant, id);
        await InConsoleAsync(tenant, secrets);
        await WaitAsync(hooks, tenant);

        var delivered = string.Concat(await Task.WhenAll(hooks.Select(hook => LogAsync(hook, tenant))));
        Assert.Contains("the answer begins", delivered, StringComparison.Ordinal);
        Assert.True(service.Echoed.Contains("whsec_", StringComparison.Ordinal) && service.Echoed.Contains(Address, StringComparison.Ordinal), "the subscriber did say it all");
        Assert.Contains("This process runs the workflows", HostLog.Text, StringComparison.Ordinal);
        var files = await StoreFiles.OfAsync(Path.GetDirectoryName(service.Database)!);
        var tables = new Dictionary<string, StoreDump>();
        foreach (var table in StoreDump.Tables(service.Database).Except(Credentials))
        {
            tables[table] = await StoreDump.OfPlainAsync(service.Database, table, service.Tables);
        }

        Assert.True(tables["deliveries"].Contains("the answer begins"), "what is compressed is searched too");
        foreach (var table in new[] { "workflows", "deliveries", "webhooks", "events", "claims", "consolesessions", "requestlog", "audit", "idempotency" })
        {
            Assert.True(tables[table].Cells > 0, table + " is empty: nothing was searched");
        }

        foreach (var (what, text) in secrets)
        {
            Assert.True(files.Find(text) is [], $"{what} in {string.Join(", ", files.Find(text))}");
        }

        foreach (var (what, text) in secrets.Concat(Personal()))
        {
            Assert.All(StoreFiles.Forms(text), form => Assert.True(Encoding.UTF8.GetBytes(HostLog.Text).AsSpan().IndexOf(form.Bytes) < 0, $"{what} in the log as {form.Name}"));
            Assert.False(delivered.Contains(text, StringComparison.OrdinalIgnoreCase), $"{what} in the delivery log");
            Assert.All(tables, table => Assert.False(table.Value.Contains(text), $"{what} in the table {table.Key}"));
        }

        Assert.True(StoreDump.Of(service.Database, "batches").Contains(Name), "the search finds what is there");
    }

    private static IEnumerable<KeyValuePair<string, string>> Personal() =>
    [
        new("the name", Name), new("a part of the name", "Nightjar"), new("the address", Address), new("the address in a URL", Uri.EscapeDataString(Address)), new("the tenant's note", Note),
    ];

    /// <summary>One endpoint that takes all, one that fails and says back what it got and knows, one that is not there; each with two secrets.</summary>
    private async Task<List<JsonNode>> SubscribeAsync(TestTenant tenant, Dictionary<string, string> secrets)
    {
        var hooks = new List<JsonNode>();
        string[] events = ["batch.created", "batch.signed", "batch.anchored", "credential.claimed", "credential.revoked"];
        foreach (var path in new[] { "/takes", "/chats" })
        {
            var hook = await service.RegisterAsync(tenant.TestKey, path, events);
            var rotated = await service.CallAsync("POST", $"/v1/webhooks/{(string)hook["id"]!}/rotate-secret", tenant.TestKey, idempotencyKey: "rotate" + path);
            secrets["first secret of " + path] = (string)hook["signing_secret"]!;
            secrets["second secret of " + path] = (string)rotated.Json["signing_secret"]!;
            hooks.Add(hook);
        }

        service.Secrets = [.. secrets.Values, Address];
        var gone = await service.CallAsync("POST", "/v1/webhooks", tenant.TestKey, """{"url":"http://localhost:1/","events":["batch.anchored"]}""", "a-key");
        secrets["secret of none"] = (string)gone.Json["signing_secret"]!;
        // The same call again is answered with the secret again, which so must be kept, but not in clear.
        Assert.Equal(gone.Text, (await service.CallAsync("POST", "/v1/webhooks", tenant.TestKey, """{"url":"http://localhost:1/","events":["batch.anchored"]}""", "a-key")).Text);
        hooks.Add(gone.Json);
        return hooks;
    }

    /// <summary>A claim with everything that can go wrong before it, and a request of erasure.</summary>
    private async Task<string> ClaimedAsync(TestTenant tenant, Dictionary<string, string> secrets)
    {
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1, static credential =>
        {
            credential["recipient"]!["name"] = Name;
            credential["recipient"]!["email"] = Address;
            credential["tenant_metadata"] = new JsonObject { ["note"] = Note };
        }));
        var id = (string)batch["credentials"]![0]!["id"]!;
        secrets["first token"] = await service.Mails.TokenAsync(Address);
        await service.CallAsync("POST", $"/v1/credentials/{id}/resend-claim", tenant.TestKey);
        secrets["second token"] = await service.Mails.TokenAsync(Address, 2);
        secrets["mistyped token"] = "distinctive-mistyped-token-of-a-recipient-0";
        string? session = null;
        foreach (var token in new[] { secrets["mistyped token"], secrets["second token"], secrets["second token"], secrets["first token"] })
        {
            var claimed = await service.CallAsync("POST", "/v1/claims", tenant.TestKey, new JsonObject { ["token"] = token }.ToJsonString());
            session ??= claimed["Set-Cookie"]?.Split(';')[0];
        }

        secrets["session"] = session!.Split('=')[1];
        var page = await service.SendAsync(HttpMethod.Get, "/c/" + id, prepare: request => request.Headers.Add("Cookie", session));
        secrets["form token"] = page.Text.Split("name=\"form_token\" value=\"")[1].Split('"')[0];
        await service.SendAsync(HttpMethod.Post, $"/c/{id}/erasure-request", prepare: request =>
        {
            request.Headers.Add("Cookie", session);
            request.Content = new FormUrlEncodedContent([new("form_token", secrets["form token"])]);
        });
        Assert.NotEmpty((await service.GetAsync("/v1/erasure-requests", tenant.TestKey)).Json["data"]!.AsArray());
        // What no caller should send, in bodies and queries that are refused.
        await service.CallAsync("POST", "/v1/batches", tenant.TestKey, $$$"""{"credentials":[{"recipient":{"id":"{{{Address}}}","name":"{{{Name}}}"}}],"{{{Address}}}":1}""");
        await service.GetAsync($"/v1/credentials?recipient_email={Uri.EscapeDataString(Address)}&{Uri.EscapeDataString(Name)}=1", tenant.TestKey);
        await service.GetAsync("/v1/credentials/" + Uri.EscapeDataString(Address), tenant.TestKey);
        await service.GetAsync($"/c/{id}?claim={secrets["second token"]}");
        await service.GetAsync("/v1/credentials/" + secrets["first token"], secrets["live key"] + "x");
        return id;
    }

    private async Task RevokedAsync(TestTenant tenant, string id) =>
        Assert.Equal(200, (await service.CallAsync("POST", $"/v1/credentials/{id}/revoke", tenant.TestKey, """{"reason_code":"other","reason":"Issued by mistake."}""")).Status);

    /// <summary>Logins that fail and one that does not, by key and by token, with the key where it should not be; then a key is made.</summary>
    private async Task InConsoleAsync(TestTenant tenant, Dictionary<string, string> secrets)
    {
        (secrets["operator token"], var hash) = OperatorAccess.NewToken(SystemEntropy.Instance);
        service.Host.Node.Core.Options.Auth.OperatorTokenHash = hash;
        await Browser.OfOperatorAsync(service, secrets["operator token"]);
        await new Browser(service).PostAsync("/console/login/operator", [("token", tenant.LiveKey)], from: "/console/login");
        await new Browser(service).SignInAsync(secrets["operator token"]);
        await new Browser(service).GetAsync($"/console/keys?key={tenant.TestKey}");
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        Assert.DoesNotContain(tenant.TestKey, string.Concat(browser.Cookies.Values), StringComparison.Ordinal);
        secrets["console session"] = browser.Session!;
        var page = (await browser.GetAsync("/console/keys")).Text;
        secrets["console form token"] = Browser.TokenIn(page);
        var made = await browser.PostAsync("/console/keys", [("scope", "batches:read"), ("once", page.Split("name=\"once\" value=\"")[1].Split('"')[0])], from: "/console/keys");
        secrets["key made in the console"] = made.Text.Split(" value=\"lrn_")[1].Split('"')[0];
        Assert.True(made["Location"] is null && secrets["key made in the console"].Length > 40);
    }

    private async Task WaitAsync(List<JsonNode> hooks, TestTenant tenant)
    {
        await service.CameAsync("/takes", static hook => hook.Type == "credential.claimed");
        await service.CameAsync("/takes", static hook => hook.Type == "credential.revoked");
        await service.CameAsync("/chats", static hook => hook.Type == "credential.revoked");
        await service.CallAsync("POST", $"/v1/webhooks/{(string)hooks[2]["id"]!}/test", tenant.TestKey);
        // An attempt is entered after its answer, and the console's logger writes behind the program.
        await Task.Delay(1500);
    }

    private async Task<string> LogAsync(JsonNode hook, TestTenant tenant)
    {
        var log = await service.GetAsync($"/v1/webhooks/{(string)hook["id"]!}/deliveries?limit=100", tenant.TestKey);
        Assert.NotEmpty(log.Json["data"]!.AsArray());
        return log.Text;
    }
}

/// <summary>A service with mails in a folder and a subscriber that says back what it got and knows.</summary>
public sealed class ChattyService : HookService
{
    internal MailFolder Mails { get; } = new();

    internal IReadOnlyList<string> Secrets { get; set; } = [];

    /// <summary>All that <c>/chats</c> answered.</summary>
    public string Echoed { get; private set; } = "";

    protected override void Configure(Core.Configuration.LearnCoinOptions product)
    {
        base.Configure(product);
        product.PublicLimits.CallsPerMinute = 1_000_000;
        product.Mail.Transport = "folder";
        product.Mail.Folder = Mails.FullName;
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Answers["/chats"] = 500;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Mails.Delete();
    }

    private protected override string Answer(Hook hook)
    {
        var text = $"the answer begins {string.Join(' ', Secrets)} {Encoding.UTF8.GetString(hook.Body)}";
        Echoed += text;
        return text;
    }
}
