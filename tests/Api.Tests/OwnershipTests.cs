using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Tests;

/// <summary>
/// For every route with an id: own, another tenant's, the other environment's, a random one, an erased one (spec/api.md, "Errors";
/// design/reliability.md, row tenancy). Foreign and unknown are told apart by nothing, in the body and in the number of reads.
/// </summary>
public sealed class OwnershipTests(Service service) : IClassFixture<Service>
{
    private const string Unknown = "01HXYZABCDEFGHJKMNPQRSTVWX";
    private const string Reason = """{"reason":"A test.","reason_code":"other"}""";
    private const string Erasure = """{"requester":"recipient","verified_at":"2026-01-01T00:00:00Z"}""";

    private const string Webhooks = "/v1/webhooks/";

    private static readonly string Range = $$"""{"since":"{{DateTimeOffset.UtcNow.AddDays(-1):O}}","until":"{{DateTimeOffset.UtcNow:O}}"}""";

    /// <summary>A route with an id; what another tenant is told, what of an erased credential (of an endpoint: what a second call), and whether it changes something.</summary>
    private sealed record Route(string Method, string Prefix, string Suffix, string? Body, int Own, string NotFound, string? Foreign, int Erased)
    {
        public string Pattern => $"{Prefix}{{id}}{Suffix}";

        public bool IsCredential => Prefix.StartsWith("/v1/credentials", StringComparison.Ordinal);

        public bool IsWebhook => Prefix == Webhooks;

        /// <summary>Where the thing lies that the id names.</summary>
        public string Table => IsWebhook ? "webhooks" : "batches";
    }

