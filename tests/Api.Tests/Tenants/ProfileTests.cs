using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests.Tenants;

/// <summary><c>PATCH /v1/tenants/me</c> (spec/api.md, "Tenants").</summary>
public sealed class ProfileTests(Service service) : IClassFixture<Service>
{
    private const string Route = "/v1/tenants/me";

    private static readonly string Longest = "https://school.example/" + new string('a', 2048 - "https://school.example/".Length);

    public static TheoryData<string, string> GoodValues => new()
    {
        { "logo_url", "\"https://cdn.school.example/logo.png?v=2\"" },
        { "logo_url", $"\"{Longest}\"" },
        { "website_url", "\"https://school.example\"" },
        { "website_url", "\"https://school.example:8443/über/uns#team\"" },
        { "website_url", $"\"{Longest}\"" },
        { "support_email", "\"help+badges@school.example\"" },
        { "brand_color", "\"#00aAfF\"" },
        { "claim_link_days", "1" },
        { "claim_link_days", "365" },
        { "index_pages", "true" },
    };

    public static TheoryData<string, string> BadValues => new()
    {
        { "logo_url", "\"http://school.example/logo.png\"" },
        { "logo_url", "\"https://10.0.0.1/logo.png\"" },
        { "logo_url", "\"https://169.254.169.254/latest\"" },
        { "logo_url", "\"https://school.example:8080/logo.png\"" },
        { "logo_url", "\"data:image/png;base64,AAAA\"" },
        { "logo_url", $"\"{Longest}a\"" },
        { "logo_url", "7" },
        { "logo_url", "\"\"" },
        { "website_url", "\"http://school.example\"" },
        { "website_url", "\"http://localhost\"" },
        { "website_url", "\"//school.example\"" },
        { "website_url", "\"school.example\"" },
        { "website_url", "\"/about\"" },
        { "website_url", "\"javascript:alert(1)\"" },
        { "website_url", "\"mailto:a@school.example\"" },
        { "website_url", "\"https://user@school.example\"" },
        { "website_url", "\"https://user:pass@school.example\"" },
        { "website_url", "\"https://\"" },
        { "website_url", "\"https:school.example\"" },
        { "website_url", "\"https://school.example/a b\"" },
        { "website_url", "\"https://school.example/<x>\"" },
        { "website_url", "\"https://school.example/%zz\"" },
        { "website_url", "\"https://school.example/\\u202e\"" },
        { "website_url", "\"https://school.example/\\n\"" },
        { "website_url", $"\"{Longest}a\"" },
        { "website_url", "[]" },
        { "website_url", "true" },
        { "support_email", "\"school.example\"" },
        { "support_email", "\"a@b@school.example.\"" },
        { "support_email", "\"Help <help@school.example>\"" },
        { "support_email", "\"help@school.example\\r\\nBcc: x@y.example\"" },
        { "support_email", "{}" },
        { "logo_url", "\"https://xn--ü.example/logo.svg\"" },
        { "brand_color", "\"#fff\"" },
        { "brand_color", "\"red\"" },
        { "brand_color", "\"112233\"" },
        { "brand_color", "\"#11223g\"" },
        { "brand_color", "\"#1122334\"" },
        { "brand_color", "1122" },
        { "claim_link_days", "0" },
        { "claim_link_days", "366" },
        { "claim_link_days", "-1" },
        { "claim_link_days", "1.5" },
        { "claim_link_days", "\"30\"" },
        { "claim_link_days", "1e99" },
        { "index_pages", "\"true\"" },
        { "index_pages", "1" },
        { "index_pages", "[]" },
        { "name", "\"Another School\"" },
        { "name", "null" },
        { "plan", "\"industry\"" },
        { "did", "\"did:web:school.example\"" },
        { "id", "\"tnt_01HXYZABCDEFGHJKMNPQRSTVWX\"" },
        { "custom_did", "null" },
    };

    private Task<Answer> PatchAsync(TestTenant tenant, string body) => service.SendAsync(HttpMethod.Patch, Route, tenant.TestKey, body);

