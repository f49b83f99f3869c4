using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>A host that routes by itself and hands over answers as the embedded one does.</summary>
public sealed partial class ApiPipelineTests(Service service) : IClassFixture<Service>, IAsyncLifetime
{
    private const int Limit = 40 * 1024 * 1024;

    private static readonly (string Method, string Path)[] Strangers =
    [
        ("GET", "/"),
        ("GET", "/nothing"),
        ("GET", "/v1"),
        ("GET", "/v1/nothing/at/all"),
        ("GET", "/v1/batches"),
        ("GET", "/v1/batches/bat_01J00000000000000000000000"),
        ("GET", "/V1/Batches"),
        ("GET", "/v1/batches/"),
        ("GET", "/v1//batches"),
        ("GET", "/v1/batches/a%2Fb"),
        ("GET", "/c/crd_01J00000000000000000000000"),
        ("GET", "/c/crd_01J00000000000000000000000.json"),
        ("GET", "/admin/host/status"),
        ("GET", "/runtime/webhooks/durabletask"),
        ("GET", "/healthz"),
        ("DELETE", "/readyz"),
        ("HEAD", "/healthz"),
        ("DELETE", "/healthz"),
        ("POST", "/healthz"),
        ("PROPFIND", "/healthz"),
        ("TRACE", "/v1/batches"),
        ("BREW", "/nothing"),
        ("OPTIONS", "/v1/credentials/verify"),
        ("OPTIONS", "/v1/batches"),
        ("PUT", "/v1/batches"),
        ("DELETE", "/v1/tenants/me"),
        ("GET", "/docs"),
        ("HEAD", "/docs"),
        ("GET", "/docs/api"),
        ("GET", "/docs/concepts/verification"),
        ("GET", "/docs/search?q=webhook"),
        ("GET", "/docs/none"),
        ("GET", "/pricing"),
        ("GET", "/robots.txt"),
        ("GET", "/oembed?format=xml"),
        ("GET", "/c/crd_01J00000000000000000000000/badge.svg"),
        ("GET", "/assets/brand/24476f.css"),
        ("GET", "/openapi.json"),
        ("HEAD", "/openapi.json"),
        ("GET", "/.well-known/did.json"),
        ("GET", "/issuer/profile.json"),
        ("GET", "/status/none"),
        ("GET", "/status/none?format=other"),
        ("GET", "/assets/page.css"),
        ("GET", "/assets/docs.css"),
        ("GET", "/assets/icon.svg"),
        ("GET", "/assets/none.css"),
    ];

    // What differs between any two answers.
    private static readonly HashSet<string> Passing = new(["Date", "X-Request-Id", "RateLimit"], StringComparer.OrdinalIgnoreCase);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private RoutedHost routed = null!;

    public static TheoryData<string, string> Requested
    {
        get
        {
            var data = new TheoryData<string, string>();
            Array.ForEach(Strangers, request => data.Add(request.Method, request.Path));
            return data;
        }
    }

    public async Task InitializeAsync() => routed = await RoutedHost.StartAsync(service.Host.Node.Core);

    public async Task DisposeAsync()
    {
        await routed.DisposeAsync();
        http.Dispose();
    }

