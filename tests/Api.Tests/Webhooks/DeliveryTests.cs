using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Events;

namespace LearnCoin.Api.Tests.Webhooks;

/// <summary>Test events, the log, retries and replays of <c>/v1/webhooks/{id}</c> (spec/api.md, "Webhooks").</summary>
public sealed class DeliveryTests(HookService service) : IClassFixture<HookService>
{
    private static readonly string LastDay = Range(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddHours(1));
    private static int paths;

    [Fact]
    public async Task A_test_event_is_sent_at_once_signed_and_stands_in_the_log()
    {
        var (tenant, path) = (await service.TenantAsync(), NewPath());
        var hook = await service.RegisterAsync(tenant.TestKey, path, "batch.anchored");
        var tested = await service.CallAsync("POST", One(hook, "/test"), tenant.TestKey);
        Assert.Equal((200, true, 204, null), (tested.Status, (bool)tested.Json["delivered"]!, (int)tested.Json["status_code"]!, (string?)tested.Json["error"]));
        Assert.NotNull(tested.Json["delivered_at"]);

        var came = await service.CameAsync(path);
        Assert.Equal(("webhook.test", (string)tested.Json["event_id"]!, tenant.Tenant.Id.Value), (came.Type, (string)came.Json["id"]!, (string)came.Json["tenant_id"]!));
        Assert.True(came.IsSignedBy((string)hook["signing_secret"]!));
        Assert.Equal(("1", (string)came.Json["id"]!, (string)came.Json["id"]!), (came.Headers["X-LearnCoin-Delivery-Attempt"], came.Headers["X-LearnCoin-Event-Id"], came.Headers["webhook-id"]));

        var delivery = (await service.GetAsync(One(hook, $"/deliveries/{(string)tested.Json["delivery_id"]!}"), tenant.TestKey)).Json;
        Assert.Equal(("delivered", "webhook.test"), ((string)delivery["status"]!, (string)delivery["event_type"]!));
        Assert.Equal(204, (int)Assert.Single(delivery["attempts"]!.AsArray())!["status_code"]!);
        Assert.Null(delivery["next_attempt_at"]);
    }