    [Theory]
    [MemberData(nameof(GoodValues))]
    public async Task A_good_value_is_kept_shown_and_cleared_by_null(string member, string value)
    {
        var tenant = await service.TenantAsync();
        var set = await PatchAsync(tenant, $"{{\"{member}\":{value}}}");
        Assert.True(set.Status == 200, set.Text);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(value), set.Json[member]));
        Assert.Equal(set.Text, (await service.GetAsync(Route, tenant.TestKey)).Text);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(value), (await service.GetAsync(Route, tenant.LiveKey)).Json[member]));
        var cleared = await PatchAsync(tenant, $"{{\"{member}\":null}}");
        Assert.Equal(member switch { "claim_link_days" => "30", "index_pages" => "false", _ => null }, cleared.Json[member]?.ToJsonString());
        Assert.Equal([$"tenant.updated {member}", $"tenant.updated {member}"], await service.AuditAsync(tenant));
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public async Task A_bad_value_is_400_at_its_member_and_nothing_is_changed(string member, string value)
    {
        var tenant = await service.TenantAsync();
        var before = (await service.GetAsync(Route, tenant.TestKey)).Text;
        // A good member beside it is not taken either.
        var good = member == "brand_color" ? "" : "\"brand_color\":\"#123456\",";
        var error = (await PatchAsync(tenant, $"{{{good}\"{member}\":{value}}}")).IsError(400, "invalid_field_format");
        Assert.Equal("/" + member, (string?)error["details"]![0]!["pointer"]);
        Assert.Equal(before, (await service.GetAsync(Route, tenant.TestKey)).Text);
        Assert.Empty(await service.AuditAsync(tenant));
    }

    [Fact]
    public async Task Operators_alone_set_the_name()
    {
        var error = (await PatchAsync(await service.TenantAsync(), """{"name":"Another School"}""")).IsError(400, "invalid_field_format");
        Assert.Contains("operators alone set the name", (string)error["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_are_told_together()
    {
        var error = (await PatchAsync(await service.TenantAsync(), """{"name":"x","logo_url":1,"claim_link_days":0,"plan":"x"}""")).IsError(400, "invalid_field_format");
        Assert.Equal(["/name", "/logo_url", "/claim_link_days", "/plan"], error["details"]!.AsArray().Select(static detail => (string)detail!["pointer"]!));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"logo_url":null,"claim_link_days":30}""")]
    [InlineData("""{"index_pages":false}""")]
    public async Task A_body_that_changes_nothing_is_200_and_enters_nothing(string body)
    {
        var tenant = await service.TenantAsync();
        var before = (await service.GetAsync(Route, tenant.TestKey)).Text;
        var answer = await PatchAsync(tenant, body);
        Assert.Equal((200, before), (answer.Status, answer.Text));
        Assert.Empty(await service.AuditAsync(tenant));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public async Task A_body_that_is_no_object_is_refused(string body) =>
        (await PatchAsync(await service.TenantAsync(), body)).IsError(400, "invalid_field_format");

    [Fact]
    public async Task The_audit_entry_names_members_and_no_values()
    {
        var tenant = await service.TenantAsync();
        await PatchAsync(tenant, """{"support_email":"person@school.example","website_url":"https://school.example","brand_color":null}""");
        Assert.Equal(["tenant.updated website_url support_email"], await service.AuditAsync(tenant));
    }

    [Fact]
    public async Task Changes_of_different_members_at_once_are_all_kept()
    {
        var tenant = await service.TenantAsync();
        string[] bodies = ["""{"logo_url":"https://a.example/x"}""", """{"website_url":"https://b.example"}""", """{"support_email":"c@d.example"}""", """{"brand_color":"#123456"}""", """{"claim_link_days":7}"""];
        Assert.All(await Task.WhenAll(bodies.Select(body => PatchAsync(tenant, body))), static answer => Assert.Equal(200, answer.Status));
        var me = await service.MeAsync(tenant);
        Assert.Equal(
            ("https://a.example/x", "https://b.example", "c@d.example", "#123456", 7),
            ((string?)me["logo_url"], (string?)me["website_url"], (string?)me["support_email"], (string?)me["brand_color"], (int)me["claim_link_days"]!));
    }

    [Fact]
    public async Task The_website_is_signed_into_credentials_as_the_issuers_url()
    {
        var tenant = await service.TenantAsync();
        await PatchAsync(tenant, """{"website_url":"https://school.example/über?a=1&b=%20#c"}""");
        var document = await service.IssueAsync(tenant);
        Assert.Equal("https://school.example/über?a=1&b=%20#c", (string?)document["issuer"]!["url"]);
        await service.IsValidAsync(document);
    }

    [Fact]
    public async Task One_tenant_changes_only_itself()
    {
        var (tenant, other) = (await service.TenantAsync(), await service.TenantAsync());
        await PatchAsync(tenant, """{"brand_color":"#123456"}""");
        Assert.Null((await service.MeAsync(other))["brand_color"]);
    }
}

/// <summary>On a service that is tried out on one machine.</summary>
public sealed class DevelopmentProfileTests(DevelopmentService service) : IClassFixture<DevelopmentService>
{
    [Theory]
    [InlineData("logo_url")]
    [InlineData("website_url")]
    public async Task Http_is_taken_for_this_machine_alone(string member)
    {
        var tenant = await service.TenantAsync();
        var here = await service.SendAsync(HttpMethod.Patch, "/v1/tenants/me", tenant.TestKey, $"{{\"{member}\":\"http://localhost:8080/x\"}}");
        Assert.Equal("http://localhost:8080/x", (string?)here.Json[member]);
        (await service.SendAsync(HttpMethod.Patch, "/v1/tenants/me", tenant.TestKey, $"{{\"{member}\":\"http://school.example/x\"}}"))
            .IsError(400, "invalid_field_format");
    }
}
