using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Storage;

namespace LearnCoin.Api.Tests;

/// <summary>When the tables are out of reach: as for the key store and the chain, the answer says when to come again and not what broke.</summary>
public sealed class StoreOutageTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task The_answer_asks_to_retry_and_the_retry_under_its_key_is_taken()
    {
        var tenant = await service.TenantAsync();
        service.Tables.Before = static table =>
        {
            if (table == "batches")
            {
                throw new StorageUnavailableException("tables", "503 ServerBusy");
            }
        };
        try
        {
            var answer = await service.PostAsync(tenant.TestKey, Requests.Of(2), "outage");
            answer.IsError(500, "internal_error");
            Assert.Equal("30", answer["Retry-After"]);
            Assert.DoesNotContain("ServerBusy", answer.Text, StringComparison.Ordinal);
        }
        finally
        {
            service.Tables.Before = static _ => { };
        }

        Assert.Equal(202, (await service.PostAsync(tenant.TestKey, Requests.Of(2), "outage")).Status);
        Assert.Equal((1, 2), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
    }
}
