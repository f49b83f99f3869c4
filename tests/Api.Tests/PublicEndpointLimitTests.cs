using System.Text;
using LearnCoin.Api.Http;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Tests;

/// <summary><see cref="ApiHandler.PublicLimited"/>, called as the server calls it, whatever endpoints use it.</summary>
public sealed class PublicEndpointLimitTests(DefaultLimitsService service) : IClassFixture<DefaultLimitsService>
{
    [Theory]
    [InlineData("Verify", 30, "192.0.2.10")]
    [InlineData("Calls", 60, "192.0.2.11")]
    public async Task A_public_endpoint_serves_an_address_so_often_a_minute_and_others_still(string policy, int limit, string address)
    {
        var served = 0;
        var endpoint = ApiHandler.PublicLimited(Enum.Parse<PublicPolicy>(policy), (context, _) =>
        {
            served++;
            context.Response.StatusCode = 204;
            return Task.FromResult<Error?>(null);
        });
        for (var left = limit - 1; left >= 0; left--)
        {
            var answer = await CallAsync(endpoint, address);
            Assert.Equal(204, answer.StatusCode);
            Assert.Equal($"\"client\";q={limit};w=60", Header(answer, "RateLimit-Policy"));
            Assert.StartsWith($"\"client\";r={left};t=", Header(answer, "RateLimit"), StringComparison.Ordinal);
        }

        var refused = await CallAsync(endpoint, "203.0.113.1, " + address);
        Assert.Equal(429, refused.StatusCode);
        Assert.InRange(int.Parse(Header(refused, "Retry-After")), 50, 60);
        Assert.Equal("*", Header(refused, "Access-Control-Allow-Origin"));
        Assert.Contains("Retry-After", Header(refused, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Contains("rate_limited", Body(refused), StringComparison.Ordinal);
        Assert.DoesNotContain(address, Body(refused), StringComparison.Ordinal);
        Assert.Equal(204, (await CallAsync(endpoint, "192.0.2.99")).StatusCode);
        Assert.Equal(limit + 1, served);
    }

    private static string Header(HttpResponse answer, string name) => answer.Headers[name].ToString();

    private static string Body(HttpResponse answer) => Encoding.UTF8.GetString(((MemoryStream)answer.Body).ToArray());

    private async Task<HttpResponse> CallAsync(RequestDelegate endpoint, string from)
    {
        var services = service.Host.App.Services;
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Headers["X-Forwarded-For"] = from;
        context.Response.Body = new MemoryStream();
        await new RequestIds(endpoint, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IEntropy>()).InvokeAsync(context);
        return context.Response;
    }
}
