using System.Text;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests;

/// <summary>What holds for every documented operation alike: faults of the key, of the scope, of the body; the rate limit; other methods.</summary>
public sealed class OpenApiAccessTests(Service service) : IClassFixture<Service>
{
    private static readonly (string Code, string Body)[] WrongBodies =
    [
        ("invalid_json", "{"), ("missing_required_field", "{}"), ("invalid_field_format", """{"no_such_member": 1}"""),
    ];

    [Fact]
    public async Task Every_operation_that_lists_security_tells_each_fault_of_a_key()
    {
        var tenant = await service.TenantAsync();
        var revoked = await service.TenantAsync();
        await service.Host.Node.Core.ApiKeys.RevokeAsync(revoked.Key.Id, default);
        var elsewhere = await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Addresses = AddressList.Parse(["192.0.2.1"]).Value });
        var developer = await service.TenantAsync("developer");
        foreach (var operation in await OperationsAsync(static operation => operation.Scopes is not null))
        {
            (await SendAsync(operation, null)).IsError(401, "api_key_missing");
            (await SendAsync(operation, tenant.TestKey + "x")).IsError(401, "api_key_invalid");
            (await SendAsync(operation, revoked.TestKey)).IsError(401, "api_key_revoked");
            (await SendAsync(operation, elsewhere)).IsError(401, "ip_not_allowed");
            (await SendAsync(operation, developer.LiveKey)).IsError(403, "tier_required");
        }
    }

    [Fact]
    public async Task Every_operation_that_lists_no_security_wants_no_key()
    {
        foreach (var operation in await OperationsAsync(static operation => operation.Scopes is null))
        {
            var answer = await SendAsync(operation, null);
            Assert.True(answer.Status is not (401 or 403), $"{operation.Name}: {answer.Status}");
        }
    }

    [Fact]
    public async Task The_scopes_of_an_operation_are_all_that_it_needs_and_it_needs_each()
    {
        var tenant = (await service.TenantAsync("unlimited")).Tenant.Id;
        foreach (var operation in await OperationsAsync(static operation => operation.Scopes is { Length: > 0 }))
        {
            var scope = KeyScopes.None;
            Assert.True(KeyScopeNames.TryParse(Assert.Single(operation.Scopes!), out scope), operation.Name);
            var lacking = await service.KeyAsync(new NewApiKey(tenant, TenantEnvironment.Test) { Scopes = KeyScopes.All & ~scope });
            var error = (await SendAsync(operation, lacking)).IsError(403, "insufficient_scope");
            Assert.Contains(operation.Scopes![0], (string)error["message"]!, StringComparison.Ordinal);
            var sufficient = await service.KeyAsync(new NewApiKey(tenant, TenantEnvironment.Test) { Scopes = scope });
            Assert.NotEqual(403, (await SendAsync(operation, sufficient)).Status);
        }

        foreach (var operation in await OperationsAsync(static operation => operation.Scopes is { Length: 0 }))
        {
            var narrow = await service.KeyAsync(new NewApiKey(tenant, TenantEnvironment.Test) { Scopes = KeyScopes.WebhooksManage });
            Assert.NotEqual(403, (await SendAsync(operation, narrow)).Status);
        }
    }

    [Fact]
    public async Task Every_operation_with_a_body_tells_what_is_wrong_with_it()
    {
        var tenant = await service.TenantAsync("unlimited");
        foreach (var operation in await OperationsAsync(static operation => operation.HasBody))
        {
            var key = operation.Scopes is null ? null : tenant.TestKey;
            (await SendAsync(operation, key, "{}", "text/plain")).IsError(415, "unsupported_media_type");
            (await SendAsync(operation, key, new string(' ', operation.Path == "/v1/batches" ? (40 * 1024 * 1024) + 1 : 260 * 1024))).IsError(413, "payload_too_large");
            foreach (var (code, body) in WrongBodies.Where(wrong => operation.Declares(wrong.Code)))
            {
                var answer = await SendAsync(operation, key, body);
                Assert.True(answer.Status == 400, $"{operation.Name} with {body}: {answer.Status}");
                var told = answer.Json["error"]!;
                Assert.Contains(code, new[] { (string)told["code"]! }.Concat((told["details"]?.AsArray() ?? []).Select(static fault => (string)fault!["code"]!)));
            }
        }
    }

    [Fact]
    public async Task Every_operation_that_lists_security_is_counted_by_the_rate_limit()
    {
        foreach (var operation in await OperationsAsync(static operation => operation.Scopes is not null))
        {
            var tenant = await service.TenantAsync("developer");
            for (var i = 0; i < 120; i++)
            {
                await service.Host.Node.Core.RateLimit.TakeAsync(tenant.Tenant.Id, 120, default);
            }

            var answer = await SendAsync(operation, tenant.TestKey);
            answer.IsError(429, "rate_limited");
            Assert.NotNull(answer["Retry-After"]);
        }
    }

    [Fact]
    public async Task Every_documented_address_refuses_the_methods_that_are_not_documented()
    {
        var all = await OperationsAsync(static _ => true);
        foreach (var address in all.GroupBy(static operation => operation.Path))
        {
            var answer = await service.SendAsync(HttpMethod.Trace, address.First().Address);
            answer.IsError(405, "method_not_allowed");
            // What is no POST to /verify is asked of the credential whose id that would be.
            var others = address.Key == "/v1/credentials/verify" ? all.Where(static operation => operation.Path == "/v1/credentials/{id}") : [];
            var documented = address.Concat(others).Select(static operation => operation.Method).SelectMany(static method => method == "GET" ? ["GET", "HEAD"] : new[] { method });
            Assert.Equal(documented.Order(StringComparer.Ordinal), answer["Allow"]!.Split(", ").Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_key_used_for_one_revocation_of_a_batch_is_refused_for_another()
    {
        var tenant = await service.TenantAsync("unlimited");
        var batch = await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        Task<Answer> Revoke(string reason) => service.SendAsync(HttpMethod.Post, $"/v1/batches/{batch}/revoke", tenant.TestKey, request =>
        {
            request.Headers.Add("Idempotency-Key", "one");
            request.Content = new StringContent($$"""{"reason": "{{reason}}", "reason_code": "other"}""", Encoding.UTF8, "application/json");
        });
        Assert.Equal(200, (await Revoke("first")).Status);
        Assert.Equal("true", (await Revoke("first"))["Idempotency-Replayed"]);
        (await Revoke("second")).IsError(409, "idempotency_key_reused");
    }

    [Fact]
    public async Task An_unknown_framework_of_an_alignment_is_told_by_its_own_code()
    {
        var tenant = await service.TenantAsync("unlimited");
        var body = Requests.Of(1, static credential => credential["achievement"]!["alignment"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject
        {
            ["targetName"] = "Machine learning", ["targetUrl"] = "https://frameworks.example/ml", ["targetFramework"] = "HOUSE",
        }));
        var error = (await service.PostAsync(tenant.TestKey, body)).IsError(400, "alignment_framework_unknown");
        Assert.Contains("/credentials/0/achievement/alignment/0/targetFramework", (string)error["message"]!, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<Documented>> OperationsAsync(Func<Documented, bool> which) =>
        [.. Documented.Of((await service.GetAsync("/openapi.json")).Json).Where(which)];

    private Task<Answer> SendAsync(Documented operation, string? key, string body = "{}", string mediaType = "application/json") =>
        service.SendAsync(new HttpMethod(operation.Method), operation.Address, key, request =>
        {
            if (operation.HasBody)
            {
                request.Content = new StringContent(body, Encoding.UTF8, mediaType);
                // A refusal by length closes the connection: a client that is sending still might never read it.
                request.Headers.ExpectContinue = body.Length > 100_000;
            }
        });
}
