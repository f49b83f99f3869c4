using System.Text.Json;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Verification;
using LearnCoin.EndToEnd.Campaign;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>Blocks that held anchors are replaced by others (reliability.md, row anchor).</summary>
public sealed class ReorgTests(HandMinedFixture anvil) : IClassFixture<HandMinedFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(6, false)]
    public async Task A_batch_whose_block_is_lost_is_told_of_and_anchored_again_under_the_same_root(int depth, bool minedAgain)
    {
        await using var rig = await Rig.StartAsync(anvil.Node);
        await rig.StartHostAsync();
        rig.Chain.IsMining = false;
        var batch = await rig.AcceptAsync(3);
        await rig.UntilAsync("it is sent", Patience, () => Task.FromResult(rig.Proxy.Tally.Sent.Count > 0));
        await rig.Chain.MineAsync();
        await rig.UntilAnchoredAsync(batch);
        var before = await ProofsAsync(rig, batch);
        await rig.Chain.MineAsync(depth - 1);

        Assert.Equal(depth, await rig.Chain.ReorgAsync(depth, minedAgain ? rig.Proxy.Tally.Sent.Select(static sent => sent.Raw) : null));
        rig.Chain.IsMining = true;
        await rig.UntilAsync("it is final", Patience, async () => (await EventsAsync(rig, batch)).Contains(EventTypes.BatchFinalized));
        await rig.UntilAtRestAsync();

        await History.CheckAsync(rig);
        Assert.Equal(1, (await EventsAsync(rig, batch)).Count(static type => type == EventTypes.BatchCreated));
        if (!minedAgain)
        {
            // Mined again at once, it may never have been missed.
            Assert.Contains(EventTypes.BatchReorged, await EventsAsync(rig, batch));
            Assert.Equal(2, (await EventsAsync(rig, batch)).Count(static type => type == EventTypes.BatchAnchored));
        }

        var after = await ProofsAsync(rig, batch);
        Assert.Equal(3, after.Count);
        Assert.Equal(before.Select(static proof => Convert.ToHexString(proof.Merkle.MerkleRoot.Span)), after.Select(static proof => Convert.ToHexString(proof.Merkle.MerkleRoot.Span)));
        Assert.Equal(before.Select(static proof => Convert.ToHexString(proof.Merkle.Path.Packed.Span)), after.Select(static proof => Convert.ToHexString(proof.Merkle.Path.Packed.Span)));
        Assert.Equal(before.Select(static proof => Convert.ToHexString(proof.Merkle.TargetHash.Span)), after.Select(static proof => Convert.ToHexString(proof.Merkle.TargetHash.Span)));
        foreach (var (document, _) in after)
        {
            var report = await rig.Observer.Core.Reports.VerifyAsync(document, CancellationToken.None);
            Assert.True(report.IsOk && report.Value.Verdict == Verdict.Valid, JsonSerializer.Serialize(report.Value.Checks));
        }
    }

    private static async Task<IReadOnlyList<string>> EventsAsync(Rig rig, BatchId batch) =>
        [.. (await rig.Observer.Core.Batches.EventsAsync(batch, CancellationToken.None)).Select(static told => told.Type)];

    private static async Task<IReadOnlyList<(byte[] Document, MerkleProof2019 Merkle)>> ProofsAsync(Rig rig, BatchId id)
    {
        var core = rig.Observer.Core;
        var batch = await rig.BatchAsync(id);
        Assert.Equal(BatchStatus.Anchored, batch.Status);
        var found = new List<(byte[], MerkleProof2019)>();
        foreach (var credential in await core.Batches.CredentialsAsync(id, withContent: true, CancellationToken.None))
        {
            var document = await core.Documents.ReadAsync(credential, batch, CancellationToken.None);
            using var json = JsonDocument.Parse(document!);
            found.Add((document!, MerkleProof2019.Decode(json.RootElement.GetProperty("proof")[1].GetProperty("proofValue").GetString())));
        }

        return found;
    }
}
