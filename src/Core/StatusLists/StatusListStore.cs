using System.Globalization;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.StatusLists;

/// <summary>One list of a tenant's series.</summary>
/// <param name="Did">Issuer of the list, as of all credentials in it: readers refuse a list of another issuer. Null: the shared DID.</param>
public sealed record StatusList(StatusListName Name, DateTimeOffset CreatedAt, byte[] Seed, string? Did);

/// <summary>A credential's place: a list and an index in it.</summary>
public sealed record StatusPlace(StatusListName List, int Index);

/// <summary>The bits of a list as they stand.</summary>
/// <param name="Bits">All 0 while nothing is revoked.</param>
/// <param name="ChangedAt">When a bit was last set; null: never.</param>
/// <param name="Etag">Changes with the bits; null while none was ever set.</param>
public sealed record StatusListState(StatusListBits Bits, DateTimeOffset? ChangedAt, string? Etag);

/// <summary>
/// A tenant's series of status lists, one an environment, in the table <c>statuslists</c>. Places come from a counter that is never set
/// back, sent through the list's keyed permutation: unique without a record of used ones, and not to be guessed from the outside.
/// </summary>
public sealed class StatusListStore(ITables tables, PublicUrls urls, StatusForm form, TimeProvider time, IEntropy entropy)
{
    private const string Table = "statuslists";
    private const string CounterRow = "counter";

    /// <summary>Told after this process has set bits of a list. Other processes see them when they read the list anew.</summary>
    internal Action<StatusListName> Changed { get; set; } = static _ => { };

    /// <summary>Takes <paramref name="count"/> places for good, all in lists of one issuer: another DID than the last begins the next list.</summary>
    /// <param name="did">The tenant's own DID; null: the shared one.</param>
    /// <returns>Counter value of the first.</returns>
    public async Task<long> ReserveAsync(TenantId tenant, TenantEnvironment environment, string? did, int count, CancellationToken cancellationToken)
    {
        var partition = Partition(tenant, environment);
        var row = await tables.ChangeAsync(
            Table,
            partition,
            CounterRow,
            current => new Row(partition, CounterRow).Set("next", From(current, did) + count).Set("did", did),
            cancellationToken);
        var from = row!.RequiredInt64("next") - count;
        // Before a place is used: a list is made with its issuer, and whoever asks for its places later need not know it.
        for (var number = from / StatusListBits.Count; number <= (from + count - 1) / StatusListBits.Count; number++)
        {
            await EnsureAsync(new StatusListName(tenant, environment, number), did, cancellationToken);
        }

        return from;
    }

    /// <summary>Gives no place away any more of a list before <paramref name="number"/>: somebody may have it whom the store does not know.</summary>
    internal async Task SkipToAsync(TenantId tenant, TenantEnvironment environment, long number, CancellationToken cancellationToken)
    {
        var partition = Partition(tenant, environment);
        await tables.ChangeAsync(
            Table,
            partition,
            CounterRow,
            current => (current?.RequiredInt64("next") ?? 0) >= number * StatusListBits.Count
                ? null
                : (current?.Copy() ?? new Row(partition, CounterRow)).Set("next", number * StatusListBits.Count),
            cancellationToken);
    }

    /// <summary>Status entries for the places of counter values <paramref name="from"/> and following, in order.</summary>
    public async Task<StatusEntry[]> EntriesAsync(TenantId tenant, TenantEnvironment environment, long from, int count, CancellationToken cancellationToken) =>
        [.. (await PlacesAsync(tenant, environment, from, count, cancellationToken))
            .Select(place => new StatusEntry(urls.StatusList(place.List.ToString()), place.Index, form))];

    /// <summary>The places of counter values <paramref name="from"/> and following, in order.</summary>
    public async Task<StatusPlace[]> PlacesAsync(TenantId tenant, TenantEnvironment environment, long from, int count, CancellationToken cancellationToken)
    {
        var places = new StatusPlace[count];
        StatusList? list = null;
        IndexPermutation? permutation = null;
        for (var i = 0; i < count; i++)
        {
            var number = (from + i) / StatusListBits.Count;
            if (list?.Name.Number != number)
            {
                list = await EnsureAsync(new StatusListName(tenant, environment, number), null, cancellationToken);
                permutation = new IndexPermutation(list.Seed);
            }

            places[i] = new StatusPlace(list!.Name, permutation!.Map((int)((from + i) % StatusListBits.Count)));
        }

        return places;
    }

