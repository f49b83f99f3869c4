using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LearnCoin.EndToEnd.Parts;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Limits;

/// <summary>Two <c>learncoin serve</c> on one store, and the command line beside them.</summary>
public sealed class TwoProcessTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    // No chain is needed: nothing is issued.
    private readonly Deployment deployment = new("http://127.0.0.1:9");
    private readonly List<OwnedProcess> hosts = [];
    private readonly List<HttpClient> clients = [];

    public async Task InitializeAsync()
    {
        await StartAsync(deployment.Address);
        await StartAsync($"http://127.0.0.1:{Loopback.FreePort()}");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        clients.ForEach(static client => client.Dispose());
        hosts.ForEach(static host => host.Dispose());
        deployment.Dispose();
    }

    [Fact]
    public async Task A_tenants_120_requests_a_minute_are_counted_over_both_to_the_last_one()
    {
        var key = (await KeyAsync(await TenantAsync("Example School"))).GetProperty("api_key").GetString()!;
        var began = Stopwatch.StartNew();
        var answers = (await Task.WhenAll(Enumerable.Range(0, 8).Select(client => Task.Run(async () =>
        {
            var seen = new List<(HttpStatusCode Status, string Limit, TimeSpan? RetryAfter)>();
            for (var i = 0; i < 125; i++)
            {
                using var response = await SendAsync(clients[client % 2], key);
                seen.Add((response.StatusCode, response.Headers.GetValues("RateLimit").Single(), response.Headers.RetryAfter?.Delta));
            }

            return seen;
        })))).SelectMany(static seen => seen).ToList();
        output.WriteLine($"1,000 requests in {began.Elapsed.TotalSeconds:0.0} s");
        Assert.InRange(began.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(55));

        var passed = answers.Where(static answer => answer.Status == HttpStatusCode.OK).ToList();
        Assert.Equal(120, passed.Count);
        // Each remainder was told once: no token was given twice, in no process.
        Assert.Equal(Enumerable.Range(0, 120), passed.Select(static answer => int.Parse(answer.Limit["\"tenant\";r=".Length..answer.Limit.IndexOf(";t=", StringComparison.Ordinal)])).Order());
        Assert.All(answers.Except(passed), static answer =>
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
            Assert.InRange(answer.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        });

        // What the last refused one was told is so, in both.
        await Task.Delay(answers.Select(static answer => answer.RetryAfter ?? TimeSpan.Zero).Max() + TimeSpan.FromSeconds(1));
        foreach (var client in clients)
        {
            using var response = await SendAsync(client, key);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_key_is_made_listed_and_revoked_by_the_command_line_and_refused_by_both_within_5_s()
    {
        var tenant = await TenantAsync("Example College");
        var made = await KeyAsync(tenant, "--name", "Course system", "--ip", "127.0.0.0/8", "--ip", "::1", "--scope", "batches:read", "--expires", "30");
        var (id, key) = (made.GetProperty("id").GetString()!, made.GetProperty("api_key").GetString()!);
        foreach (var client in clients)
        {
            using var response = await SendAsync(client, key);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await Wait.UntilAsync("the last use is listed", TimeSpan.FromSeconds(10), async () =>
            Assert.Single((await ListAsync(tenant)).EnumerateArray()).GetProperty("last_used_at").ValueKind == JsonValueKind.String);
        var listed = Assert.Single((await ListAsync(tenant)).EnumerateArray());
        Assert.Equal(id, listed.GetProperty("id").GetString());
        Assert.Equal("Course system", listed.GetProperty("name").GetString());
        Assert.Equal("""["batches:read"]""", Flat(listed, "scopes"));
        Assert.Equal("""["127.0.0.0/8","::1"]""", Flat(listed, "ip"));
        Assert.Equal(30, (listed.GetProperty("expires_at").GetDateTimeOffset() - listed.GetProperty("created_at").GetDateTimeOffset()).TotalDays, 0.01);
        Assert.DoesNotContain(key[9..], listed.GetRawText(), StringComparison.Ordinal);

        Assert.Equal(0, (await Cli.RunAsync(deployment, "keys", "revoke", id)).Code);
        var revoked = Stopwatch.StartNew();
        foreach (var client in clients)
        {
            using var response = await SendAsync(client, key);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Contains("api_key_revoked", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.InRange(revoked.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await using var node = await deployment.OpenAsync();
        var entries = new List<string>();
        await foreach (var record in node.Core.Audit.ListAsync(new(tenant), default))
        {
            entries.Add($"{record.Entry.Action} {record.Entry.Subject} {record.Entry.Actor}");
        }

        Assert.Equal([$"api_key.created {id} operator", $"api_key.revoked {id} operator"], entries.Where(static entry => entry.StartsWith("api_key", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--ip", "10.0.0.1/8", "--ip/0: expected the first address of the block")]
    [InlineData("--ip", "somewhere", "--ip/0: expected an IPv4 or IPv6 address")]
    [InlineData("--expires", "0", "--expires: expected a time")]
    [InlineData("--expires", "tomorrow", "--expires: expected a time")]
    [InlineData("--expires", "2020-01-01T00:00:00Z", "--expires: expected a time to come")]
    [InlineData("--scope", "everything", "batches:write")]
    [InlineData("--environment", "live", "--environment: ")]
    [InlineData("--name", "", "--name: expected 1 to 128")]
    public async Task A_key_with_a_bad_option_is_refused_by_the_options_name(string option, string value, string expected)
    {
        var tenant = await TenantAsync("Example Academy");
        var (code, text) = await Cli.RunAsync(deployment, "keys", "create", "--tenant", tenant, option, value);
        Assert.NotEqual(0, code);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Equal(0, (await ListAsync(tenant)).GetArrayLength());
    }

    private static string Flat(JsonElement row, string name) => JsonSerializer.Serialize(row.GetProperty(name));

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/batches");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await client.SendAsync(request);
    }

    private async Task<string> TenantAsync(string name) =>
        (await Cli.JsonAsync(deployment, "tenants", "create", "--name", name, "--plan", "starter")).GetProperty("id").GetString()!;

    private Task<JsonElement> KeyAsync(string tenant, params string[] options) =>
        Cli.JsonAsync(deployment, ["keys", "create", "--tenant", tenant, "--environment", "test", .. options]);

    private async Task<JsonElement> ListAsync(string tenant) => (await Cli.JsonAsync(deployment, "keys", "list", "--tenant", tenant)).GetProperty("keys");

    private async Task StartAsync(string address)
    {
        var variables = new Dictionary<string, string>(deployment.Variables, StringComparer.Ordinal) { ["Listen"] = address };
        hosts.Add(new OwnedProcess(OwnedProcess.Dotnet, [Cli.Program, "serve"], variables, deployment.Folder));
        var client = new HttpClient { BaseAddress = new Uri(address) };
        clients.Add(client);
        await Wait.UntilAsync("the host answers", TimeSpan.FromSeconds(30), async () =>
        {
            try
            {
                using var response = await client.GetAsync("/healthz");
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }
}
