using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Configuration;

namespace LearnCoin.Api.Tests;

/// <summary>A service whose operators are told of failures.</summary>
public sealed class AlertingService : Service
{
    public AlertReceiver Receiver { get; } = new();

    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.Alerts.Url = Receiver.Url;
    }
}

/// <summary>Operators hear of failures, and of nothing that is a tenant's.</summary>
public sealed class AlertTests(AlertingService service) : IClassFixture<AlertingService>
{
    [Fact]
    public async Task An_internal_error_is_told_with_its_request_and_route_and_no_more()
    {
        var key = (await service.TenantAsync()).TestKey;
        var answer = await BrokenAsync("batchlist", () => service.GetAsync("/v1/batches?limit=3", key));
        answer.IsError(500, "internal_error");
        var alert = await service.Receiver.WaitAsync(alert => (string?)alert["request_id"] == answer["X-Request-Id"]);
        Assert.Equal(["type", "request_id", "time", "route", "subject", "activity", "reason", "folded", "service_version"], alert.Select(static member => member.Key));
        Assert.Equal(("internal_error", "/v1/batches", null, null), ((string?)alert["type"], (string?)alert["route"], (string?)alert["subject"], (string?)alert["activity"]));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string)alert["time"]!);
        Assert.StartsWith("0.", (string)alert["service_version"]!, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json", service.Receiver.Requests.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storm_of_errors_is_a_few_alerts_that_tell_of_all()
    {
        var key = (await service.TenantAsync("unlimited")).TestKey;
        var before = service.Receiver.Alerts.Sum(static alert => 1 + (int)alert["folded"]!);
        var count = service.Receiver.Requests.Count;
        await BrokenAsync("batchlist", () => Task.WhenAll(Enumerable.Range(0, 300).Select(_ => service.GetAsync("/v1/batches", key))));
        for (var tries = 0; tries < 600 && service.Receiver.Alerts.Sum(static alert => 1 + (int)alert["folded"]!) < before + 300; tries++)
        {
            await Task.Delay(50);
        }

        Assert.Equal(before + 300, service.Receiver.Alerts.Sum(static alert => 1 + (int)alert["folded"]!));
        Assert.InRange(service.Receiver.Requests.Count - count, 2, 60);
    }

    /// <summary>The log, the audit chain, alerts and log lines hold none of what a tenant or a caller sent.</summary>
    [Fact]
    public async Task Nothing_personal_and_no_secret_is_in_the_log_the_chain_an_alert_or_a_log_line()
    {
        string[] sent = ["Distinctivename", "distinctive@mail.example", "distinctive-path", "distinctive-query", "distinctive-agent", "distinctive-body", "distinctive-key", "Distinctiveachievement"];
        var tenant = await service.TenantAsync(name: "Distinctiveschool");
        var body = Requests.Of(1, static credential =>
        {
            credential["recipient"]!["name"] = "Distinctivename";
            credential["recipient"]!["email"] = "distinctive@mail.example";
            credential["achievement"]!["name"] = "Distinctiveachievement";
        });
        var batch = await service.AnchoredAsync(tenant.TestKey, body);
        var id = (string)batch["credentials"]![0]!["id"]!;
        var last = await SendAsync(HttpMethod.Get, "/v1/credentials/" + id, tenant.TestKey);
        await SendAsync(HttpMethod.Get, "/v1/distinctive-path/x?distinctive-query=1", tenant.LiveKey);
        await SendAsync(HttpMethod.Get, "/v1/credentials/distinctive-path?distinctive-query=1", tenant.TestKey);
        await SendAsync(HttpMethod.Get, "/v1/batches", "distinctive-key");
        await SendAsync(HttpMethod.Post, "/v1/credentials/verify", null, """{"id":"distinctive-body"}""");
        await BrokenAsync("batches", () => SendAsync(HttpMethod.Post, "/v1/batches?distinctive-query=1", tenant.TestKey, body.ToJsonString()));
        var broken = await BrokenAsync("batches", () => SendAsync(HttpMethod.Get, "/v1/credentials/" + id + "?distinctive-query=1", tenant.TestKey));
        broken.IsError(500, "internal_error");
        await service.Host.Node.Core.Audit.AppendAsync(tenant.Tenant.Id, new AuditEntry("credential.revoked", id, tenant.Key.Id.Value) { RequestId = last["X-Request-Id"] }, default);
        await service.Receiver.WaitAsync(alert => (string?)alert["request_id"] == broken["X-Request-Id"] || (int)alert["folded"]! > 0);
        while (await service.Host.Node.Core.Requests.FindAsync(broken["X-Request-Id"]!, default) is null)
        {
            await Task.Delay(50);
        }

        var places = new[] { StoreDump.Of(service.Database, "requestlog"), StoreDump.Of(service.Database, "audit") };
        Assert.All(places, static place => Assert.True(place.Cells > 0));
        Assert.True(places[0].Contains(id) && places[1].Contains(id));
        var written = HostLog.Text + string.Join('\n', service.Receiver.Alerts.Select(static alert => alert.ToJsonString()));
        Assert.Contains(broken["X-Request-Id"]!, written, StringComparison.Ordinal);
        foreach (var text in sent.Append("Distinctiveschool").Append(tenant.TestKey).Append(tenant.LiveKey).Append(AlertReceiver.Secret).Append("127.0.0.1"))
        {
            Assert.All(places, place => Assert.False(place.Contains(text), text));
            // The address of the service itself may stand in the log, that of a caller is the same here.
            Assert.True(text == "127.0.0.1" || !written.Contains(text, StringComparison.OrdinalIgnoreCase), text);
        }
    }

    private Task<Answer> SendAsync(HttpMethod method, string path, string? key, string? body = null) => service.SendAsync(method, path, key, request =>
    {
        request.Headers.UserAgent.ParseAdd("distinctive-agent/1.0");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
    });

    private async Task<T> BrokenAsync<T>(string table, Func<Task<T>> call)
    {
        service.Tables.Before = asked =>
        {
            if (asked == table)
            {
                throw new IOException("distinctive-body");
            }
        };
        try
        {
            return await call();
        }
        finally
        {
            service.Tables.Before = static _ => { };
        }
    }
}
