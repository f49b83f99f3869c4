using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests.Claims;

/// <summary>How often one client may try, by whichever way; each test has a clock and a service of its own, whose only client it is.</summary>
public sealed class ClaimLimitTests : IAsyncLifetime
{
    private const int CallsInMinute = 60;

    private readonly LimitedClaimService service = new();

    public Task InitializeAsync() => service.InitializeAsync();

    public Task DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Script_and_forms_share_sixty_tries_a_minute_of_a_client()
    {
        var (id, _) = await service.SentAsync((await service.TenantAsync()).TestKey);
        for (var i = 0; i < CallsInMinute; i += 4)
        {
            Assert.Equal(404, (await service.ClaimAsync("no-such-token-as-this")).Status);
            Assert.Equal(404, (await service.FormAsync($"/c/{id}/claim", null, ("code", "no-such-token-as-this"))).Status);
            Assert.Equal(303, (await service.FormAsync($"/c/{id}/erasure-request", null)).Status);
            Assert.Equal(303, (await service.FormAsync($"/c/{id}/sign-out", null)).Status);
        }

        (await service.ClaimAsync("no-such-token-as-this")).IsError(429, "rate_limited");
        foreach (var form in new[] { "claim", "erasure-request", "sign-out" })
        {
            var refused = await service.FormAsync($"/c/{id}/{form}", null, ("code", "no-such-token-as-this"));
            Assert.Equal((429, "text/html; charset=utf-8"), (refused.Status, refused["Content-Type"]));
            Assert.InRange(int.Parse(refused["Retry-After"]!, null), 1, 60);
        }
    }

    [Fact]
    public async Task A_tenant_sends_five_mails_a_minute_to_an_address_again_and_another_tenant_is_not_held_up_by_it()
    {
        const string Address = "resends@students.example";
        var (tenant, other) = (await service.TenantAsync(), await service.TenantAsync());
        var ids = await ToAsync(tenant, 7);
        var others = await ToAsync(other, 1);
        await service.TokenAsync(Address, 8);
        foreach (var id in ids[..5])
        {
            Assert.Equal(202, (await ResendAsync(tenant, id)).Status);
        }

        // What its own limit refuses counts for no address, and what the address's refuses not for the credential.
        (await ResendAsync(tenant, ids[0])).IsError(429, "rate_limited");
        (await ResendAsync(tenant, ids[5])).IsError(429, "rate_limited");
        Assert.Equal(202, (await ResendAsync(other, others[0])).Status);

        async Task<List<string>> ToAsync(TestTenant whose, int count)
        {
            var batch = await service.AnchoredAsync(whose.TestKey, Requests.Of(count, static credential => credential["recipient"]!["email"] = Address));
            return [.. batch["credentials"]!.AsArray().Select(static credential => (string)credential!["id"]!)];
        }
    }

    private Task<Answer> ResendAsync(TestTenant tenant, string id) => service.SendAsync(HttpMethod.Post, $"/v1/credentials/{id}/resend-claim", tenant.TestKey);
}
