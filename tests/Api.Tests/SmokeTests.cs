using LearnCoin.Api.Tests.Host;
namespace LearnCoin.Api.Tests;
public sealed class SmokeTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task A_batch_is_anchored()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(3));
        File.WriteAllText("/tmp/smoke.json", batch.ToJsonString() + (await service.GetAsync("/v1/credentials/" + batch["credentials"]![0]!["id"], tenant.TestKey)).Text);
    }
}
