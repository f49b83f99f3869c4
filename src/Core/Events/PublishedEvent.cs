using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Events;

/// <summary>An event as subscribers and the tenant's lists see it.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Tenant">To whose thing.</param>
/// <param name="Environment">In which environment.</param>
public sealed record PublishedEvent(DomainEvent Event, TenantId Tenant, TenantEnvironment Environment)
{
    /// <summary>
    /// What is told that cannot be read later as it was (the batch object without its credentials), UTF-8 JSON; null: it is read when it is
    /// told. Never a recipient id: what is erased later must not be told any more.
    /// </summary>
    public byte[]? Data { get; init; }

    public EventId Id => Event.Id;

    /// <summary>What a workflow is given to find it again: ids only.</summary>
    internal string Reference => $"{EventStore.Partition(Tenant, Environment)}|{Id}";

    internal Row ToRow()
    {
        var row = new Row(EventStore.Partition(Tenant, Environment), Id.Value)
            .Set("type", Event.Type)
            .Set("subject", Event.Subject)
            .Set("turn", Event.Turn)
            .Set("time", Event.Time);
        if (Data is not null)
        {
            Blob.Set(row, "data", Data);
        }

        return row;
    }

    internal static PublishedEvent From(Row row)
    {
        var (tenant, environment) = TenantEnvironments.Split(row.PartitionKey);
        return new PublishedEvent(DomainEvent.From(row), tenant, environment) { Data = Blob.Get(row, "data") };
    }
}
