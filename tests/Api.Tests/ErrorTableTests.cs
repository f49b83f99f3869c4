using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests;

/// <summary>
/// One row per code of the owner's error page (seeds/error-codes.txt): a real request, its
/// status, its code, what the message names, and the request id in header and body.
/// </summary>
public sealed class ErrorTableTests(ErrorTableService service) : IClassFixture<ErrorTableService>
{
    private const string Unknown = "01HXYZABCDEFGHJKMNPQRSTVWX";
    private const string Reason = """{"reason":"A test.","reason_code":"other"}""";
    private const string Erasure = """{"requester":"recipient","verified_at":"2026-01-01T00:00:00Z"}""";

    private static readonly Dictionary<string, Row> Rows = new(StringComparer.Ordinal)
    {
        ["api_key_missing"] = new(401, "Authorization", static (s, _) => s.GetAsync("/v1/batches")),
        ["api_key_invalid"] = new(401, "API key", static (s, t) => s.GetAsync("/v1/batches", t.TestKey[..^1] + (t.TestKey[^1] == '2' ? '3' : '2'))),
        ["api_key_revoked"] = new(401, "revoked", RevokedKeyAsync),
        ["ip_not_allowed"] = new(401, "address", ForeignAddressAsync),
        ["environment_mismatch"] = new(403, "environment", OtherEnvironmentAsync),
        ["tier_required"] = new(403, "plan", static async (s, _) => await s.GetAsync("/v1/batches", (await s.TenantAsync("developer")).LiveKey)),
        ["credential_not_owned"] = new(403, "another tenant", ForeignCredentialAsync),
        ["invalid_json"] = new(400, "line 1", static (s, t) => s.PostAsync(t.TestKey, Encoding.UTF8.GetBytes("""{"credentials":[}"""))),
        ["missing_required_field"] = new(400, "/credentials/0/achievement/name", BatchWithout("achievement", "name")),
        ["invalid_field_format"] = new(400, "/credentials/0/issuanceDate", BatchWith(static c => c["issuanceDate"] = "yesterday")),
        ["recipient_id_invalid"] = new(400, "/credentials/0/recipient/id", BatchWith(static c => c["recipient"]!["id"] = "ada@example.org")),
        ["achievement_too_large"] = new(400, "/credentials/0/achievement", BatchWith(static c => c["achievement"]!["description"] = new string('x', 65 * 1024))),
        ["batch_too_large"] = new(400, "/credentials", static (s, t) => s.PostAsync(t.TestKey, Requests.Of(501))),
        ["alignment_framework_unknown"] = new(400, "/credentials/0/achievement/alignment/0/targetFramework", BatchWith(static c =>
            c["achievement"]!["alignment"] = new JsonArray(new JsonObject { ["targetFramework"] = "SFIA", ["targetName"] = "ML", ["targetUrl"] = "https://a.example/1" }))),
        ["batch_not_found"] = new(404, "batch", static (s, t) => s.GetAsync("/v1/batches/bat_" + Unknown, t.TestKey)),
        ["credential_not_found"] = new(404, "credential", static (s, t) => s.GetAsync("/v1/credentials/crd_" + Unknown, t.TestKey)),
        ["webhook_not_found"] = new(404, "webhook", static (s, t) => s.GetAsync("/v1/webhooks/whk_" + Unknown, t.TestKey)),
        ["tenant_not_found"] = new(404, "tenant", static (s, t) => s.GetAsync("/v1/tenants/tnt_" + Unknown, t.TestKey)),
        ["idempotency_key_reused"] = new(409, "Idempotency-Key", ReusedKeyAsync),
        ["credential_already_revoked"] = new(409, "revoked", static (s, t) => TwiceAsync(s, t, "revoke", Reason)),
        ["credential_already_erased"] = new(409, "erased", static (s, t) => TwiceAsync(s, t, "erase", Erasure)),
        ["rate_limited"] = new(429, "retry", TooOftenAsync) { RetryAfter = true },
        ["monthly_quota_exceeded"] = new(422, "30 are left", static async (s, _) => await s.PostAsync((await s.TenantAsync("small")).TestKey, Requests.Of(31))),
        ["signing_key_unavailable"] = new(422, "signing key", WithoutSigningKeyAsync) { RetryAfter = true },
        ["anchoring_chain_unavailable"] = new(422, "chain", static (s, t) => s.PostAsync(t.LiveKey, Requests.Of(1))) { RetryAfter = true },
        ["internal_error"] = new(500, "request_id", BrokenStoreAsync),
    };

