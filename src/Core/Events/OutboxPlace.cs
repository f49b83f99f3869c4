using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Events;

/// <summary>Where events lie: the table and partition of the changes that they tell.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Partition">Partition key.</param>
public sealed record OutboxPlace(string Table, string Partition)
{
    /// <summary>Of a batch and its credentials.</summary>
    public static OutboxPlace Of(BatchId batch) => new(BatchStore.Table, batch.Group);

    /// <summary>Of a credential: its batch's.</summary>
    public static OutboxPlace Of(CredentialId credential) => new(BatchStore.Table, credential.Group);

    /// <summary>Of the endpoints of a tenant.</summary>
    public static OutboxPlace Of(TenantId tenant, TenantEnvironment environment) => new(WebhookStore.Table, WebhookStore.Partition(tenant, environment));

    internal string Key => $"{Table}|{Partition}";

    internal static OutboxPlace Parse(string key)
    {
        var end = key.IndexOf('|', StringComparison.Ordinal);
        return new OutboxPlace(key[..end], key[(end + 1)..]);
    }
}
