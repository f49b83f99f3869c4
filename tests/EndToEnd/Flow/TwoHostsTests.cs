using System.Net;
using System.Net.Http.Headers;
using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Flow;

/// <summary>Two processes on one store (reliability.md, rows quota and idempotency; batches of 50 against 1,000, a tenth).</summary>
public sealed class TwoHostsTests(AnvilFixture anvil) : IClassFixture<AnvilFixture>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task Two_hosts_give_away_a_month_exactly_and_one_batch_a_key()
    {
        using var deployment = new Deployment(anvil.Node.Url);
        deployment.Variables["Plans__industry__MonthlyCredentials"] = "1000";
        using var first = await StartAsync(deployment, deployment.Address);
        var second = $"http://127.0.0.1:{Loopback.FreePort()}";
        using var other = await StartAsync(deployment, second);
        string[] hosts = [deployment.Address, second];

        var body = BatchBody.Of(50, 1);
        var filling = await KeyOfAsync(deployment, "Filling");
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => PostAsync(hosts[i % 2], filling, body, $"key-{i}")));
        Assert.Equal(20, answers.Count(static answer => answer.Status == HttpStatusCode.Accepted));
        Assert.All(answers.Where(static answer => answer.Status != HttpStatusCode.Accepted), static answer =>
            Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (answer.Status, answer.Body.Contains("monthly_quota_exceeded", StringComparison.Ordinal))));

        var repeating = await KeyOfAsync(deployment, "Repeating");
        var same = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => PostAsync(hosts[i % 2], repeating, body, "same")));
        Assert.All(same.Where(static answer => answer.Status != HttpStatusCode.Accepted), static answer => Assert.Equal(HttpStatusCode.Conflict, answer.Status));
        Assert.Single(same.Where(static answer => answer.Status == HttpStatusCode.Accepted).Select(static answer => answer.Body).Distinct());

        await using var node = await deployment.OpenAsync();
        foreach (var (key, used, count) in new[] { (filling, 1000, 20), (repeating, 50, 1) })
        {
            var tenant = (await node.Core.ApiKeys.AuthenticateAsync(key, default)).Value.Tenant;
            Assert.Equal(used, await node.Core.Quota.UsedAsync(tenant, Core.Tenants.TenantEnvironment.Test, TimeProvider.System.GetUtcNow(), default));
            Assert.Equal(count, (await node.Core.Batches.ListAsync(tenant, Core.Tenants.TenantEnvironment.Test, null, 100, null, default)).Batches.Count);
        }
    }

    private static async Task<OwnedProcess> StartAsync(Deployment deployment, string listen)
    {
        var variables = new Dictionary<string, string>(deployment.Variables, StringComparer.Ordinal) { ["Listen"] = listen };
        var process = new OwnedProcess(OwnedProcess.Dotnet, [typeof(FaultHost).Assembly.Location, "host"], variables, deployment.Folder);
        Assert.Equal("ready", await process.AnswerAsync(Patience));
        return process;
    }

    private static async Task<string> KeyOfAsync(Deployment deployment, string name)
    {
        await using var node = await deployment.OpenAsync();
        var tenant = await node.Core.Tenants.CreateAsync(name, "industry", default);
        return (await node.Core.ApiKeys.CreateAsync(tenant.Value.Id, Core.Tenants.TenantEnvironment.Test, null, default)).Item2;
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string host, string key, byte[] body, string idempotencyKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host + "/v1/batches")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
