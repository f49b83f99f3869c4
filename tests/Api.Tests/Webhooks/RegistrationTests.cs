using System.Globalization;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Api.Tests.Webhooks;

/// <summary><c>/v1/webhooks</c>: endpoints and their secrets (spec/api.md, "Webhooks").</summary>
public sealed class RegistrationTests(HookService service) : IClassFixture<HookService>
{
    private const string Route = "/v1/webhooks";
    private const string Good = """{"url":"https://hooks.example/in?token=sesame","events":["batch.anchored","batch.failed"],"description":"Portal"}""";

    public static TheoryData<string, string, string> BadBodies => new()
    {
        { """{"events":["batch.signed"]}""", "missing_required_field", "/url" },
        { """{"url":"https://hooks.example/"}""", "missing_required_field", "/events" },
        { Body("""["batch.signed"]""", "http://hooks.example/"), "invalid_field_format", "/url" },
        { Body("""["batch.signed"]""", "ftp://hooks.example/"), "invalid_field_format", "/url" },
        { Body("""["batch.signed"]""", "https://user:word@hooks.example/"), "invalid_field_format", "/url" },
        { Body("""["batch.signed"]""", "https://10.0.0.1/"), "invalid_field_format", "/url" },
        { Body("""["batch.signed"]""", "https://169.254.169.254/latest"), "invalid_field_format", "/url" },
        { Body("""["batch.signed"]""", "/in"), "invalid_field_format", "/url" },
        { Body("""["batch.signed"]""", "https://hooks.example/" + new string('a', 2027)), "invalid_field_format", "/url" },
        { Body("[]"), "invalid_field_format", "/events" },
        { Body("\"batch.signed\""), "invalid_field_format", "/events" },
        { Body("""["batch.signed","*"]"""), "invalid_field_format", "/events/1" },
        { Body("""["batch.unknown"]"""), "invalid_field_format", "/events/0" },
        { Body("""["batch.signed","batch.failed","webhook.test"]"""), "invalid_field_format", "/events/2" },
        { Body("[7]"), "invalid_field_format", "/events/0" },
        { """{"url":"https://hooks.example/","events":["batch.signed"],"description":7}""", "invalid_field_format", "/description" },
        { $$"""{"url":"https://hooks.example/","events":["batch.signed"],"description":"{{new string('d', 257)}}"}""", "invalid_field_format", "/description" },
        { """{"url":"https://hooks.example/","events":["batch.signed"],"secret":"mine"}""", "invalid_field_format", "/secret" },
        { """{"url":"https://hooks.example/","events":["batch.signed"],"active":true}""", "invalid_field_format", "/active" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_body_that_cannot_be_taken_is_refused_at_its_place_and_nothing_is_registered(string body, string code, string pointer)
    {
        var key = (await service.TenantAsync()).TestKey;
        var error = (await service.CallAsync("POST", Route, key, body)).IsError(400, code);
        Assert.Equal(pointer, (string)error["details"]![0]!["pointer"]!);
        Assert.Empty((await service.GetAsync(Route, key)).Json["data"]!.AsArray());
    }

    [Fact]
    public async Task An_endpoint_is_registered_and_its_secret_is_shown_in_that_answer_only()
    {
        var tenant = await service.TenantAsync();
        var made = await service.CallAsync("POST", Route, tenant.TestKey, Good);
        Assert.Equal(201, made.Status);
        var id = (string)made.Json["id"]!;
        Assert.Matches("^whk_[0-9A-HJKMNP-TV-Z]{26}$", id);
        Assert.Equal($"{Route}/{id}", made["Location"]);
        var secret = (string)made.Json["signing_secret"]!;
        Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length);
        Assert.Equal(("https://hooks.example/in?token=sesame", "Portal", true, "test"), ((string)made.Json["url"]!, (string)made.Json["description"]!, (bool)made.Json["active"]!, (string)made.Json["environment"]!));

        var read = await service.GetAsync($"{Route}/{id}", tenant.TestKey);
        var shown = made.Json.AsObject();
        shown.Remove("signing_secret");
        Assert.True(JsonNode.DeepEquals(shown, read.Json), read.Text);
        Assert.DoesNotContain("whsec_", read.Text + (await service.GetAsync(Route, tenant.TestKey)).Text, StringComparison.Ordinal);
        Assert.Empty((await service.GetAsync(Route, tenant.LiveKey)).Json["data"]!.AsArray());
    }

    [Fact]
    public async Task A_type_that_is_named_twice_counts_once()
    {
        var key = (await service.TenantAsync()).TestKey;
        var made = await service.CallAsync("POST", Route, key, Body("""["batch.failed","batch.signed","batch.failed"]"""));
        Assert.Equal("""["batch.failed","batch.signed"]""", made.Json["events"]!.ToJsonString());
    }

    [Fact]
    public async Task A_repeated_registration_shows_the_same_secret_whatever_became_of_the_endpoint_and_the_store_has_none_in_clear()
    {
        var tenant = await service.TenantAsync();
        var first = await service.CallAsync("POST", Route, tenant.TestKey, Good, "hook-1");
        var again = await service.CallAsync("POST", Route, tenant.TestKey, Good, "hook-1");
        Assert.Equal((201, "true", first["Location"], first.Text), (again.Status, again["Idempotency-Replayed"], again["Location"], again.Text));
        (await service.CallAsync("POST", Route, tenant.TestKey, Body("""["batch.signed"]"""), "hook-1")).IsError(409, "idempotency_key_reused");

        var one = $"{Route}/{(string)first.Json["id"]!}";
        Assert.Equal(200, (await service.CallAsync("POST", one + "/rotate-secret", tenant.TestKey)).Status);
        Assert.Equal(204, (await service.CallAsync("DELETE", one, tenant.TestKey)).Status);
        Assert.Equal(first.Text, (await service.CallAsync("POST", Route, tenant.TestKey, Good, "hook-1")).Text);
        Assert.Empty((await service.GetAsync(Route, tenant.TestKey)).Json["data"]!.AsArray());

        var secret = (string)first.Json["signing_secret"]!;
        var bytes = Convert.FromBase64String(secret["whsec_".Length..]);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(service.Database)!, "learncoin.db*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            Assert.Equal(-1, copy.ToArray().AsSpan().IndexOf(bytes));
            Assert.Equal(-1, copy.ToArray().AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret["whsec_".Length..])));
        }
    }

    [Fact]
    public async Task A_rotation_that_is_repeated_under_its_key_rotates_once()
    {
        var tenant = await service.TenantAsync();
        var made = await service.CallAsync("POST", Route, tenant.TestKey, Good);
        var rotate = $"{Route}/{(string)made.Json["id"]!}/rotate-secret";
        var first = await service.CallAsync("POST", rotate, tenant.TestKey, null, "rotate-1");
        var again = await service.CallAsync("POST", rotate, tenant.TestKey, null, "rotate-1");
        Assert.Equal((200, first.Text, "true"), (first.Status, again.Text, again["Idempotency-Replayed"]));
        Assert.NotEqual((string)made.Json["signing_secret"]!, (string)first.Json["signing_secret"]!);
        var rotated = Time(first.Json["secret_rotated_at"]!);
        Assert.Equal(rotated.AddHours(24), Time(first.Json["previous_secret_expires_at"]!));
        var second = await service.CallAsync("POST", rotate, tenant.TestKey, null, "rotate-2");
        Assert.NotEqual((string)first.Json["signing_secret"]!, (string)second.Json["signing_secret"]!);
    }

    [Fact]
    public async Task A_change_changes_what_is_named_and_leaves_the_rest()
    {
        var tenant = await service.TenantAsync();
        var one = $"{Route}/{(string)(await service.CallAsync("POST", Route, tenant.TestKey, Good)).Json["id"]!}";
        var changed = await service.CallAsync("PATCH", one, tenant.TestKey, """{"events":["webhook.disabled"],"description":null}""");
        Assert.Equal((200, """["webhook.disabled"]"""), (changed.Status, changed.Json["events"]!.ToJsonString()));
        Assert.Null(changed.Json["description"]);
        Assert.Equal("https://hooks.example/in?token=sesame", (string)changed.Json["url"]!);
        Assert.Equal(changed.Text, (await service.CallAsync("PATCH", one, tenant.TestKey, "{}")).Text);

        var off = (await service.CallAsync("PATCH", one, tenant.TestKey, """{"active":false}""")).Json;
        Assert.Equal((false, "tenant"), ((bool)off["active"]!, (string?)off["disabled_reason"]));
        Assert.NotNull(off["disabled_at"]);
        var on = (await service.CallAsync("PATCH", one, tenant.TestKey, """{"active":true,"url":"https://hooks.example/other"}""")).Json;
        Assert.Equal((true, null, null, "https://hooks.example/other"), ((bool)on["active"]!, (string?)on["disabled_reason"], (string?)on["disabled_at"], (string)on["url"]!));
    }

    [Theory]
    [InlineData("""{"url":"http://hooks.example/"}""", "/url")]
    [InlineData("""{"url":null}""", "/url")]
    [InlineData("""{"events":[]}""", "/events")]
    [InlineData("""{"events":null}""", "/events")]
    [InlineData("""{"active":"yes"}""", "/active")]
    [InlineData("""{"active":null}""", "/active")]
    [InlineData("""{"signing_secret":"whsec_x"}""", "/signing_secret")]
    public async Task A_change_that_cannot_be_made_is_refused_at_its_place(string body, string pointer)
    {
        var tenant = await service.TenantAsync();
        var one = $"{Route}/{(string)(await service.CallAsync("POST", Route, tenant.TestKey, Good)).Json["id"]!}";
        var error = (await service.CallAsync("PATCH", one, tenant.TestKey, body)).IsError(400, "invalid_field_format");
        Assert.Equal(pointer, (string)error["details"]![0]!["pointer"]!);
    }

    [Fact]
    public async Task Each_change_is_audited_by_ids_and_names_of_members_alone()
    {
        var tenant = await service.TenantAsync();
        var made = await service.CallAsync("POST", Route, tenant.TestKey, Good);
        var one = $"{Route}/{(string)made.Json["id"]!}";
        await service.CallAsync("PATCH", one, tenant.TestKey, """{"url":"https://hooks.example/?token=other","active":false}""");
        await service.CallAsync("POST", one + "/rotate-secret", tenant.TestKey);
        await service.CallAsync("DELETE", one, tenant.TestKey);
        var entries = new List<string>();
        await foreach (var record in service.Host.Node.Core.Audit.ListAsync(tenant.Tenant.Id, default))
        {
            Assert.Equal((string)made.Json["id"]!, record.Entry.Subject);
            Assert.Equal(tenant.Key.Id.Value, record.Entry.Actor);
            entries.Add($"{record.Entry.Action} {record.Entry.Detail}".Trim());
        }

        Assert.Equal(["webhook.created", "webhook.updated url active", "webhook.secret_rotated", "webhook.deleted"], entries);
    }

    [Fact]
    public async Task Endpoints_are_listed_newest_first_page_by_page()
    {
        var tenant = await service.TenantAsync();
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Insert(0, (string)(await service.CallAsync("POST", Route, tenant.TestKey, Good)).Json["id"]!);
            await Task.Delay(3);
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await service.GetAsync($"{Route}?limit=2{(cursor is null ? "" : "&cursor=" + cursor)}", tenant.TestKey)).Json;
            seen.AddRange(page["data"]!.AsArray().Select(static one => (string)one!["id"]!));
            cursor = (string?)page["next_cursor"];
            Assert.Equal(cursor is not null, (bool)page["has_more"]!);
        }
        while (cursor is not null);

        Assert.Equal(made, seen);
        (await service.GetAsync(Route + "?cursor=whk_1", tenant.TestKey)).IsError(400, "invalid_field_format");
        (await service.GetAsync(Route + "?url=x", tenant.TestKey)).IsError(400, "invalid_field_format");
    }

    [Fact]
    public async Task A_thousand_endpoints_is_the_most_there_can_be_in_an_environment()
    {
        var tenant = await service.TenantAsync();
        var (core, entropy) = (service.Host.Node.Core, SystemEntropy.Instance);
        var now = DateTimeOffset.UtcNow;
        for (var i = 0; i < WebhookChanges.MostEndpoints; i++)
        {
            await core.Webhooks.AddAsync(
                new WebhookEndpoint(WebhookId.Create(now, entropy), tenant.Tenant.Id, TenantEnvironment.Test, "https://hooks.example/", ["batch.signed"], now) { Secret = [1] }, default);
        }

        var error = (await service.CallAsync("POST", Route, tenant.TestKey, Good)).IsError(409, "webhook_limit_reached");
        Assert.Contains("1000", (string)error["message"]!, StringComparison.Ordinal);
        Assert.Equal(201, (await service.CallAsync("POST", Route, tenant.LiveKey, Good)).Status);
    }

    private static string Body(string events, string url = "https://hooks.example/") => $$"""{"url":"{{url}}","events":{{events}}}""";

    private static DateTimeOffset Time(JsonNode node) => DateTimeOffset.Parse((string)node!, CultureInfo.InvariantCulture);
}
