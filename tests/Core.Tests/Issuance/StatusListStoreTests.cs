using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Kernel;

namespace LearnCoin.Core.Tests.Issuance;

public sealed class StatusListStoreTests
{
    private const TenantEnvironment Test = TenantEnvironment.Test;

    private readonly TenantId tenant = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);
    private readonly MemoryTables tables = new();
    private readonly StatusListStore store;

    public StatusListStoreTests() => store = NewStore();

    [Fact]
    public async Task Places_taken_in_parallel_never_overlap()
    {
        var counts = Enumerable.Range(1, 60).ToList();
        var taken = await Task.WhenAll(counts.Select(count => Task.Run(async () => (From: await store.ReserveAsync(tenant, Test, null, count, default), Count: count))));
        var places = taken.SelectMany(static range => Enumerable.Range((int)range.From, range.Count)).ToList();
        Assert.Equal(Enumerable.Range(0, counts.Sum()), places.Order());
    }

    [Fact]
    public async Task Over_the_boundary_of_two_lists_every_place_is_used_once()
    {
        var from = StatusListBits.Count - 300;
        var entries = await store.EntriesAsync(tenant, Test, from, 600, default);
        Assert.Equal(600, entries.Select(static entry => (entry.ListUrl, entry.Index)).Distinct().Count());
        Assert.Equal([300, 300], entries.GroupBy(static entry => entry.ListUrl).Select(static list => list.Count()));
        Assert.All(entries, static entry => Assert.InRange(entry.Index, 0, StatusListBits.Count - 1));
        Assert.EndsWith("-test-0", entries[299].ListUrl, StringComparison.Ordinal);
        Assert.EndsWith("-test-1", entries[300].ListUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_list_has_each_index_once_and_in_no_order_to_guess()
    {
        var entries = await store.EntriesAsync(tenant, Test, 0, StatusListBits.Count, default);
        Assert.Equal(StatusListBits.Count, entries.Select(static entry => entry.Index).Distinct().Count());
        Assert.InRange(entries.Zip(entries.Skip(1)).Count(static pair => pair.Second.Index == pair.First.Index + 1), 0, 20);
    }

    [Fact]
    public async Task The_same_counter_values_give_the_same_places_whoever_asks()
    {
        var first = await store.EntriesAsync(tenant, Test, 100, 50, default);
        Assert.Equal(first, await NewStore().EntriesAsync(tenant, Test, 100, 50, default));
        Assert.Equal(first[20..30], await store.EntriesAsync(tenant, Test, 120, 10, default));
    }

    [Fact]
    public async Task A_list_has_one_issuer_and_another_DID_begins_the_next()
    {
        const string Own = "did:web:school.example";
        (string? Did, int Count)[] reservations = [(null, 3), (null, 4), (Own, 5), (Own, StatusListBits.Count), (null, 1), (Own, 1), (null, 2), (null, 2)];
        var dids = new Dictionary<string, string?>();
        var places = new HashSet<(string, int)>();
        foreach (var (did, count) in reservations)
        {
            var from = await store.ReserveAsync(tenant, Test, did, count, default);
            foreach (var entry in await store.EntriesAsync(tenant, Test, from, count, default))
            {
                Assert.True(places.Add((entry.ListUrl, entry.Index)));
                Assert.True(StatusListName.TryParse(entry.ListUrl[(entry.ListUrl.LastIndexOf('/') + 1)..], out var name));
                dids.TryAdd(entry.ListUrl, (await store.FindAsync(name, default))!.Did);
                Assert.Equal(did, dids[entry.ListUrl]);
            }
        }

        Assert.Equal([null, Own, Own, null, Own, null], dids.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => pair.Value));
    }

    [Fact]
    public async Task Tenants_and_environments_have_lists_and_counters_of_their_own()
    {
        Assert.Equal(0, await store.ReserveAsync(tenant, Test, null, 5, default));
        Assert.Equal(0, await store.ReserveAsync(tenant, TenantEnvironment.Live, null, 5, default));
        Assert.Equal(0, await store.ReserveAsync(TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance), Test, null, 5, default));
        Assert.Equal(5, await store.ReserveAsync(tenant, Test, null, 1, default));
        var test = await store.EntriesAsync(tenant, Test, 0, 20, default);
        var live = await store.EntriesAsync(tenant, TenantEnvironment.Live, 0, 20, default);
        Assert.NotEqual(test.Select(static entry => entry.Index), live.Select(static entry => entry.Index));
    }

    [Fact]
    public async Task Only_a_list_that_was_used_is_found()
    {
        var name = new StatusListName(tenant, Test, 0);
        Assert.Null(await store.FindAsync(name, default));
        await store.EntriesAsync(tenant, Test, 0, 1, default);
        Assert.Equal(name, (await store.FindAsync(name, default))!.Name);
        Assert.Null(await store.FindAsync(name with { Number = 1 }, default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(long.MaxValue)]
    public void A_name_is_read_as_it_is_written(long number)
    {
        var name = new StatusListName(tenant, TenantEnvironment.Live, number);
        Assert.True(StatusListName.TryParse(name.ToString(), out var parsed));
        Assert.Equal(name, parsed);
        Assert.Equal(name.ToString(), name.ToString().ToLowerInvariant());
    }

    [Theory]
    [InlineData("")]
    [InlineData("--")]
    [InlineData("01arz3ndektsv4rrffq69g5fav-test")]
    [InlineData("01arz3ndektsv4rrffq69g5fav-test-")]
    [InlineData("01arz3ndektsv4rrffq69g5fav-test-00")]
    [InlineData("01arz3ndektsv4rrffq69g5fav-test-+1")]
    [InlineData("01arz3ndektsv4rrffq69g5fav-test- 1")]
    [InlineData("01arz3ndektsv4rrffq69g5fav-test-1-1")]
    [InlineData("01arz3ndektsv4rrffq69g5fav-prod-1")]
    [InlineData("01arz3ndektsv4rrffq69g5fav-TEST-1")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAV-test-1")]
    [InlineData("81arz3ndektsv4rrffq69g5fav-test-1")]
    [InlineData("01arz3ndektsv4rrffq69g5fav-test-9223372036854775808")]
    public void No_other_text_is_a_name(string text) => Assert.False(StatusListName.TryParse(text, out _));

    private StatusListStore NewStore() => new(
        tables, new PublicUrls(new LearnCoinOptions { PublicOrigin = "https://learncoin.example" }), StatusForm.StatusList2021, new TestClock(), SystemEntropy.Instance);
}
