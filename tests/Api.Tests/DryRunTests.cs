using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary><c>POST /v1/batches?dry_run=true</c> (spec/api.md "Batches").</summary>
public sealed class DryRunTests(Service service) : IClassFixture<Service>
{
    // 21,000 and 40 a byte that is not zero (EIP-7623), at the scripted chain's base fee of 7 and tip of 3 wei.
    private const long Gas = 21_000 + (32 * 40);
    private const long Fee = Gas * 10;

    [Fact]
    public async Task It_tells_cost_and_quota_after_and_does_nothing()
    {
        var tenant = await service.TenantAsync("small");
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(4));
        var rows = RowsOf(tenant);
        var answer = await DryAsync(tenant.TestKey, Requests.Of(7), "dry_run=true", "k");
        Assert.Equal((200, null), (answer.Status, answer["Idempotency-Replayed"]));
        Assert.Equal(
            $$$"""{"dry_run":true,"valid":true,"credentials_count":7,"environment":"test","estimate":{"chain":"base-sepolia","gas":{{{Gas}}},"fee_wei":"{{{Fee}}}","fee_wei_per_credential":"{{{(Fee + 6) / 7}}}","reason":null},"quota":{"limit":30,"used":4,"remaining_after":19}}""",
            answer.Text);
        Assert.Equal((1, 4), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
        Assert.Equal(rows, RowsOf(tenant));
        // The key was not taken: it is free for another body.
        var real = await service.PostAsync(tenant.TestKey, Requests.Of(1), "k");
        Assert.Equal((202, null), (real.Status, real["Idempotency-Replayed"]));
    }

    [Fact]
    public async Task Dry_run_false_is_the_real_thing()
    {
        var tenant = await service.TenantAsync();
        Assert.Equal(202, (await DryAsync(tenant.TestKey, Requests.Of(1), "dry_run=false")).Status);
        Assert.Equal(1, await service.BatchCountAsync(tenant.TestKey));
    }

    [Theory]
    [InlineData("dry_run")]
    [InlineData("dry_run=")]
    [InlineData("dry_run=1")]
    [InlineData("dry_run=TRUE")]
    [InlineData("dry_run=true&dry_run=true")]
    [InlineData("dry_run=false&dry_run=true")]
    [InlineData("DRY_RUN=yes")]
    public async Task Another_value_is_refused_and_issues_nothing(string query)
    {
        var tenant = await service.TenantAsync();
        (await DryAsync(tenant.TestKey, Requests.Of(1), query)).IsError(400, "invalid_field_format");
        Assert.Equal(0, await service.BatchCountAsync(tenant.TestKey));
    }

    [Theory]
    [InlineData("dryrun=true", "dryrun")]
    [InlineData("dry_run=true&colour=blue", "colour")]
    [InlineData("limit=5", "limit")]
    public async Task A_parameter_that_nobody_knows_is_refused_by_name_and_issues_nothing(string query, string name)
    {
        var tenant = await service.TenantAsync();
        var error = (await DryAsync(tenant.TestKey, Requests.Of(1), query)).IsError(400, "invalid_field_format");
        Assert.Equal($"{name}: expected no such parameter; known are dry_run", (string?)error["message"]);
        Assert.Equal(0, await service.BatchCountAsync(tenant.TestKey));
    }

    public static TheoryData<string, int> Faulty => new()
    {
        { "", 400 },
        { "{}", 400 },
        { Requests.Of(3, static credential => credential["issuanceDate"] = 1).ToJsonString(), 400 },
        { Requests.Of(2, static credential => credential["external_id"] = "x").ToJsonString(), 409 },
        { Requests.Of(31).ToJsonString(), 422 },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task A_fault_is_answered_as_the_real_request_would_be(string body, int status)
    {
        var tenant = await service.TenantAsync("small");
        var dry = await service.SendAsync(HttpMethod.Post, "/v1/batches?dry_run=true", tenant.TestKey, request => request.Content = Content(body));
        var real = await service.PostAsync(tenant.TestKey, Encoding.UTF8.GetBytes(body));
        Assert.Equal((status, real.WithoutRequestId()), (dry.Status, dry.WithoutRequestId()));
    }

    [Fact]
    public async Task A_key_that_could_not_be_taken_is_refused_all_the_same()
    {
        var tenant = await service.TenantAsync();
        (await DryAsync(tenant.TestKey, Requests.Of(1), "dry_run=true", new string('k', 256))).IsError(400, "invalid_field_format");
    }

    [Fact]
    public async Task Without_a_node_the_fee_is_null_and_the_reason_is_told()
    {
        var tenant = await service.TenantAsync();
        service.LiveChain.IsDown = true;
        Answer answer;
        try
        {
            answer = await DryAsync(tenant.LiveKey, Requests.Of(1), "dry_run=true");
        }
        finally
        {
            service.LiveChain.IsDown = false;
        }

        var estimate = answer.Json["estimate"]!;
        Assert.Equal(200, answer.Status);
        Assert.Equal(("base-mainnet", Gas), ((string)estimate["chain"]!, (long)estimate["gas"]!));
        Assert.True(estimate["fee_wei"] is null && estimate["fee_wei_per_credential"] is null);
        Assert.NotEmpty((string)estimate["reason"]!);
    }

    private int RowsOf(TestTenant tenant) => new[] { "batches", "batchlist", "openbatches", "idempotency", "quotas" }
        .Sum(table => StoreDump.Of(service.Database, table).Count(tenant.Tenant.Id.Value));

    private Task<Answer> DryAsync(string key, JsonNode body, string query, string? idempotencyKey = null) =>
        service.SendAsync(HttpMethod.Post, "/v1/batches?" + query, key, request =>
        {
            request.Content = Content(body.ToJsonString());
            if (idempotencyKey is not null)
            {
                request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
            }
        });

    private static StringContent Content(string body) => new(body, null, "application/json");
}
