using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>A host of its own, whose strangers' entries are used up.</summary>
public sealed class StrangerEntriesTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task A_stranger_causes_no_more_entries_than_a_minute_of_calls()
    {
        var ids = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            ids.Add((await service.GetAsync("/v1/nothing-here"))["X-Request-Id"]!);
        }

        var known = (await service.GetAsync("/v1/batches/bat_01HXYZABCDEFGHJKMNPQRSTVWX", (await service.TenantAsync()).TestKey))["X-Request-Id"]!;
        // Entries are written in the order of the calls: once the last one is there, all are.
        for (var tries = 0; !await IsKeptAsync(known); tries++)
        {
            Assert.True(tries < 200, "The entry of a known caller is missing");
            await Task.Delay(25);
        }

        var kept = 0;
        foreach (var id in ids)
        {
            kept += await IsKeptAsync(id) ? 1 : 0;
        }

        Assert.Equal(60, kept);
    }

    private async Task<bool> IsKeptAsync(string id) => await service.Host.Node.Core.Requests.FindAsync(id, default) is not null;
}
