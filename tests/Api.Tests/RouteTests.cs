using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>Routes, methods and headers that every answer has (spec/api.md, beginning and "Errors").</summary>
public sealed class RouteTests(Service service) : IClassFixture<Service>
{
    [Theory]
    [InlineData("/nothing-here")]
    [InlineData("/v1")]
    [InlineData("/v1/unknown")]
    [InlineData("/v1/batches/a/b")]
    [InlineData("/c")]
    [InlineData("/status")]
    [InlineData("/.well-known/other.json")]
    [InlineData("/v1/batches/%2e%2e/x/y")]
    public async Task An_unknown_address_is_404_route_not_found(string path)
    {
        (await service.GetAsync(path)).IsError(404, "route_not_found");
        (await service.SendAsync(HttpMethod.Post, path)).IsError(404, "route_not_found");
    }

    [Theory]
    [InlineData("DELETE", "/v1/batches", "GET, HEAD, POST")]
    [InlineData("PUT", "/v1/batches/bat_01HXYZABCDEFGHJKMNPQRSTVWX", "GET, HEAD")]
    [InlineData("POST", "/v1/credentials/crd_01HXYZABCDEFGHJKMNPQRSTVWX", "GET, HEAD")]
    [InlineData("POST", "/v1/tenants/me", "GET, HEAD, PATCH")]
    [InlineData("PUT", "/v1/webhooks", "GET, HEAD, POST")]
    [InlineData("PUT", "/v1/webhooks/whk_01HXYZABCDEFGHJKMNPQRSTVWX", "DELETE, GET, HEAD, PATCH")]
    [InlineData("POST", "/.well-known/did.json", "GET, HEAD")]
    [InlineData("PATCH", "/status/x", "GET, HEAD")]
    [InlineData("POST", "/c/crd_01HXYZABCDEFGHJKMNPQRSTVWX", "GET, HEAD")]
    [InlineData("OPTIONS", "/healthz", "GET, HEAD")]
    public async Task A_wrong_method_is_405_with_the_methods_that_work(string method, string path, string allowed)
    {
        var answer = await service.SendAsync(new HttpMethod(method), path);
        var error = answer.IsError(405, "method_not_allowed");
        Assert.Equal(allowed, string.Join(", ", answer["Allow"]!.Split(", ").Order(StringComparer.Ordinal)));
        Assert.Contains("GET", (string)error["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/batches")]
    [InlineData("/v1/tenants/me")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/.well-known/did.json")]
    [InlineData("/issuer/profile.json")]
    [InlineData("/c/crd_01HXYZABCDEFGHJKMNPQRSTVWX")]
    [InlineData("/c/crd_01HXYZABCDEFGHJKMNPQRSTVWX.json")]
    [InlineData("/assets/page.css")]
    [InlineData("/nothing-here")]
    public async Task HEAD_gives_the_headers_of_GET_and_no_body(string path)
    {
        var key = (await service.TenantAsync()).TestKey;
        var get = await service.GetAsync(path, key);
        var head = await service.SendAsync(HttpMethod.Head, path, key);
        Assert.Equal(get.Status, head.HasRequestId().Status);
        Assert.Equal(get["Content-Type"], head["Content-Type"]);
        Assert.Equal(get["Content-Length"], head["Content-Length"]);
        Assert.Equal(get["Cache-Control"], head["Cache-Control"]);
        Assert.Empty(head.Bytes);
    }

    [Fact]
    public async Task Every_answer_has_an_id_of_its_own_and_none_is_taken_from_the_caller()
    {
        var ids = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            var answer = await service.SendAsync(HttpMethod.Get, "/healthz", prepare: static request =>
                request.Headers.Add("X-Request-Id", "req_01HXYZABCDEFGHJKMNPQRSTVWX"));
            ids.Add(answer.HasRequestId()["X-Request-Id"]!);
        }

        Assert.Equal(20, ids.Count);
        Assert.DoesNotContain("req_01HXYZABCDEFGHJKMNPQRSTVWX", ids);
    }

    [Fact]
    public async Task The_health_answer_is_fresh_and_small()
    {
        var answer = await service.GetAsync("/healthz");
        Assert.Equal("""{"status":"ok"}""", answer.HasRequestId().Text);
        Assert.Equal("no-store", answer["Cache-Control"]);
        Assert.Null(answer["Server"]);
    }

    [Fact]
    public async Task What_a_key_opens_is_not_stored_by_caches()
    {
        var key = (await service.TenantAsync()).TestKey;
        foreach (var path in new[] { "/v1/batches", "/v1/tenants/me" })
        {
            var answer = await service.GetAsync(path, key);
            Assert.Equal((200, "no-store", "nosniff"), (answer.Status, answer["Cache-Control"], answer["X-Content-Type-Options"]));
            Assert.Null(answer["Access-Control-Allow-Origin"]);
        }
    }

    [Fact]
    public async Task A_bug_is_500_internal_error_and_its_text_stays_inside()
    {
        var key = (await service.TenantAsync()).TestKey;
        service.Tables.Before = static table =>
        {
            if (table == "batchlist")
            {
                throw new InvalidOperationException("the-secret-text");
            }
        };
        try
        {
            var answer = await service.GetAsync("/v1/batches", key);
            answer.IsError(500, "internal_error");
            await HostLog.ShowsAsync(answer["X-Request-Id"]!);
            Assert.DoesNotContain("secret-text", answer.Text + HostLog.Text, StringComparison.Ordinal);
        }
        finally
        {
            service.Tables.Before = static _ => { };
        }
    }

    [Fact]
    public async Task A_caller_who_sees_a_hostile_host_name_gets_no_url_of_it()
    {
        var tenant = await service.TenantAsync();
        var accepted = await service.SendAsync(HttpMethod.Post, "/v1/batches", tenant.TestKey, request =>
        {
            request.Headers.Host = "evil.example";
            request.Headers.Add("X-Forwarded-Host", "evil.example");
            request.Content = new StringContent(Requests.Of(1).ToJsonString(), null, "application/json");
        });
        var batch = await service.WaitAsync(tenant.TestKey, (string)accepted.Json["id"]!, "anchored");
        var credential = await service.SendAsync(HttpMethod.Get, "/v1/credentials/" + batch["credentials"]![0]!["id"], tenant.TestKey, static request => request.Headers.Host = "evil.example");
        Assert.DoesNotContain("evil", batch.ToJsonString() + credential.Text, StringComparison.Ordinal);
        Assert.StartsWith(Service.Origin + "/c/crd_", (string)credential.Json["verify_url"]!, StringComparison.Ordinal);
    }
}
