using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>What the body of a POST may be (spec/api.md "Errors", "Batches").</summary>
public sealed class BodyTests(Service service) : IClassFixture<Service>
{
    private const int Limit = 40 * 1024 * 1024;

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"credentials\":[],}")]
    [InlineData("{\"credentials\":[],\"credentials\":[]}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{'credentials':[]}")]
    [InlineData("{\"credentials\":[NaN]}")]
    [InlineData("\uFEFF{\"credentials\":[]}")]
    [InlineData("// c\n{}")]
    public async Task What_is_not_strict_JSON_is_invalid_json(string body)
    {
        var error = (await service.PostAsync((await service.TenantAsync()).TestKey, Encoding.UTF8.GetBytes(body))).IsError(400, "invalid_json");
        Assert.Equal("", (string?)error["details"]![0]!["pointer"]);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_and_nesting_over_32_are_invalid_json()
    {
        var key = (await service.TenantAsync()).TestKey;
        var error = (await service.PostAsync(key, [.. "{\"a\":\""u8, 0xff, .. "\"}"u8])).IsError(400, "invalid_json");
        Assert.Contains("line 1, byte 7", (string)error["message"]!, StringComparison.Ordinal);
        (await service.PostAsync(key, Encoding.ASCII.GetBytes(new string('[', 33) + new string(']', 33)))).IsError(400, "invalid_json");
        (await service.PostAsync(key, Encoding.ASCII.GetBytes(new string('[', 2_000_000)))).IsError(400, "invalid_json");
        (await service.PostAsync(key, Encoding.ASCII.GetBytes(new string('[', 32) + new string(']', 32)))).IsError(400, "invalid_field_format");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/jsonx")]
    [InlineData("application/ld+json")]
    public async Task Another_content_type_is_415(string? contentType)
    {
        var tenant = await service.TenantAsync();
        var answer = await service.PostAsync(tenant.TestKey, Encoding.UTF8.GetBytes(Requests.Of(1).ToJsonString()), "k", contentType);
        Assert.Contains("application/json", (string)answer.IsError(415, "unsupported_media_type")["message"]!, StringComparison.Ordinal);
        Assert.Equal(0, await service.BatchCountAsync(tenant.TestKey));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=\"UTF-8\"")]
    public async Task JSON_is_taken_under_its_usual_names(string contentType)
    {
        var answer = await service.PostAsync((await service.TenantAsync()).TestKey, Encoding.UTF8.GetBytes(Requests.Of(1).ToJsonString()), null, contentType);
        Assert.Equal(202, answer.Status);
    }

    [Fact]
    public async Task A_body_declared_over_40_MB_is_413_before_it_is_sent()
    {
        var key = (await service.TenantAsync()).TestKey;
        var head = Head(key) + $"Expect: 100-continue\r\nContent-Length: {Limit + 1}\r\n\r\n";
        var answer = await RawHttp.SendAsync(service.Address, Encoding.ASCII.GetBytes(head));
        Refused(answer);
    }

    [Fact]
    public async Task A_client_without_a_key_is_told_that_the_connection_closes()
    {
        var head = "POST /v1/credentials/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 262145\r\n\r\n";
        Refused(await RawHttp.SendAsync(service.Address, Encoding.ASCII.GetBytes(head + new string(' ', 262_145))));
    }

    [Fact]
    public async Task A_body_that_grows_over_40_MB_is_413_when_it_does()
    {
        var key = (await service.TenantAsync()).TestKey;
        var (answer, sent) = await RawHttp.FloodAsync(
            service.Address, Head(key) + "Transfer-Encoding: chunked\r\n\r\n", Encoding.ASCII.GetBytes(new string(' ', 256 * 1024)), 400L * 1024 * 1024);
        Refused(answer);
        Assert.InRange(sent, Limit, Limit + (16 * 1024 * 1024));
        Assert.Equal(0, await service.BatchCountAsync(key));
    }

    [Fact]
    public async Task A_body_of_just_40_MB_is_read()
    {
        var body = new byte[Limit];
        Array.Fill(body, (byte)' ');
        Encoding.UTF8.GetBytes(Requests.Of(1).ToJsonString()).CopyTo(body, 0);
        Assert.Equal(202, (await service.PostAsync((await service.TenantAsync()).TestKey, body)).Status);
    }

    [Fact]
    public async Task A_batch_of_large_credentials_that_hardly_compress_is_accepted_and_signed()
    {
        var tenant = await service.TenantAsync();
        var number = 0;
        var batch = await service.AcceptedAsync(tenant.TestKey, Requests.Of(60, credential =>
        {
            var bytes = new byte[75_000];
            new Random(number++).NextBytes(bytes);
            credential["evidence"] = new JsonArray(new JsonObject { ["narrative"] = Convert.ToBase64String(bytes) });
        }));
        Assert.Equal(60, (await service.WaitAsync(tenant.TestKey, batch, "anchored"))["credentials"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_key_is_looked_at_before_the_body()
    {
        var (answer, sent) = await RawHttp.FloodAsync(
            service.Address, Head("lrn_test_x") + "Transfer-Encoding: chunked\r\n\r\n", new byte[64 * 1024], 100L * 1024 * 1024);
        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        Assert.InRange(sent, 0, Limit);
    }

    [Fact]
    public async Task A_body_cut_short_stores_nothing_and_the_service_goes_on()
    {
        var tenant = await service.TenantAsync();
        using (var client = new System.Net.Sockets.TcpClient())
        {
            await client.ConnectAsync(service.Address.Host, service.Address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Head(tenant.TestKey) + "Content-Length: 500\r\n\r\n{\"credentials\":"));
        }

        Assert.Equal(0, await service.BatchCountAsync(tenant.TestKey));
    }

    [Fact]
    public async Task Bytes_that_are_not_chunks_are_answered_in_the_one_form()
    {
        var key = (await service.TenantAsync()).TestKey;
        var answer = await RawHttp.SendAsync(service.Address, Encoding.ASCII.GetBytes(Head(key) + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"));
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("X-Request-Id: req_", answer, StringComparison.Ordinal);
        Assert.Contains("\"invalid_json\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_of_a_batch_are_told_together_each_at_its_pointer()
    {
        var body = Requests.Of(4);
        var list = body["credentials"]!.AsArray();
        list[0]!["recipient"]!["id"] = "ada@example.com";
        list[1]!["achievement"]!.AsObject().Remove("name");
        list[2]!["issuanceDate"] = "yesterday";
        list[3]!["achievement"]!["alignment"] = new JsonArray(new JsonObject { ["targetName"] = "n", ["targetUrl"] = "https://t.example/", ["targetFramework"] = "Mine" });
        list[3]!["recipient"]!["nick"] = "x";
        body["extra"] = 1;
        var error = (await service.PostAsync((await service.TenantAsync()).TestKey, body)).IsError(400, "recipient_id_invalid");
        Assert.Equal(
            [
                ("recipient_id_invalid", "/credentials/0/recipient/id"),
                ("missing_required_field", "/credentials/1/achievement/name"),
                ("invalid_field_format", "/credentials/2/issuanceDate"),
                ("invalid_field_format", "/credentials/3/recipient/nick"),
                ("alignment_framework_unknown", "/credentials/3/achievement/alignment/0/targetFramework"),
                ("invalid_field_format", "/extra"),
            ],
            error["details"]!.AsArray().Select(static detail => ((string)detail!["code"]!, (string)detail["pointer"]!)));
        Assert.Equal((string?)error["details"]![0]!["message"], (string?)error["message"]);
        Assert.DoesNotContain("ada@example.com", error.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_most_a_hundred_faults_are_told()
    {
        var error = (await service.PostAsync((await service.TenantAsync()).TestKey, Requests.Of(500, static credential => credential["issuanceDate"] = 1)))
            .IsError(400, "invalid_field_format");
        Assert.Equal(100, error["details"]!.AsArray().Count);
    }

    public static TheoryData<string, string, string> Codes => new()
    {
        { "{}", "missing_required_field", "/credentials" },
        { "[]", "invalid_field_format", "" },
        { "{\"credentials\":[]}", "invalid_field_format", "/credentials" },
        { "{\"credentials\":null}", "invalid_field_format", "/credentials" },
        { "{\"credentials\":[1]}", "invalid_field_format", "/credentials/0" },
        { "{\"credentials\":[" + string.Join(',', Enumerable.Repeat("{}", 501)) + "]}", "batch_too_large", "/credentials" },
        { Requests.Of(1, static c => c["achievement"]!["description"] = new string('x', 65 * 1024)).ToJsonString(), "achievement_too_large", "/credentials/0/achievement" },
        { Requests.Of(1, static c => c["recipient"]!["email"] = "no address").ToJsonString(), "invalid_field_format", "/credentials/0/recipient/email" },
        { Requests.Of(1, static c => c["expirationDate"] = "2020-01-01T00:00:00Z").ToJsonString(), "invalid_field_format", "/credentials/0/expirationDate" },
        { Requests.Of(2, static c => c["external_id"] = "x").ToJsonString(), "external_id_exists", "/credentials/1/external_id" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Each_fault_has_its_code_and_pointer(string body, string code, string pointer)
    {
        var tenant = await service.TenantAsync();
        var error = (await service.PostAsync(tenant.TestKey, Encoding.UTF8.GetBytes(body))).IsError(code == "external_id_exists" ? 409 : 400, code);
        Assert.Equal((code, pointer), ((string?)error["details"]![0]!["code"], (string?)error["details"]![0]!["pointer"]));
        Assert.Equal((0, 0), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
    }

    private static string Head(string key) =>
        $"POST /v1/batches HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n";

    private static void Refused(string answer)
    {
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("X-Request-Id: req_", answer, StringComparison.Ordinal);
        Assert.Contains("\"payload_too_large\"", answer, StringComparison.Ordinal);
        // What is left of the body is in the way of the next request: a client that is not told would send it into a connection that closes.
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
    }
}
