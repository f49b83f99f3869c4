using System.Runtime.CompilerServices;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Events;

/// <summary>Published events in the table <c>events</c>, by tenant and environment, oldest first: the ids begin with their time.</summary>
public sealed class EventStore(ITables tables)
{
    private const string Table = "events";

    /// <summary>Enters events of one tenant and environment; entered before, they are told as they are now.</summary>
    public ValueTask AddAsync(IEnumerable<PublishedEvent> published, CancellationToken cancellationToken) =>
        tables.WriteAllAsync(Table, published.Select(static one => RowChange.Upsert(one.ToRow())), cancellationToken);

    /// <summary>Null when there is none, or it has had its time.</summary>
    public async Task<PublishedEvent?> FindAsync(TenantId tenant, TenantEnvironment environment, EventId id, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, Partition(tenant, environment), id.Value, cancellationToken) is { } row ? PublishedEvent.From(row) : null;

    /// <summary>The events of <paramref name="since"/> &lt;= time &lt; <paramref name="until"/>, oldest first.</summary>
    public async IAsyncEnumerable<PublishedEvent> ListAsync(
        TenantId tenant, TenantEnvironment environment, DateTimeOffset since, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = new RowRange(Partition(tenant, environment), First(since), First(until));
        await foreach (var row in tables.AllAsync(Table, range, cancellationToken))
        {
            yield return PublishedEvent.From(row);
        }
    }

    /// <summary>Forgets the events of before <paramref name="until"/>.</summary>
    public async Task PurgeAsync(TenantId tenant, TenantEnvironment environment, DateTimeOffset until, CancellationToken cancellationToken) =>
        await tables.DeleteAllAsync(Table, new RowRange(Partition(tenant, environment), null, First(until)), cancellationToken);

    internal static string Partition(TenantId tenant, TenantEnvironment environment) => TenantEnvironments.Join(tenant, environment);

    /// <summary>Reads <see cref="PublishedEvent.Reference"/>.</summary>
    internal static (TenantId Tenant, TenantEnvironment Environment, EventId Id) Parse(string reference)
    {
        var end = reference.LastIndexOf('|');
        var (tenant, environment) = TenantEnvironments.Split(reference[..end]);
        return (tenant, environment, new EventId(reference[(end + 1)..]));
    }

    /// <summary>What the ids of that millisecond begin with: a key below all of them.</summary>
    private static string First(DateTimeOffset time) => EventId.Prefix + Ulid.FirstOf(time);
}
