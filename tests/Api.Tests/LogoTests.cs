using LearnCoin.Api.Tests.Host;
using LearnCoin.Api.Tests.Tenants;

namespace LearnCoin.Api.Tests;

/// <summary><c>/logos/{tenant}</c> over HTTP; what is a picture and what is not: tests/Core.Tests/Logos.</summary>
public sealed class LogoTests(DevelopmentService service) : IClassFixture<DevelopmentService>
{
    // GIF89a, 1 by 1 pixel, its trailer.
    private const string Picture = "GIF89a\u0001\0\u0001\0\0\0\0;";

    [Fact]
    public async Task A_tenants_logo_is_served_from_here_as_a_picture_and_nothing_else()
    {
        var tenant = await service.TenantAsync();
        var path = "/logos/" + tenant.Tenant.Id;
        (await service.GetAsync(path)).IsError(404, "route_not_found");
        var url = service.Schools.Put("/logo.gif", Picture);
        var named = await service.SendAsync(HttpMethod.Patch, "/v1/tenants/me", tenant.TestKey, $$"""{"logo_url":"{{url}}"}""");
        Assert.True(named.Status == 200, named.Text);

        var logo = await service.GetAsync(path);
        Assert.Equal((200, "image/gif", Picture), (logo.Status, logo["Content-Type"], logo.Text));
        Assert.Equal(("sandbox; default-src 'none'", "nosniff", "cross-origin"), (logo["Content-Security-Policy"], logo["X-Content-Type-Options"], logo["Cross-Origin-Resource-Policy"]));
        var known = await service.SendAsync(HttpMethod.Get, path, prepare: request => request.Headers.Add("If-None-Match", logo["ETag"]));
        Assert.Equal((304, "", logo["ETag"]), (known.Status, known.Text, known["ETag"]));
        Assert.Equal(1, service.Schools.Asked["/logo.gif"]);
    }
}
