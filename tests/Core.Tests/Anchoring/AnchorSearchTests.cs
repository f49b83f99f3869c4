using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Tests.Anchoring;

public sealed class AnchorSearchTests
{
    [Fact]
    public async Task Anchors_come_newest_first_through_all_pages()
    {
        using var lane = await Lane.OpenAsync();
        const int Count = 230; // three pages of the search
        for (var i = 0; i < Count; i++)
        {
            await lane.EnqueueAsync(1);
            await lane.IncludeAsync();
            lane.Node.Nonce++;
        }

        var nonces = new List<long>();
        await foreach (var anchor in Search(lane).NewestFirstAsync(await lane.Lanes.AllAsync(default), default))
        {
            nonces.Add(anchor.Nonce);
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(static nonce => (long)nonce).Reverse(), nonces);
    }

    [Fact]
    public async Task Lanes_are_told_in_one_row_by_time()
    {
        using var lane = await Lane.OpenAsync();
        var own = lane.Network.KeyName + "-tnt-01ARZ3NDEKTSV4RRFFQ69G5FAV";
        await lane.Keys.EnsureAsync(own, default);
        var lanes = await lane.Lanes.AllAsync(default);
        var other = lanes.Single(known => known.KeyName == own);
        var shared = lane.Id;
        for (var i = 0; i < 3; i++)
        {
            foreach (var id in new[] { shared, other.Id })
            {
                await lane.Store.OpenAsync(Made(id, i, lane), await lane.Store.HeadAsync(id, default), default);
                lane.Clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        var found = new List<string>();
        await foreach (var anchor in Search(lane).NewestFirstAsync(lanes, default))
        {
            found.Add(new AnchorRef(anchor.Lane, anchor.Nonce).ToString());
        }

        Assert.Equal([$"{other.Id}:2", $"{shared}:2", $"{other.Id}:1", $"{shared}:1", $"{other.Id}:0", $"{shared}:0"], found);
        Assert.Equal("tnt_01ARZ3NDEKTSV4RRFFQ69G5FAV", AnchorAccounts.TenantOf(other)?.Value);
        Assert.Null(AnchorAccounts.TenantOf(lanes.Single(known => known.Id == shared)));
    }

    [Fact]
    public async Task One_is_found_by_its_place_and_by_the_hash_of_any_of_its_transactions()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(2);
        var reference = await lane.PrepareAsync();
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        var anchor = await lane.AnchorAsync(reference);
        Assert.True(anchor.Attempts.Count > 1);
        foreach (var name in anchor.Attempts.Select(static attempt => attempt.Hash).Append(reference).Append("0x" + anchor.Hash[2..].ToUpperInvariant()))
        {
            Assert.Equal(anchor.Nonce, (await Search(lane).FindAsync(name, default))?.Nonce);
        }

        foreach (var name in new[] { "", ":", ":0", "0x00", reference + "1", lane.Id + ":-1", lane.Id + ":", "bat_01ARZ3NDEKTSV4RRFFQ69G5FAV" })
        {
            Assert.Null(await Search(lane).FindAsync(name, default));
        }
    }

    private static AnchorRecord Made(string lane, long nonce, Lane at) =>
        new(lane, nonce, new byte[32], [new AnchorAttempt([1], $"0x{lane}{nonce}", 1, 1, at.Clock.GetUtcNow())]) { BatchRoots = [], Batches = [] };

    private static AnchorSearch Search(Lane lane) => new(lane.Store, lane.Lanes, lane.Batches);
}