    [Fact]
    public async Task A_test_that_fails_says_why_and_is_not_tried_again()
    {
        var (tenant, path) = (await service.TenantAsync(), NewPath());
        service.Answers[path] = 500;
        var hook = await service.RegisterAsync(tenant.TestKey, path, "batch.anchored");
        var tested = (await service.CallAsync("POST", One(hook, "/test"), tenant.TestKey)).Json;
        Assert.Equal((false, 500, "status", null), ((bool)tested["delivered"]!, (int)tested["status_code"]!, (string?)tested["error"], (string?)tested["delivered_at"]));
        var delivery = Assert.Single((await service.GetAsync(One(hook, "/deliveries?status=failed"), tenant.TestKey)).Json["data"]!.AsArray())!;
        Assert.Equal("the answer of " + path, (string)delivery["attempts"]![0]!["response_body"]!);

        await service.CallAsync("PATCH", One(hook), tenant.TestKey, """{"url":"http://localhost:1/"}""");
        var unreachable = (await service.CallAsync("POST", One(hook, "/test"), tenant.TestKey)).Json;
        Assert.Equal((false, null, "unreachable"), ((bool)unreachable["delivered"]!, (int?)unreachable["status_code"], (string?)unreachable["error"]));
        await Task.Delay(2_000);
        Assert.Equal(1, service.Count(path));
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_sign_for_a_day_and_after_another_the_oldest_no_more()
    {
        var (tenant, path) = (await service.TenantAsync(), NewPath());
        var hook = await service.RegisterAsync(tenant.TestKey, path, "batch.anchored");
        var first = (string)hook["signing_secret"]!;
        var second = (string)(await service.CallAsync("POST", One(hook, "/rotate-secret"), tenant.TestKey)).Json["signing_secret"]!;
        var came = await TestedAsync(hook, tenant, path);
        Assert.True(came.IsSignedBy(first) && came.IsSignedBy(second));
        var third = (string)(await service.CallAsync("POST", One(hook, "/rotate-secret"), tenant.TestKey)).Json["signing_secret"]!;
        came = await TestedAsync(hook, tenant, path);
        Assert.True(!came.IsSignedBy(first) && came.IsSignedBy(second) && came.IsSignedBy(third));
    }

    [Fact]
    public async Task Events_come_to_those_who_subscribe_as_the_document_shows_them()
    {
        var (tenant, path) = (await service.TenantAsync(), NewPath());
        await service.RegisterAsync(tenant.TestKey, path, [.. EventTypes.All.Where(static type => type != "webhook.test")]);
        var other = await service.RegisterAsync(tenant.TestKey, NewPath(), "batch.signed");
        await service.RegisterAsync(tenant.LiveKey, path + "-live", "batch.created");
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        await service.CallAsync("POST", $"/v1/credentials/{(string)batch["credentials"]![0]!["id"]!}/revoke", tenant.TestKey, """{"reason":"A test of one's own.","reason_code":"other"}""");
        await service.CallAsync("POST", $"/v1/credentials/{(string)batch["credentials"]![0]!["id"]!}/erase", tenant.TestKey, """{"requester":"recipient","verified_at":"2026-01-01T00:00:00Z"}""");
        await service.CallAsync("PATCH", One(other), tenant.TestKey, """{"active":false}""");

        var documented = (await service.GetAsync("/openapi.json")).Json["webhooks"]!.AsObject();
        Assert.Equal(EventTypes.All.Order(StringComparer.Ordinal), documented.Select(static one => one.Key).Order(StringComparer.Ordinal));
        foreach (var type in new[] { "batch.created", "batch.signed", "batch.anchored", "credential.revoked", "credential.erased", "webhook.disabled" })
        {
            var came = await service.CameAsync(path, hook => hook.Type == type);
            var example = documented[type]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!;
            Assert.Equal($"{type} {Members(example)} {Members(example["data"]!)}", $"{type} {Members(came.Json)} {Members(came.Json["data"]!)}");
            Assert.DoesNotContain("Ada Lovelace", came.Json.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("of one's own", came.Json.ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Equal(0, service.Count(path + "-live"));
    }

    [Fact]
    public async Task A_delivery_that_failed_is_retried_when_asked_for_and_one_that_waits_is_made_now()
    {
        var (tenant, path) = (await service.TenantAsync(), NewPath());
        service.Answers[path] = 503;
        var hook = await service.RegisterAsync(tenant.TestKey, path, "batch.created");
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        // After two failures the next attempt is 4 s away.
        await UntilAsync(async () => (await DeliveryAsync(hook, tenant))?["attempts"]!.AsArray().Count == 2);
        var waiting = (await DeliveryAsync(hook, tenant))!;
        Assert.Equal("pending", (string)waiting["status"]!);
        Assert.NotNull(waiting["next_attempt_at"]);
        service.Answers[path] = 200;
        var retried = await service.CallAsync("POST", One(hook, $"/deliveries/{(string)waiting["id"]!}/retry"), tenant.TestKey);
        Assert.Equal((202, "pending"), (retried.Status, (string)retried.Json["status"]!));
        await UntilAsync(async () => (string)(await DeliveryAsync(hook, tenant))!["status"]! == "delivered");
        Assert.Equal([503, 503, 200], (await DeliveryAsync(hook, tenant))!["attempts"]!.AsArray().Select(static one => (int)one!["status_code"]!));

        // A receiver that lost it can have it again, under the same id.
        Assert.Equal(202, (await service.CallAsync("POST", One(hook, $"/deliveries/{(string)waiting["id"]!}/retry"), tenant.TestKey)).Status);
        await UntilAsync(() => Task.FromResult(service.Count(path) == 4));
        Assert.Single(service.Received.Where(one => one.Path == path).Select(static one => (string)one.Json["id"]!).Distinct());
    }

    [Fact]
    public async Task A_replay_delivers_what_came_and_what_never_came_under_the_same_ids()
    {
        var (tenant, path) = (await service.TenantAsync(), NewPath());
        var early = await service.RegisterAsync(tenant.TestKey, path, "batch.created", "batch.anchored");
        await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        await service.CameAsync(path, static hook => hook.Type == "batch.created");
        await service.CameAsync(path, static hook => hook.Type == "batch.anchored");
        var late = await service.RegisterAsync(tenant.TestKey, path + "-late", "batch.created");

        var again = await service.CallAsync("POST", One(early, "/replay"), tenant.TestKey, LastDay);
        Assert.Equal((202, """{"replayed":2,"has_more":false,"next_since":null}"""), (again.Status, again.Text));
        await UntilAsync(() => Task.FromResult(service.Count(path) == 4));
        Assert.Equal(2, service.Received.Where(one => one.Path == path).Select(static one => (string)one.Json["id"]!).Distinct().Count());

        Assert.Equal(1, (int)(await service.CallAsync("POST", One(late, "/replay"), tenant.TestKey, LastDay)).Json["replayed"]!);
        var came = await service.CameAsync(path + "-late");
        Assert.Equal((string)(await service.CameAsync(path, static hook => hook.Type == "batch.created")).Json["id"]!, (string)came.Json["id"]!);
        var before = Range(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(-1));
        Assert.Equal(0, (int)(await service.CallAsync("POST", One(late, "/replay"), tenant.TestKey, before)).Json["replayed"]!);
    }

    [Theory]
    [InlineData(-1, -2, "/until")]
    [InlineData(-1, -1, "/until")]
    [InlineData(-31, -1, "/since")]
    public async Task A_range_that_is_none_or_reaches_too_far_back_is_refused(int since, int until, string pointer)
    {
        var tenant = await service.TenantAsync();
        var hook = await service.RegisterAsync(tenant.TestKey, NewPath(), "batch.created");
        var now = DateTimeOffset.UtcNow;
        var error = (await service.CallAsync("POST", One(hook, "/replay"), tenant.TestKey, Range(now.AddDays(since), now.AddDays(until)))).IsError(400, "invalid_field_format");
        Assert.Equal(pointer, (string)error["details"]![0]!["pointer"]!);
    }

    [Fact]
    public async Task A_disabled_endpoint_gets_nothing_until_it_is_enabled()
    {
        var (tenant, path) = (await service.TenantAsync(), NewPath());
        var hook = await service.RegisterAsync(tenant.TestKey, path, "batch.created");
        var tested = await service.CallAsync("POST", One(hook, "/test"), tenant.TestKey);
        await service.CallAsync("PATCH", One(hook), tenant.TestKey, """{"active":false}""");
        // Who has repaired it sees so before it is enabled again.
        Assert.True((bool)(await service.CallAsync("POST", One(hook, "/test"), tenant.TestKey)).Json["delivered"]!);
        (await service.CallAsync("POST", One(hook, "/replay"), tenant.TestKey, LastDay)).IsError(409, "webhook_disabled");
        (await service.CallAsync("POST", One(hook, $"/deliveries/{(string)tested.Json["delivery_id"]!}/retry"), tenant.TestKey)).IsError(409, "webhook_disabled");
        await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        Assert.Equal(2, service.Count(path));
        await service.CallAsync("PATCH", One(hook), tenant.TestKey, """{"active":true}""");
        Assert.Equal(1, (int)(await service.CallAsync("POST", One(hook, "/replay"), tenant.TestKey, LastDay)).Json["replayed"]!);
        await service.CameAsync(path, static one => one.Type == "batch.created");
    }

    [Fact]
    public async Task A_deleted_endpoint_gets_nothing_more_retries_included()
    {
        var (tenant, path) = (await service.TenantAsync(), NewPath());
        service.Answers[path] = 500;
        var hook = await service.RegisterAsync(tenant.TestKey, path, "batch.created");
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        await service.CameAsync(path);
        Assert.Equal(204, (await service.CallAsync("DELETE", One(hook), tenant.TestKey)).Status);
        (await service.GetAsync(One(hook), tenant.TestKey)).IsError(404, "webhook_not_found");
        (await service.GetAsync(One(hook, "/deliveries"), tenant.TestKey)).IsError(404, "webhook_not_found");
        var so = service.Count(path);
        await Task.Delay(3_000);
        Assert.InRange(service.Count(path), so, so + 1);
        Assert.Equal(service.Count(path), await LaterAsync(path));
    }

    [Fact]
    public async Task The_log_is_paged_and_filtered_by_status_and_type()
    {
        var (tenant, path) = (await service.TenantAsync(), NewPath());
        var hook = await service.RegisterAsync(tenant.TestKey, path, "batch.created");
        var made = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            service.Answers[path] = i % 3 == 0 ? 500 : 200;
            made.Insert(0, (string)(await service.CallAsync("POST", One(hook, "/test"), tenant.TestKey)).Json["delivery_id"]!);
            await Task.Delay(3);
        }

        Assert.Equal(made, await AllAsync(hook, tenant, "limit=4"));
        Assert.Equal([made[2], made[5]], await AllAsync(hook, tenant, "limit=1&status=failed"));
        Assert.Equal(4, (await AllAsync(hook, tenant, "limit=2&status=delivered&event_type=webhook.test")).Count);
        Assert.Empty(await AllAsync(hook, tenant, "event_type=batch.created"));
        foreach (var wrong in new[] { "status=lost", "event_type=batch", "cursor=dlv_1", "limit=0", "state=failed" })
        {
            (await service.GetAsync(One(hook, "/deliveries?" + wrong), tenant.TestKey)).IsError(400, "invalid_field_format");
        }
    }

    private async Task<List<string>> AllAsync(JsonNode hook, TestTenant tenant, string query)
    {
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await service.GetAsync(One(hook, $"/deliveries?{query}{(cursor is null ? "" : "&cursor=" + cursor)}"), tenant.TestKey)).Json;
            found.AddRange(page["data"]!.AsArray().Select(static one => (string)one!["id"]!));
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);

        return found;
    }

    private async Task<Hook> TestedAsync(JsonNode hook, TestTenant tenant, string path)
    {
        var id = (string)(await service.CallAsync("POST", One(hook, "/test"), tenant.TestKey)).Json["event_id"]!;
        return await service.CameAsync(path, came => (string)came.Json["id"]! == id);
    }

    private async Task<JsonNode?> DeliveryAsync(JsonNode hook, TestTenant tenant) =>
        (await service.GetAsync(One(hook, "/deliveries?event_type=batch.created"), tenant.TestKey)).Json["data"]!.AsArray().FirstOrDefault();

    private async Task<int> LaterAsync(string path)
    {
        await Task.Delay(3_000);
        return service.Count(path);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("It did not come to be");
    }

    private static string One(JsonNode hook, string suffix = "") => $"/v1/webhooks/{(string)hook["id"]!}{suffix}";

    private static string NewPath() => $"/hook-{Interlocked.Increment(ref paths)}";

    private static string Members(JsonNode node) => string.Join(',', node.AsObject().Select(static member => member.Key));

    private static string Range(DateTimeOffset since, DateTimeOffset until) => $$"""{"since":"{{since:O}}","until":"{{until:O}}"}""";
}
