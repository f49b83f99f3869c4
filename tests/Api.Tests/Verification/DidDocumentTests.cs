using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Api.Tests.Tenants;

namespace LearnCoin.Api.Tests.Verification;

/// <summary><c>GET /issuer/did-documents/{did}</c>: documents of the DIDs that credentials were issued under, for pages that ask no other origin.</summary>
public sealed class DidDocumentTests(DevelopmentService service) : IClassFixture<DevelopmentService>
{
    private static string Path(string did) => "/issuer/did-documents/" + Uri.EscapeDataString(did);

    [Fact]
    public async Task The_service_s_own_document_is_the_one_at_its_own_address()
    {
        var own = await service.GetAsync("/.well-known/did.json");
        var here = await service.GetAsync(Path(DevelopmentService.SharedDid));
        Assert.Equal((200, own.Text, "*", "application/did+json"), (here.Status, here.Text, here["Access-Control-Allow-Origin"], here["Content-Type"]));
        Assert.Equal("public, max-age=30", here["Cache-Control"]);
        var again = await service.SendAsync(HttpMethod.Get, Path(DevelopmentService.SharedDid), null, request => request.Headers.Add("If-None-Match", here["ETag"]));
        Assert.Equal(304, again.Status);
    }

    [Fact]
    public async Task A_tenant_s_own_document_is_there_once_a_credential_was_issued_under_it_and_while_it_is_recent()
    {
        var (tenant, did) = await service.ActiveAsync();
        (await service.GetAsync(Path(did))).IsError(404, "route_not_found");
        var document = await service.IssueAsync(tenant);
        var found = await service.GetAsync(Path(did));
        Assert.Equal((200, "*"), (found.Status, found["Access-Control-Allow-Origin"]));
        Assert.Equal(did, (string?)found.Json["id"]);
        var keys = found.Json["verificationMethod"]!.AsArray().Select(static method => (string)method!["id"]!);
        Assert.All(DidFixture.Methods(document), method => Assert.Contains(method, keys));

        await service.AgeAsync(tenant, did, TimeSpan.FromHours(25));
        var stale = (await service.GetAsync(Path(did))).IsError(404, "route_not_found");
        Assert.Contains("more than 24 hours", (string)stale["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("did:web:elsewhere.example")]
    [InlineData("x")]
    [InlineData("did:web:localhost%3A1:..:..")]
    public async Task No_other_document_is_there(string did) => (await service.GetAsync(Path(did))).IsError(404, "route_not_found");
}
