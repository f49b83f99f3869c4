using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Verification;

namespace LearnCoin.Api.Tests.Tenants;

/// <summary>What tests of DIDs do again and again.</summary>
internal static class DidFixture
{
    public const string Route = "/v1/tenants/me/did";

    public static Task<Answer> SendAsync(this Service service, HttpMethod method, string path, string? key, string body, string mediaType = "application/json") =>
        service.SendAsync(method, path, key, request => request.Content = new StringContent(body, Encoding.UTF8, mediaType));

    public static Task<Answer> PutDidAsync(this Service service, string key, string? did) =>
        service.SendAsync(HttpMethod.Put, Route, key, new JsonObject { ["did"] = did }.ToJsonString());

    /// <summary>A tenant with its DID named, and the document that it is told to publish.</summary>
    public static async Task<(TestTenant Tenant, string Did, JsonNode Document)> PendingAsync(this DevelopmentService service)
    {
        var tenant = await service.TenantAsync();
        var did = service.Schools.NewDid();
        var answer = await service.PutDidAsync(tenant.TestKey, did);
        Assert.True(answer.Status == 202, answer.Text);
        return (tenant, did, answer.Json["required"]!["document"]!);
    }

    /// <summary>A tenant that issues under a DID of its own.</summary>
    public static async Task<(TestTenant Tenant, string Did)> ActiveAsync(this DevelopmentService service)
    {
        var (tenant, did, document) = await service.PendingAsync();
        service.Schools.Publish(did, document);
        var answer = await service.PutDidAsync(tenant.TestKey, did);
        Assert.True(answer.Status == 200, answer.Text);
        return (tenant, did);
    }

    public static async Task<JsonNode> MeAsync(this Service service, TestTenant tenant) => (await service.GetAsync("/v1/tenants/me", tenant.TestKey)).Json;

    /// <summary>The signed document of a new anchored credential.</summary>
    public static async Task<JsonNode> IssueAsync(this Service service, TestTenant tenant)
    {
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        return (await service.GetAsync("/v1/credentials/" + batch["credentials"]![0]!["id"], tenant.TestKey)).Json["signed_credential"]!;
    }

    public static string[] Methods(JsonNode document) => [.. document["proof"]!.AsArray().Select(static proof => (string)proof!["verificationMethod"]!)];

    public static string IssuerId(JsonNode document) => (string)document["issuer"]!["id"]!;

    /// <summary>What the service's own verifier says now.</summary>
    public static Task<VerificationReport> VerifyAsync(this Service service, JsonNode document)
    {
        // Reports are kept by id for a while: a new id is a new look.
        var batch = BatchId.Create(TimeProvider.System.GetUtcNow(), SystemEntropy.Instance);
        return service.Host.Node.Core.Reports.OfAsync(
            CredentialId.Create(batch, SystemEntropy.Instance), Encoding.UTF8.GetBytes(document.ToJsonString()), default);
    }

    public static async Task IsValidAsync(this Service service, JsonNode document)
    {
        var report = await service.VerifyAsync(document);
        Assert.True(report.Verdict == Verdict.Valid, string.Join(" | ", report.Checks.Select(static check => $"{check.Name} {check.Outcome} {check.Reason}")));
    }

    /// <summary>Lets time pass for a DID: its last look and its document become older.</summary>
    public static async Task AgeAsync(this Service service, TestTenant tenant, string did, TimeSpan age) =>
        await new CustomDidStore(service.Tables).ChangeAsync(
            tenant.Tenant.Id, did, row => row! with { CheckedAt = row.CheckedAt - age, DocumentAt = row.DocumentAt - age }, default);

    public static async Task<List<string>> AuditAsync(this Service service, TestTenant tenant)
    {
        var actions = new List<string>();
        await foreach (var record in service.Host.Node.Core.Audit.ListAsync(tenant.Tenant.Id, default))
        {
            actions.Add($"{record.Entry.Action} {record.Entry.Detail}");
        }

        return actions;
    }
}
