using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Tests;

/// <summary>The OpenAPI document against the running host. tests/OpenApi holds the exchanges of all these tests against it.</summary>
public sealed class OpenApiTests(Service service) : IClassFixture<Service>
{
    /// <summary>What is for people, not for programs.</summary>
    private static readonly string[] Pages = ["/assets/", "/docs", "/c/{id}/", "/pricing", "/robots.txt", "/verify", "/console"];

    [Fact]
    public async Task Every_route_is_documented_and_every_documented_operation_is_a_route()
    {
        var routes = service.Host.App.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(static route => route.RoutePattern.RawText != "/" && !Pages.Any(page => route.RoutePattern.RawText!.StartsWith(page, StringComparison.Ordinal)))
            .SelectMany(static route => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText}"));
        // RFC 9110: what answers GET answers HEAD. The document says so once.
        var documented = Documented.Of(await DocumentAsync()).Select(static operation => operation.Name)
            .SelectMany(static name => name.StartsWith("GET ", StringComparison.Ordinal) ? [name, "HEAD" + name[3..]] : new[] { name });
        Assert.Equal(documented.Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_documented_codes_are_the_catalogue_and_each_stands_under_its_status()
    {
        var document = await DocumentAsync();
        Assert.Equal(
            ErrorCode.All.Select(static code => code.Name),
            document["components"]!["schemas"]!["ErrorCode"]!["enum"]!.AsArray().Select(static code => (string)code!));
        var status = ErrorCode.All.ToDictionary(static code => code.Name, static code => code.Status);
        foreach (var operation in Documented.Of(document))
        {
            foreach (var (documented, response) in operation.Operation["responses"]!.AsObject())
            {
                Assert.All(response!["x-error-codes"]?.AsArray() ?? [], code => Assert.Equal($"{operation.Name} {status[(string)code!]}", $"{operation.Name} {documented}"));
            }
        }
    }

    [Fact]
    public async Task The_document_is_served_to_any_page_with_a_tag_and_names_this_server()
    {
        var answer = await service.GetAsync("/openapi.json");
        Assert.Equal((200, "*", "application/json; charset=utf-8"), (answer.Status, answer["Access-Control-Allow-Origin"], answer["Content-Type"]));
        Assert.Equal(Service.Origin, (string?)answer.Json["servers"]![0]!["url"]);
        var again = await service.SendAsync(HttpMethod.Get, "/openapi.json", prepare: request => request.Headers.Add("If-None-Match", answer["ETag"]));
        Assert.Equal(304, again.Status);
    }

    private async Task<JsonObject> DocumentAsync() => (await service.GetAsync("/openapi.json")).Json.AsObject();
}
