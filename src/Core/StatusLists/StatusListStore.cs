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

/// <summary>
/// A tenant's series of status lists, one an environment, in the table <c>statuslists</c>. Places come from a counter that is never set
/// back, sent through the list's keyed permutation: unique without a record of used ones, and not to be guessed from the outside.
/// </summary>
public sealed class StatusListStore(ITables tables, PublicUrls urls, StatusForm form, TimeProvider time, IEntropy entropy)
{
    private const string Table = "statuslists";
    private const string CounterRow = "counter";

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

    /// <summary>The places of counter values <paramref name="from"/> and following, in order.</summary>
    public async Task<StatusEntry[]> EntriesAsync(TenantId tenant, TenantEnvironment environment, long from, int count, CancellationToken cancellationToken)
    {
        var entries = new StatusEntry[count];
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

            var index = permutation!.Map((int)((from + i) % StatusListBits.Count));
            entries[i] = new StatusEntry(urls.StatusList(list!.Name.ToString()), index, form);
        }

        return entries;
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

    private static long From(Row? counter, string? did)
    {
        var next = counter?.RequiredInt64("next") ?? 0;
        return counter?.Text("did") == did ? next : (next + StatusListBits.Count - 1) / StatusListBits.Count * StatusListBits.Count;
    }

    private static StatusList From(StatusListName name, Row row) =>
        new(name, row.RequiredTime("created_at"), row.Bytes("seed") ?? throw new InvalidDataException("Status list without seed"), row.Text("did"));

    private static string Partition(TenantId tenant, TenantEnvironment environment) => $"{tenant}|{environment.Name()}";

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
