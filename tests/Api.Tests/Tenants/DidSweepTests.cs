using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Tenants;

/// <summary>A service of its own: one of its rows is broken.</summary>
public sealed class DidSweepTests(DevelopmentService service) : IClassFixture<DevelopmentService>
{
    [Fact]
    public async Task A_DID_that_cannot_be_looked_at_holds_up_no_other()
    {
        var (broken, store) = (await service.TenantAsync(), new CustomDidStore(service.Tables));
        for (var i = 0; i < 16; i++)
        {
            var row = new CustomDid(broken.Tenant.Id, $"did:web:NOT A DID {i}", DateTimeOffset.UnixEpoch) { IsUsed = true };
            await store.ChangeAsync(row.Tenant, row.Did, _ => row, default);
        }

        var (tenant, did, document) = await service.PendingAsync();
        service.Schools.Publish(did, document);
        await service.AgeAsync(tenant, did, TimeSpan.FromSeconds(61));
        // Told all the same: the host logs that a sweep failed.
        await Assert.ThrowsAsync<InvalidDataException>(() => service.Host.Node.Core.CustomDids.SweepAsync(default));
        Assert.Equal("active", (string?)(await service.MeAsync(tenant))["custom_did"]!["status"]);
    }
}
