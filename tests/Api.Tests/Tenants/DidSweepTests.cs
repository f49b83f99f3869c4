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

    [Fact]
    public async Task Only_DIDs_that_are_wanted_or_were_issued_under_are_remembered()
    {
        var (tenant, used) = await service.ActiveAsync();
        await service.IssueAsync(tenant);
        var tried = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            tried.Add(service.Schools.NewDid());
            Assert.Equal(202, (await service.PutDidAsync(tenant.TestKey, tried[i])).Status);
        }

        Assert.Equal([used, tried[2]], await RememberedAsync(tenant, [used, .. tried]));
        Assert.Equal(200, (await service.PutDidAsync(tenant.TestKey, null)).Status);
        Assert.Equal([used], await RememberedAsync(tenant, [used, .. tried]));
    }

    private async Task<List<string>> RememberedAsync(TestTenant tenant, string[] dids)
    {
        var store = new CustomDidStore(service.Tables);
        var found = new List<string>();
        foreach (var did in dids)
        {
            if (await store.FindAsync(tenant.Tenant.Id, did, default) is not null)
            {
                found.Add(did);
            }
        }

        return found;
    }
}
