using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Workflows;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.Api.Tests.Host;

/// <summary>A tenant with a key for each environment.</summary>
public sealed record TestTenant(Tenant Tenant, ApiKey Key, string TestKey, string LiveKey);

/// <summary>The real embedded host on a free port with a store of its own; only the chains are scripted. One per test class.</summary>
public class Service : IAsyncLifetime
{
    /// <summary>Not where it listens: no URL may come from a request.</summary>
    public const string Origin = "https://creds.example";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-api-");
    // Without cookies of its own: tests are many browsers.
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 64 });
    private StandaloneHost? host;
    private int tenants;

    public ScriptedChain TestChain { get; } = new(84_532);

    public ScriptedChain LiveChain { get; } = new(8_453);

    public ShiftedTime Clock { get; } = new();

    public BreakableKeys Keys { get; } = new();

    public WatchedTables Tables { get; private set; } = null!;

    public StandaloneHost Host => host!;

    public Uri Address { get; private set; } = null!;

    /// <summary>Runs before each activity, told its name.</summary>
    public Func<string, CancellationToken, Task> BeforeActivity { get; set; } = static (_, _) => Task.CompletedTask;

    public string Database => Path.Combine(folder.FullName, "learncoin.db");

    protected virtual bool HasLiveChain => true;

    /// <summary>Settings of a class of tests; by default the whole class may fail to log in from one address.</summary>
    protected virtual void Configure(LearnCoinOptions product) => product.PublicLimits.FailedLoginsPerMinute = 1_000_000;

    public virtual Task InitializeAsync() => StartAsync();

    public virtual async Task DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Stops the host and starts another on the same folder.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task<TestTenant> TenantAsync(string plan = "industry", string? name = null)
    {
        var core = Host.Node.Core;
        var made = await core.Tenants.CreateAsync(name ?? "School number " + Letters(Interlocked.Increment(ref tenants)), plan, default);
        var (key, test) = await core.ApiKeys.CreateAsync(made.Value.Id, TenantEnvironment.Test, null, default);
        var (_, live) = await core.ApiKeys.CreateAsync(made.Value.Id, TenantEnvironment.Live, null, default);
        return new TestTenant(made.Value, key, test, live);
    }

    /// <returns>The text of a key made as an operator makes it.</returns>
    public async Task<string> KeyAsync(NewApiKey wanted) => (await Host.Node.Core.ApiKeyChanges.CreateAsync(wanted, "operator", default)).Value.Text;

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? key = null, Action<HttpRequestMessage>? prepare = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path));
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        prepare?.Invoke(request);
        var recorded = await ExchangeLog.BodyAsync(request);
        using var response = await http.SendAsync(request);
        await ExchangeLog.WriteAsync(request, recorded, response);
        return await Answer.ReadAsync(response);
    }

    public Task<Answer> GetAsync(string path, string? key = null) => SendAsync(HttpMethod.Get, path, key);

    public Task<Answer> PostAsync(string key, JsonNode body, string? idempotencyKey = null) =>
        PostAsync(key, Encoding.UTF8.GetBytes(body.ToJsonString()), idempotencyKey);

    public Task<Answer> PostAsync(string key, byte[] body, string? idempotencyKey = null, string? contentType = "application/json") =>
        SendAsync(HttpMethod.Post, "/v1/batches", key, request =>
        {
            request.Content = new ByteArrayContent(body);
            if (contentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }

            if (idempotencyKey is not null)
            {
                request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
            }
        });

    public async Task<string> AcceptedAsync(string key, JsonNode body)
    {
        var answer = await PostAsync(key, body);
        Assert.True(answer.Status == 202, answer.Text);
        return (string)answer.Json["id"]!;
    }

    public async Task<JsonNode> WaitAsync(string key, string batch, string status)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            var json = (await GetAsync("/v1/batches/" + batch, key)).Json;
            if ((string?)json["status"] == status)
            {
                return json;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The batch did not become {status}");
    }

    public async Task<JsonNode> AnchoredAsync(string key, JsonNode body) => await WaitAsync(key, await AcceptedAsync(key, body), "anchored");

    public async Task<int> BatchCountAsync(string key) => (await GetAsync("/v1/batches?limit=100", key)).Json["data"]!.AsArray().Count;

    public async Task<int> IssuedAsync(string key) => (int)(await GetAsync("/v1/tenants/me", key)).Json["credentials_issued_this_month"]!;

    /// <summary>A number in letters none of which looks like another: names that do are refused.</summary>
    private static string Letters(int number) => string.Concat(number.ToString("D4").Select(static digit => "abcdefghkp"[digit - '0']));

    private async Task StartAsync()
    {
        var product = new LearnCoinOptions { PublicOrigin = Origin };
        product.Anchoring.WindowSeconds = 0.05;
        product.Anchoring.PollSeconds = 0.05;
        product.Anchoring.Confirmations = 1;
        // Never called: the decorator below puts the scripted chains in place of the clients.
        product.Anchoring.Test.RpcUrl = "http://127.0.0.1:9";
        product.Anchoring.Live.RpcUrl = HasLiveChain ? "http://127.0.0.1:9" : null;
        product.Plans["small"] = new PlanOptions { MonthlyCredentials = 30, LiveKeys = true };
        product.Plans["unlimited"] = new PlanOptions { MonthlyCredentials = 1_000_000, RequestsPerMinute = 1_000_000, LiveKeys = true, CustomDid = true };
        Configure(product);
        var settings = new Settings(product, new StandaloneOptions { DataDirectory = folder.FullName, Listen = "http://127.0.0.1:0" });
        var chains = new Queue<IChain>([TestChain, LiveChain]);
        var decorators = new PortDecorators
        {
            Tables = tables => Tables = new WatchedTables(tables),
            Chain = _ => chains.Dequeue(),
            Keys = Keys.Around,
            Time = Clock,
            Activity = (name, body) => async (input, cancellationToken) =>
            {
                await BeforeActivity(name, cancellationToken);
                return await body(input, cancellationToken);
            },
        };
        host = await StandaloneHost.BuildAsync(settings, decorators, default);
        await host.App.StartAsync();
        Address = new Uri(host.App.Urls.Single());
    }

    private async Task StopAsync()
    {
        await Host.App.StopAsync();
        await Host.DisposeAsync();
    }
}

/// <summary>A service without a live chain.</summary>
public sealed class TestOnlyService : Service
{
    protected override bool HasLiveChain => false;
}