    [Theory]
    [MemberData(nameof(Requested))]
    public async Task A_request_without_a_key_is_answered_alike(string method, string path)
    {
        var answer = await SameAsync(() => new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Contains("X-Request-Id: …", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Reading_with_a_key_is_answered_alike()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(2));
        var credential = (string)batch["credentials"]![0]!["id"]!;
        string[] paths = ["/v1/batches", "/v1/batches/" + batch["id"], "/v1/credentials/" + credential, "/v1/tenants/me", "/v1/credentials?limit=1", "/v1/batches?nope=1"];
        foreach (var path in paths)
        {
            await SameAsync(() => With(tenant.TestKey, new HttpRequestMessage(HttpMethod.Get, path)));
        }

        foreach (var path in new[] { "/c/" + credential, "/c/" + credential + ".json" })
        {
            Assert.StartsWith("200", await SameAsync(() => new HttpRequestMessage(HttpMethod.Get, path)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_alike()
    {
        var tenant = await service.TenantAsync();
        foreach (var length in new[] { Limit + 1, Limit + 1025 })
        {
            var answer = await SameAsync(() => With(tenant.TestKey, Posted("/v1/batches", new byte[length])));
            Assert.StartsWith("413", answer, StringComparison.Ordinal);
            Assert.Contains("payload_too_large", answer, StringComparison.Ordinal);
        }

        Assert.StartsWith("413", await SameAsync(() => Posted("/v1/credentials/verify", new byte[300_000])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_40_MB_is_read_alike()
    {
        var tenant = await service.TenantAsync();
        var body = new byte[Limit];
        Array.Fill(body, (byte)' ');
        Encoding.UTF8.GetBytes(Requests.Of(1).ToJsonString()).CopyTo(body, 0);
        Assert.StartsWith("200", await SameAsync(() => With(tenant.TestKey, Posted("/v1/batches?dry_run=true", body))), StringComparison.Ordinal);
        body[^1] = (byte)'x';
        Assert.Contains("invalid_json", await SameAsync(() => With(tenant.TestKey, Posted("/v1/batches", body))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_is_taken_and_the_request_log_knows_our_route_and_no_value_of_the_hosts()
    {
        var tenant = await service.TenantAsync();
        using var accepted = await SendAsync(routed.Address, With(tenant.TestKey, Posted("/v1/batches", Encoding.UTF8.GetBytes(Requests.Of(3).ToJsonString()))));
        Assert.Equal(202, (int)accepted.StatusCode);
        var answer = await Answer.ReadAsync(accepted);
        await service.WaitAsync(tenant.TestKey, (string)answer.Json["id"]!, "anchored");

        // The host's route has a value named id here; ours has none.
        using var unknown = await SendAsync(routed.Address, With(tenant.TestKey, new HttpRequestMessage(HttpMethod.Get, "/v1/batches/x/bat_01J00000000000000000000000")));
        Assert.Equal(404, (int)unknown.StatusCode);
        Assert.Equal(("/v1/batches", null), await LoggedAsync(answer["X-Request-Id"]!));
        Assert.Equal(("none", null), await LoggedAsync(unknown.Headers.GetValues("X-Request-Id").Single()));
    }

    private async Task<(string Route, string? Resource)> LoggedAsync(string request)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (await service.Host.Node.Core.Requests.FindAsync(request, default) is { } entry)
            {
                return (entry.Route, entry.Resource);
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The request was not logged");
    }

    /// <summary>Sends the request to both hosts and compares status, headers and bytes.</summary>
    /// <returns>The answer as text.</returns>
    private async Task<string> SameAsync(Func<HttpRequestMessage> request)
    {
        using var direct = await SendAsync(service.Address, request());
        using var handed = await SendAsync(routed.Address, request());
        var expected = await TextAsync(direct);
        Assert.Equal(expected, await TextAsync(handed));
        return expected;
    }

    private async Task<HttpResponseMessage> SendAsync(Uri host, HttpRequestMessage request)
    {
        using (request)
        {
            // A refused body is not sent then: the server would close the connection while it is.
            request.Headers.ExpectContinue = request.Content is not null;
            request.RequestUri = new Uri(host, request.RequestUri!.OriginalString);
            return await http.SendAsync(request);
        }
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Select(static header => header.Key + ": " + (Passing.Contains(header.Key) ? "…" : string.Join(", ", header.Value)))
            .Order(StringComparer.Ordinal);
        // Byte for byte: Latin-1 loses none.
        var body = RequestId().Replace(Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync()), "req_");
        return string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n\n{body}");
    }

    private static HttpRequestMessage Posted(string path, byte[] body) => new(HttpMethod.Post, path)
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    private static HttpRequestMessage With(string key, HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    [GeneratedRegex("req_[0-9A-HJKMNP-TV-Z]{26}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RequestId();
}
