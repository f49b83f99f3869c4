using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Configuration;

namespace LearnCoin.Api.Tests;

/// <summary>A service that one address may ask for as many verifications as these tests make.</summary>
public sealed class VerifyingService : Service
{
    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.PublicLimits.VerificationsPerMinute = 1_000_000;
    }
}

/// <summary><c>POST /v1/credentials/verify</c>, public (spec/api.md, "Credentials" and "Public, no key").</summary>
public sealed class VerifyTests(VerifyingService service) : IClassFixture<VerifyingService>, IAsyncLifetime
{
    private const string Path = "/v1/credentials/verify";
    private const int Limit = 256 * 1024;
    private static readonly string[] CheckNames = ["schema", "signature", "issuer", "anchor", "status", "dates"];
    private TestTenant tenant = null!;
    private string credential = null!;
    private JsonNode document = null!;

    public async Task InitializeAsync()
    {
        tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        credential = (string)batch["credentials"]![0]!["id"]!;
        document = (await service.GetAsync("/v1/credentials/" + credential, tenant.TestKey)).Json["signed_credential"]!.DeepClone();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_good_document_is_valid_with_six_checks_and_its_anchor()
    {
        var answer = await SendAsync(document.ToJsonString());
        Assert.Equal((200, "*", "no-store"), (answer.HasRequestId().Status, answer["Access-Control-Allow-Origin"], answer["Cache-Control"]));
        var report = answer.Json;
        Assert.Equal(["verdict", "checks", "anchor", "credential"], report.AsObject().Select(static member => member.Key));
        Assert.Equal("valid", (string?)report["verdict"]);
        Assert.Equal(CheckNames, report["checks"]!.AsArray().Select(static check => (string)check!["name"]!));
        foreach (var check in report["checks"]!.AsArray())
        {
            Assert.Equal(["name", "outcome", "reason", "message", "note"], check!.AsObject().Select(static member => member.Key));
            Assert.Equal(("passed", (string?)null), ((string?)check["outcome"], (string?)check["reason"]));
            Assert.NotEmpty((string)check["message"]!);
        }

        var anchor = report["anchor"]!;
        Assert.Equal(84_532, (long)anchor["chain_id"]!);
        Assert.Contains((string)anchor["transaction_hash"]!, service.TestChain.Mined.Select(static mined => mined.Hash));
        Assert.EndsWith("/tx/" + anchor["transaction_hash"], (string)anchor["explorer_url"]!, StringComparison.Ordinal);
        Assert.True((long)anchor["confirmations"]! >= 1 && (long)anchor["block_number"]! > 0);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string)anchor["block_time"]!);
        Assert.Equal((string?)document["id"], (string?)report["credential"]!["id"]);
        Assert.Null(report["credential"]!["credential_id"]);
    }

    [Fact]
    public async Task A_credential_is_verified_by_its_id_too()
    {
        var report = (await SendAsync($$"""{"id":"{{credential}}"}""")).Json;
        Assert.Equal("valid", (string?)report["verdict"]);
        Assert.Equal(credential, (string?)report["credential"]!["credential_id"]);
        Assert.Equal($"{Service.Origin}/c/{credential}", (string?)report["credential"]!["verify_url"]);
        Assert.Equal((string?)document["id"], (string?)report["credential"]!["id"]);
    }

    [Fact]
    public async Task Every_changed_value_makes_the_document_invalid()
    {
        var paths = Leaves(document).Select(static leaf => leaf.GetPath()).ToList();
        foreach (var path in paths)
        {
            var changed = document.DeepClone();
            var leaf = Leaves(changed).Single(node => node.GetPath() == path);
            var value = leaf.GetValue<string>();
            leaf.ReplaceWith(value.StartsWith('z') ? value[..^1] + (value[^1] == '2' ? '3' : '2') : value + "x");
            var report = (await SendAsync(changed.ToJsonString())).Json;
            // The id of the Merkle proof itself is covered by no hash (spec/credential.md).
            Assert.True((path == "$.proof[1].id" ? "valid" : "invalid") == (string?)report["verdict"], $"{path}: {report["verdict"]}");
        }

        Assert.True(paths.Count > 30, $"{paths.Count} values");
    }

    [Fact]
    public async Task A_document_of_another_issuer_is_undetermined_and_nothing_is_fetched_for_it()
    {
        var foreign = document.DeepClone();
        foreign["issuer"]!["id"] = "did:web:127.0.0.1%3A9";
        foreign["proof"]!.AsArray().RemoveAt(1);
        foreign["credentialStatus"]!["statusListCredential"] = "http://127.0.0.1:9/status/x";
        var report = (await SendAsync(foreign.ToJsonString())).Json;
        Assert.Equal("undetermined", (string?)report["verdict"]);
        Assert.Equal(("could_not_check", "did_unavailable"), Of(report, "issuer"));
        Assert.Equal(("could_not_check", "did_unavailable"), Of(report, "signature"));
        Assert.Equal(("could_not_check", "status_list_unavailable"), Of(report, "status"));
        Assert.Null(report["anchor"]);
    }

    [Fact]
    public async Task What_the_chain_cannot_tell_is_undetermined_never_invalid()
    {
        service.TestChain.IsDown = true;
        try
        {
            var report = (await SendAsync(document.ToJsonString())).Json;
            Assert.Equal("undetermined", (string?)report["verdict"]);
            Assert.Equal(("could_not_check", "rpc_unavailable"), Of(report, "anchor"));
        }
        finally
        {
            service.TestChain.IsDown = false;
        }
    }

    [Fact]
    public async Task A_credential_that_is_not_signed_yet_is_undetermined()
    {
        var gate = new TaskCompletionSource();
        service.BeforeActivity = (name, _) => name == "SignBatch" ? gate.Task : Task.CompletedTask;
        try
        {
            var batch = await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
            var id = (string)(await service.GetAsync("/v1/batches/" + batch, tenant.TestKey)).Json["credentials"]![0]!["id"]!;
            var report = (await SendAsync($$"""{"id":"{{id}}"}""")).Json;
            Assert.Equal("undetermined", (string?)report["verdict"]);
            Assert.All(CheckNames, name => Assert.Equal(("could_not_check", "not_signed"), Of(report, name)));
            Assert.Equal(id, (string?)report["credential"]!["credential_id"]);
        }
        finally
        {
            gate.SetResult();
            service.BeforeActivity = static (_, _) => Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_signed_credential_is_undetermined_until_it_is_anchored()
    {
        service.TestChain.Holds = true;
        try
        {
            var batch = await service.WaitAsync(tenant.TestKey, await service.AcceptedAsync(tenant.TestKey, Requests.Of(1)), "signed");
            var report = (await SendAsync($$"""{"id":"{{batch["credentials"]![0]!["id"]}}"}""")).Json;
            Assert.Equal("undetermined", (string?)report["verdict"]);
            Assert.Equal(("could_not_check", "not_anchored"), Of(report, "anchor"));
            Assert.Equal(("passed", null), Of(report, "signature"));
        }
        finally
        {
            service.TestChain.Release();
        }
    }

    [Theory]
    [InlineData("", 400, "invalid_json", "")]
    [InlineData("{", 400, "invalid_json", "")]
    [InlineData("""{"id":"a","id":"b"}""", 400, "invalid_json", "")]
    [InlineData("""{"@context":1,"@context":2}""", 400, "invalid_json", "")]
    [InlineData("[]", 400, "invalid_field_format", "")]
    [InlineData("7", 400, "invalid_field_format", "")]
    [InlineData("{}", 400, "missing_required_field", "/id")]
    [InlineData("""{"id":7}""", 400, "invalid_field_format", "/id")]
    [InlineData("""{"id":"bat_01HXYZABCDEFGHJKMNPQRSTVWX"}""", 400, "invalid_field_format", "/id")]
    [InlineData("""{"id":"urn:uuid:00000000-0000-4000-8000-000000000001","proof":[]}""", 400, "invalid_field_format", "/id")]
    [InlineData("""{"id":"crd_01HXYZABCDEFGHJKMNPQRSTVWX","format":"x"}""", 400, "invalid_field_format", "/format")]
    [InlineData("""{"id":"crd_01HXYZABCDEFGHJKMNPQRSTVWX"}""", 404, "credential_not_found", null)]
    public async Task A_body_that_is_neither_is_refused(string body, int status, string code, string? pointer)
    {
        var answer = await SendAsync(body);
        var error = answer.IsError(status, code);
        Assert.Equal("*", answer["Access-Control-Allow-Origin"]);
        Assert.Equal(pointer, (string?)error["details"]?[0]!["pointer"]);
    }

    [Fact]
    public async Task Who_sends_neither_an_id_nor_a_document_is_told_of_both()
    {
        var message = (string?)(await SendAsync("{}")).IsError(400, "missing_required_field")["message"];
        Assert.Equal("/id is required: the id of a credential, crd_ and 26 characters; to verify a document send the whole document with its @context", message);
    }

    [Fact]
    public async Task A_body_over_the_limit_or_of_another_type_is_refused()
    {
        (await SendAsync($$"""{"@context":"{{new string('x', Limit)}}"}""")).IsError(413, "payload_too_large");
        var largest = $$"""{"@context":"{{new string('x', Limit - 15)}}"}""";
        Assert.Equal(Limit, largest.Length);
        Assert.Equal("invalid", (string?)(await SendAsync(largest)).Json["verdict"]);
        (await SendAsync("{}", "text/plain")).IsError(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData("""{"@context":null}""")]
    [InlineData("""{"@context":[],"id":7,"issuer":"x","name":{},"proof":[{}],"credentialStatus":7,"validFrom":[]}""")]
    [InlineData("""{"@context":{"@vocab":"x"},"@graph":[{"@id":"_:a"}],"proof":{}}""")]
    public async Task Anything_with_a_context_is_judged_and_never_a_fault_of_ours(string body) =>
        Assert.Equal((200, "invalid"), ((await SendAsync(body)).Status, (string?)(await SendAsync(body)).Json["verdict"]));

    [Fact]
    public async Task A_browser_that_asks_first_may_post_from_any_page()
    {
        var answer = await service.SendAsync(HttpMethod.Options, Path, prepare: static request =>
        {
            request.Headers.Add("Origin", "https://school.example");
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "content-type");
        });
        Assert.Equal((204, "*", "POST", "Content-Type"), (answer.HasRequestId().Status, answer["Access-Control-Allow-Origin"], answer["Access-Control-Allow-Methods"], answer["Access-Control-Allow-Headers"]));
        Assert.Empty(answer.Bytes);
        Assert.Contains("X-Request-Id", (await SendAsync("{}"))["Access-Control-Expose-Headers"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poison_ends_within_a_second()
    {
        foreach (var (kind, body) in Poisons())
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(body), 1_000, Limit);
            await SendAsync(body);
            var started = Stopwatch.GetTimestamp();
            var answer = await SendAsync(body);
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1), $"{kind} took {Stopwatch.GetElapsedTime(started)}");
            Assert.True(answer.Status == 400 ? answer.ErrorCode == "invalid_json" : (string?)answer.Json["verdict"] == "invalid", kind);
        }
    }

    [Fact]
    public async Task A_flood_is_turned_away_in_part_and_batches_are_still_taken()
    {
        var poison = Poisons().First().Body;
        // Fewer than the client has connections: the batch must not wait for one of them.
        var flood = Enumerable.Range(0, 50).Select(_ => SendAsync(poison)).ToList();
        var accepted = await service.PostAsync(tenant.TestKey, Requests.Of(1));
        // It did not have to wait until the poison was through.
        Assert.Contains(flood, static verification => !verification.IsCompleted);
        Assert.Equal(202, accepted.Status);
        var answers = await Task.WhenAll(flood);
        var refused = answers.Where(static answer => answer.Status != 200).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, static answer =>
        {
            answer.IsError(429, "rate_limited");
            Assert.Equal(("2", "*"), (answer["Retry-After"], answer["Access-Control-Allow-Origin"]));
        });
        Assert.Equal("valid", (string?)(await SendAsync(document.ToJsonString())).Json["verdict"]);
    }

    private IEnumerable<(string Kind, string Body)> Poisons()
    {
        yield return ("nodes", With(document => document["evidence"] = new JsonArray([.. Enumerable.Range(0, 80_000).Select(static _ => (JsonNode)new JsonObject())])));
        yield return ("contexts", With(document => document["@context"] = new JsonArray([.. Enumerable.Repeat(0, 6_000).Select(static _ => (JsonNode)"https://www.w3.org/ns/credentials/v2")])));
        yield return ("clique", With(document => document["issuer"]!["parentOrg"] = new JsonArray([.. Enumerable.Range(0, 100).Select(i => (JsonNode)new JsonObject
        {
            ["id"] = "_:" + i,
            ["type"] = new JsonArray("Profile"),
            ["parentOrg"] = new JsonArray([.. Enumerable.Range(0, 100).Where(j => j != i).Select(static j => (JsonNode)("_:" + j))]),
        })])));
        yield return ("nesting", """{"@context":""" + new string('[', 100_000) + new string(']', 100_000) + "}");
        yield return ("proofs", With(document => document["proof"] = new JsonArray([.. Enumerable.Range(0, 300).Select(_ => document["proof"]![0]!.DeepClone())])));
    }

    private string With(Action<JsonNode> change)
    {
        var changed = document.DeepClone();
        change(changed);
        return changed.ToJsonString();
    }

    private Task<Answer> SendAsync(string body, string type = "application/json") => service.SendAsync(HttpMethod.Post, Path, prepare: request =>
        request.Content = new StringContent(body, Encoding.UTF8, type));

    private static (string? Outcome, string? Reason) Of(JsonNode report, string name)
    {
        var check = report["checks"]!.AsArray().Single(check => (string?)check!["name"] == name)!;
        return ((string?)check["outcome"], (string?)check["reason"]);
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(static member => Leaves(member.Value!)),
        JsonArray entries => entries.SelectMany(static entry => Leaves(entry!)),
        _ => [node],
    };
}