    /// <summary>Sets the bits of these places, those of one list in one write. Set bits are never taken back, so doing it twice changes nothing.</summary>
    public async Task SetAsync(IEnumerable<StatusPlace> places, CancellationToken cancellationToken)
    {
        foreach (var list in places.GroupBy(static place => place.List))
        {
            var (partition, key) = (Partition(list.Key.Tenant, list.Key.Environment), BitsKey(list.Key));
            await tables.ChangeAsync(Table, partition, key, current => WithBits(partition, key, current, list), cancellationToken);
            Changed(list.Key);
        }
    }

    public async ValueTask<StatusListState> StateAsync(StatusListName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var row = await tables.GetAsync(Table, Partition(name.Tenant, name.Environment), BitsKey(name), cancellationToken);
        return row is null
            ? new StatusListState(new StatusListBits(), null, null)
            : new StatusListState(BitsOf(row), row.RequiredTime("changed_at"), row.Etag);
    }

    /// <summary>A list that has been used; null when there is none of that name.</summary>
    public async ValueTask<StatusList?> FindAsync(StatusListName name, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, Partition(name.Tenant, name.Environment), RowKey(name), cancellationToken);
        return row is null ? null : From(name, row);
    }

    private async Task<StatusList> EnsureAsync(StatusListName name, string? did, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is { } list)
        {
            return list;
        }

        var seed = new byte[32];
        entropy.Fill(seed);
        // The first writer's seed counts: an index must not depend on who signed.
        var row = new Row(Partition(name.Tenant, name.Environment), RowKey(name)).Set("seed", seed).Set("created_at", time.GetUtcNow()).Set("did", did);
        await tables.WriteAsync(Table, RowChange.Insert(row), cancellationToken);
        return await FindAsync(name, cancellationToken) ?? throw new InvalidDataException($"Status list {name} was not stored");
    }

    /// <returns>The row with the bits set as well; null when they all are.</returns>
    private Row? WithBits(string partition, string key, Row? current, IEnumerable<StatusPlace> places)
    {
        var bits = current is null ? new StatusListBits() : BitsOf(current);
        var changed = false;
        foreach (var place in places)
        {
            changed |= !bits[place.Index];
            bits[place.Index] = true;
        }

        return changed ? new Row(partition, key).Set("bits", bits.Raw.ToArray()).Set("changed_at", time.GetUtcNow()) : null;
    }

    private static StatusListBits BitsOf(Row row) =>
        StatusListBits.FromRaw(row.Bytes("bits") ?? throw new InvalidDataException("Status bits without bits"));

    private static long From(Row? counter, string? did)
    {
        var next = counter?.RequiredInt64("next") ?? 0;
        return counter?.Text("did") == did ? next : (next + StatusListBits.Count - 1) / StatusListBits.Count * StatusListBits.Count;
    }

    private static StatusList From(StatusListName name, Row row) =>
        new(name, row.RequiredTime("created_at"), row.Bytes("seed") ?? throw new InvalidDataException("Status list without seed"), row.Text("did"));

    private static string Partition(TenantId tenant, TenantEnvironment environment) => $"{tenant}|{environment.Name()}";

    private static string BitsKey(StatusListName name) => string.Create(CultureInfo.InvariantCulture, $"bits|{name.Number:D10}");

    private static string RowKey(StatusListName name) => string.Create(CultureInfo.InvariantCulture, $"list|{name.Number:D10}");
}

/// <summary>Name of a list in its URL: <c>&lt;tenant's ULID, lower case&gt;-&lt;test|live&gt;-&lt;number&gt;</c>.</summary>
public sealed record StatusListName(TenantId Tenant, TenantEnvironment Environment, long Number)
{
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out StatusListName? name)
    {
        ArgumentNullException.ThrowIfNull(text);
        name = null;
        if (text.Split('-') is not [var ulid, ("test" or "live") and var environment, var digits]
            || !TenantId.TryParse(TenantId.Prefix + ulid.ToUpperInvariant(), out var tenant)
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        name = new StatusListName(tenant, TenantEnvironments.Parse(environment), number);
        // One name a list: no upper-case or zero-padded doubles.
        return name.ToString() == text;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Tenant.Value[TenantId.Prefix.Length..].ToLowerInvariant()}-{Environment.Name()}-{Number}");
}