    private static readonly Route[] Routes =
    [
        new("GET", "/v1/batches/", "", null, 200, "batch_not_found", null, 200),
        new("POST", "/v1/batches/", "/revoke", Reason, 200, "batch_not_found", null, 200),
        new("GET", "/v1/credentials/", "", null, 200, "credential_not_found", null, 200),
        new("POST", "/v1/credentials/", "/revoke", Reason, 200, "credential_not_found", "credential_not_owned", 200),
        new("POST", "/v1/credentials/", "/erase", Erasure, 200, "credential_not_found", "credential_not_owned", 409),
        // Sent without an e-mail address.
        new("POST", "/v1/credentials/", "/resend-claim", null, 400, "credential_not_found", "credential_not_owned", 409),
        new("GET", "/v1/tenants/", "", null, 200, "tenant_not_found", null, 200),
        new("GET", Webhooks, "", null, 200, "webhook_not_found", null, 200),
        new("PATCH", Webhooks, "", """{"description":"Changed."}""", 200, "webhook_not_found", null, 200),
        new("POST", Webhooks, "/rotate-secret", null, 200, "webhook_not_found", null, 200),
        new("POST", Webhooks, "/test", null, 200, "webhook_not_found", null, 200),
        new("POST", Webhooks, "/replay", Range, 202, "webhook_not_found", null, 202),
        new("GET", Webhooks, "/deliveries", null, 200, "webhook_not_found", null, 200),
        new("GET", Webhooks, "/deliveries/{delivery}", null, 200, "webhook_not_found", null, 200),
        new("POST", Webhooks, "/deliveries/{delivery}/retry", null, 202, "webhook_not_found", null, 202),
        new("DELETE", Webhooks, "", null, 204, "webhook_not_found", null, 404),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Routes.Length)];

    [Fact]
    public void Every_keyed_route_with_an_id_is_in_the_table()
    {
        var mapped = service.Host.App.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal) && endpoint.RoutePattern.Parameters.Count > 0)
            .SelectMany(static endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Where(static method => method is not "HEAD").Select(method => $"{method} {endpoint.RoutePattern.RawText}"));
        Assert.Equal(Routes.Select(static route => $"{route.Method} {route.Pattern}").Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Own_foreign_other_environment_unknown_and_erased_answer_as_the_contract_says(int number)
    {
        var route = Routes[number];
        var (owner, other) = (await service.TenantAsync(), await service.TenantAsync());
        // Anchored, so that no activity reads while reads are counted.
        var batch = await service.AnchoredAsync(owner.TestKey, Requests.Of(2));
        var (webhook, delivery) = route.IsWebhook ? await WebhookAsync(owner) : ("", "");
        route = route with { Suffix = route.Suffix.Replace("{delivery}", delivery, StringComparison.Ordinal) };
        var own = route.IsWebhook ? webhook : IdFor(route, owner, batch, 0);
        var unknown = own[..4] + Unknown;

        var (absent, absentReads) = await CountedAsync(route, unknown, other.TestKey);
        absent.IsError(404, route.NotFound);
        var (foreign, foreignReads) = await CountedAsync(route, own, other.TestKey);
        if (route.Foreign is null)
        {
            foreign.IsError(404, route.NotFound);
            Assert.Equal(absent.WithoutRequestId(), foreign.WithoutRequestId());
            Assert.Equal(absentReads, foreignReads);
        }
        else
        {
            // A mutation says so: the credential's id is public on its page.
            foreign.IsError(403, route.Foreign);
        }

        var otherEnvironment = await SendAsync(route, own, owner.LiveKey);
        if (route.Prefix == "/v1/tenants/")
        {
            // One tenant has both environments.
            Assert.Equal(200, otherEnvironment.Status);
        }
        else
        {
            otherEnvironment.IsError(403, "environment_mismatch");
        }

        Assert.Equal(route.Own, (await SendAsync(route, own, owner.TestKey)).Status);
        if (route.IsWebhook)
        {
            Assert.Equal(route.Erased, (await SendAsync(route, own, owner.TestKey)).Status);
        }
        else
        {
            await ErasedAsync(route, owner, other, batch);
        }
    }

    [Fact]
    public async Task A_delivery_of_another_endpoint_is_not_found_under_ones_own()
    {
        var (owner, other) = (await service.TenantAsync(), await service.TenantAsync());
        var (mine, _) = await WebhookAsync(owner);
        var (_, foreign) = await WebhookAsync(other);
        foreach (var delivery in new[] { foreign, "dlv_" + Unknown, "nonsense" })
        {
            (await service.GetAsync($"{Webhooks}{mine}/deliveries/{delivery}", owner.TestKey)).IsError(404, "delivery_not_found");
            (await service.SendAsync(HttpMethod.Post, $"{Webhooks}{mine}/deliveries/{delivery}/retry", owner.TestKey)).IsError(404, "delivery_not_found");
        }
    }

    /// <summary>An endpoint that nobody answers at, and the delivery of a test to it.</summary>
    private async Task<(string Webhook, string Delivery)> WebhookAsync(TestTenant owner)
    {
        var made = await service.SendAsync(HttpMethod.Post, "/v1/webhooks", owner.TestKey, static request =>
            request.Content = new StringContent("""{"url":"https://hooks.invalid/","events":["batch.created"]}""", null, "application/json"));
        Assert.Equal(201, made.Status);
        var webhook = (string)made.Json["id"]!;
        var tested = await service.SendAsync(HttpMethod.Post, $"{Webhooks}{webhook}/test", owner.TestKey);
        return (webhook, (string)tested.Json["delivery_id"]!);
    }

    private async Task ErasedAsync(Route route, TestTenant owner, TestTenant other, JsonNode batch)
    {
        var credential = (string)batch["credentials"]![1]!["id"]!;
        Assert.Equal(200, (await SendAsync(Routes[4], credential, owner.TestKey)).Status);
        var id = IdFor(route, owner, batch, 1);
        var erased = await SendAsync(route, id, owner.TestKey);
        Assert.True(route.Erased == erased.Status, erased.Text);
        Assert.DoesNotContain("Ada Lovelace", erased.Text, StringComparison.Ordinal);
        // To another tenant erased is as foreign as it was before.
        var foreign = await SendAsync(route, id, other.TestKey);
        foreign.IsError(route.Foreign is null ? 404 : 403, route.Foreign ?? route.NotFound);
    }

    private static string IdFor(Route route, TestTenant owner, JsonNode batch, int number) =>
        route.IsCredential ? (string)batch["credentials"]![number]!["id"]!
        : route.Prefix == "/v1/batches/" ? (string)batch["id"]!
        : owner.Tenant.Id.Value;

    private Task<Answer> SendAsync(Route route, string id, string key) =>
        service.SendAsync(new HttpMethod(route.Method), $"{route.Prefix}{id}{route.Suffix}", key, request =>
        {
            if (route.Body is not null)
            {
                request.Content = new StringContent(route.Body, null, "application/json");
            }
        });

    private async Task<(Answer Answer, int Reads)> CountedAsync(Route route, string id, string key)
    {
        var before = service.Tables.RequestReads(route.Table);
        var answer = await SendAsync(route, id, key);
        return (answer, service.Tables.RequestReads(route.Table) - before);
    }
}