    public static TheoryData<string> Codes => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_code_of_the_owners_page_is_met_by_a_real_request(string code)
    {
        var row = Rows[code];
        var answer = await row.Ask(service, await service.TenantAsync());
        var error = answer.IsError(row.Status, code);
        Assert.Contains(row.Names, (string)error["message"]!, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(row.RetryAfter, answer["Retry-After"] is not null);
    }

    [Fact]
    public void The_table_has_every_code_of_the_page()
    {
        Assert.Equal(26, Rows.Count);
        Assert.All(Rows, static row => Assert.Equal(row.Value.Status, ErrorCode.All.Single(code => code.Name == row.Key).Status));
    }

    private static Func<Service, TestTenant, Task<Answer>> BatchWith(Action<JsonObject> spoil) =>
        (s, t) => s.PostAsync(t.TestKey, Requests.Of(1, spoil));

    private static Func<Service, TestTenant, Task<Answer>> BatchWithout(string owner, string member) =>
        BatchWith(credential => credential[owner]!.AsObject().Remove(member));

    private static Task<Answer> SendAsync(Service s, string key, string path, string body, string? idempotencyKey = null) =>
        s.SendAsync(HttpMethod.Post, path, key, request =>
        {
            request.Content = new StringContent(body, null, "application/json");
            if (idempotencyKey is not null)
            {
                request.Headers.Add("Idempotency-Key", idempotencyKey);
            }
        });

    private static async Task<string> CredentialAsync(Service s, TestTenant tenant)
    {
        var batch = await s.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        return (string)(await s.GetAsync("/v1/batches/" + batch, tenant.TestKey)).Json["credentials"]![0]!["id"]!;
    }

    private static async Task<Answer> RevokedKeyAsync(Service s, TestTenant tenant)
    {
        await s.Host.Node.Core.ApiKeys.RevokeAsync(tenant.Key.Id, default);
        return await s.GetAsync("/v1/batches", tenant.TestKey);
    }

    private static async Task<Answer> ForeignAddressAsync(Service s, TestTenant tenant) =>
        await s.GetAsync("/v1/batches", await s.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Addresses = AddressList.Parse(["203.0.113.0/24"]).Value }));

    private static async Task<Answer> OtherEnvironmentAsync(Service s, TestTenant tenant) =>
        await s.GetAsync("/v1/credentials/" + await CredentialAsync(s, tenant), tenant.LiveKey);

    private static async Task<Answer> ForeignCredentialAsync(Service s, TestTenant tenant) =>
        await SendAsync(s, (await s.TenantAsync()).TestKey, $"/v1/credentials/{await CredentialAsync(s, tenant)}/revoke", Reason);

    private static async Task<Answer> ReusedKeyAsync(Service s, TestTenant tenant)
    {
        Assert.Equal(202, (await s.PostAsync(tenant.TestKey, Requests.Of(1), "order-1")).Status);
        return await s.PostAsync(tenant.TestKey, Requests.Of(2), "order-1");
    }

    private static async Task<Answer> TwiceAsync(Service s, TestTenant tenant, string verb, string body)
    {
        var path = $"/v1/credentials/{await CredentialAsync(s, tenant)}/{verb}";
        Assert.Equal(200, (await SendAsync(s, tenant.TestKey, path, body)).Status);
        return await SendAsync(s, tenant.TestKey, path, body);
    }

    private static async Task<Answer> TooOftenAsync(Service s, TestTenant tenant)
    {
        var key = (await s.TenantAsync("twice")).TestKey;
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(200, (await s.GetAsync("/v1/tenants/me", key)).Status);
        }

        return await s.GetAsync("/v1/tenants/me", key);
    }

    private static async Task<Answer> WithoutSigningKeyAsync(Service s, TestTenant tenant)
    {
        s.Keys.Problem = KeyProblem.Missing;
        try
        {
            return await s.PostAsync(tenant.TestKey, Requests.Of(1));
        }
        finally
        {
            s.Keys.Problem = null;
        }
    }

    private static async Task<Answer> BrokenStoreAsync(Service s, TestTenant tenant)
    {
        s.Tables.Before = static table => _ = table == "batchlist" ? throw new InvalidOperationException() : table;
        try
        {
            return await s.GetAsync("/v1/batches", tenant.TestKey);
        }
        finally
        {
            s.Tables.Before = static _ => { };
        }
    }

    private sealed record Row(int Status, string Names, Func<Service, TestTenant, Task<Answer>> Ask)
    {
        public bool RetryAfter { get; init; }
    }
}

/// <summary>No live chain, and a plan of two requests a minute.</summary>
public sealed class ErrorTableService : Service
{
    protected override bool HasLiveChain => false;

    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.Plans["twice"] = new PlanOptions { MonthlyCredentials = 10, RequestsPerMinute = 2, LiveKeys = true };
    }
}
