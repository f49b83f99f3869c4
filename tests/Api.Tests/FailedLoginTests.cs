using System.Globalization;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Configuration;

namespace LearnCoin.Api.Tests;

/// <summary>A service behind one proxy, with the default limits.</summary>
public sealed class DefaultLimitsService : Service
{
    protected override void Configure(LearnCoinOptions product) => product.Proxy.Hops = 1;
}

/// <summary>Spec/api.md, "Errors": failed logins are limited to 60 a minute and client address.</summary>
public sealed class FailedLoginTests(DefaultLimitsService service) : IClassFixture<DefaultLimitsService>
{
    [Fact]
    public async Task The_61st_failed_login_of_an_address_within_a_minute_is_429_and_working_keys_go_on()
    {
        var tenant = await service.TenantAsync();
        for (var i = 0; i < 60; i++)
        {
            (await SendAsync("192.0.2.1", i % 2 == 0 ? null : "lrn_test_wrong")).IsError(401, i % 2 == 0 ? "api_key_missing" : "api_key_invalid");
        }

        var refused = await SendAsync("192.0.2.1", "lrn_test_wrong");
        refused.IsError(429, "rate_limited");
        Assert.InRange(int.Parse(refused["Retry-After"]!, CultureInfo.InvariantCulture), 30, 60);
        Assert.Equal(200, (await SendAsync("192.0.2.1", tenant.TestKey)).Status);
        (await SendAsync("192.0.2.2", null)).IsError(401, "api_key_missing");
        // An entry of the caller's own makes no other address of it.
        (await SendAsync("192.0.2.3, 192.0.2.1", null)).IsError(429, "rate_limited");
        Assert.Equal(200, (await service.GetAsync("/healthz")).Status);
    }

    private Task<Answer> SendAsync(string from, string? key) => service.SendAsync(HttpMethod.Get, "/v1/tenants/me", key, request =>
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", from));
}
