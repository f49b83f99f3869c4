using System.Security.Cryptography;
using FsCheck.Fluent;
using LearnCoin.Core.Merkle;
using LearnCoin.Core.Tests.Proofs;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Merkle;

public sealed class MerkleTreeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("merkle")]
    [InlineData("certIssuerMerkleVector")]
    public void Vectors_hold_root_and_paths(string name)
    {
        if (SharedVectors.Read("learncoin", "blockcerts-vectors.json", output) is not { } vectors)
        {
            return;
        }

        var vector = vectors.GetProperty(name);
        var leaves = vector.GetProperty("leaves").EnumerateArray().SelectMany(e => Convert.FromHexString(e.GetString()!)).ToArray();
        var tree = MerkleTree.Build(leaves);
        Assert.Equal(vector.GetProperty("root").GetString(), Convert.ToHexStringLower(tree.Root));
        var paths = vector.GetProperty("paths").EnumerateArray().ToArray();
        Assert.Equal(paths.Length, tree.LeafCount);
        for (var i = 0; i < paths.Length; i++)
        {
            var path = tree.Path(i);
            var expected = paths[i].EnumerateArray().Select(e => e.EnumerateObject().Single()).ToArray();
            Assert.Equal(expected.Length, path.Count);
            for (var j = 0; j < expected.Length; j++)
            {
                Assert.Equal(expected[j].Name == "right" ? MerkleSide.Right : MerkleSide.Left, path.Side(j));
                Assert.Equal(expected[j].Value.GetString(), Convert.ToHexStringLower(path.Sibling(j)));
            }
        }
    }

    [Fact]
    public void Root_agrees_with_the_definition_and_every_path_leads_to_it() => Prop.ForAll<ushort>(size =>
    {
        var leaves = Leaves((size % 600) + 1, size);
        var tree = MerkleTree.Build(leaves);
        var root = RootByDefinition([.. leaves.Chunk(32)]);
        return tree.Root.SequenceEqual(root)
            && Enumerable.Range(0, tree.LeafCount).All(i => tree.Path(i).Apply(leaves.AsSpan(i * 32, 32)).SequenceEqual(root));
    }).Holds();

    [Fact]
    public void A_path_in_a_batch_and_the_path_of_its_root_join_to_a_path_in_the_aggregate()
    {
        int[] sizes = [1, 2, 3, 7, 500];
        var batches = sizes.Select((size, i) => MerkleTree.Build(Leaves(size, i))).ToArray();
        var aggregate = MerkleTree.Build([.. batches.SelectMany(b => b.Root.ToArray())]);
        for (var b = 0; b < batches.Length; b++)
        {
            var leaves = Leaves(sizes[b], b);
            for (var i = 0; i < sizes[b]; i++)
            {
                var path = batches[b].Path(i).Concat(aggregate.Path(b));
                Assert.Equal(aggregate.Root.ToArray(), path.Apply(leaves.AsSpan(i * 32, 32)));
                Assert.Equal(path, MerklePath.FromPacked(path.Packed.Span));
            }
        }
    }

    [Fact]
    public void A_changed_leaf_side_or_sibling_leads_to_another_root()
    {
        var leaves = Leaves(13, 1);
        var tree = MerkleTree.Build(leaves);
        var path = tree.Path(5);
        Assert.NotEqual(tree.Root.ToArray(), path.Apply(leaves.AsSpan(6 * 32, 32)));
        for (var i = 0; i < path.Packed.Length; i++)
        {
            var packed = path.Packed.ToArray();
            packed[i] ^= 1;
            Assert.NotEqual(tree.Root.ToArray(), MerklePath.FromPacked(packed).Apply(leaves.AsSpan(5 * 32, 32)));
        }
    }

    [Fact]
    public void A_single_leaf_is_the_root_and_has_an_empty_path()
    {
        var leaf = Leaves(1, 3);
        var tree = MerkleTree.Build(leaf);
        Assert.Equal(leaf, tree.Root.ToArray());
        Assert.Equal(0, tree.Path(0).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Path(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Path(-1));
    }

    [Fact]
    public void No_leaves_or_half_a_leaf_make_no_tree()
    {
        Assert.Throws<ArgumentException>(() => MerkleTree.Build([]));
        Assert.Throws<ArgumentException>(() => MerkleTree.Build(new byte[33]));
    }

    [Fact]
    public void Packed_bytes_of_a_wrong_length_or_side_are_refused()
    {
        Assert.Throws<FormatException>(() => MerklePath.FromPacked(new byte[34]));
        Assert.Throws<FormatException>(() => MerklePath.FromPacked([2, .. new byte[32]]));
        Assert.Throws<FormatException>(() => MerklePath.FromPacked(new byte[33 * 65]));
    }

    private static byte[] Leaves(int count, int seed)
    {
        var leaves = new byte[count * 32];
        new Random(seed).NextBytes(leaves);
        return leaves;
    }

    private static byte[] RootByDefinition(byte[][] level) => level.Length == 1
        ? level[0]
        : RootByDefinition([.. level.Chunk(2).Select(pair => pair.Length == 2 ? SHA256.HashData([.. pair[0], .. pair[1]]) : pair[0])]);
}
