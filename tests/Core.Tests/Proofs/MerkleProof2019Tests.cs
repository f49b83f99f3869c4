using FsCheck.Fluent;
using LearnCoin.Core.Merkle;
using LearnCoin.Core.Proofs;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Proofs;

public sealed class MerkleProof2019Tests(ITestOutputHelper output)
{
    [Fact]
    public void Vectors_of_each_anchor_code_hold_byte_for_byte()
    {
        if (SharedVectors.Read("learncoin", "blockcerts-vectors.json", output) is not { } vectors)
        {
            return;
        }

        var merkle = vectors.GetProperty("merkle");
        var leaves = merkle.GetProperty("leaves").EnumerateArray().SelectMany(e => Convert.FromHexString(e.GetString()!)).ToArray();
        var tree = MerkleTree.Build(leaves);
        var seen = 0;
        foreach (var (name, code, network) in new[]
        {
            ("eth:sepolia", AnchorChain.Ethereum, 11155111UL), ("eth:mainnet", AnchorChain.Ethereum, 1UL),
            ("base:sepolia (upstream PR #14)", AnchorChain.Base, 84532UL), ("base:mainnet (upstream PR #14)", AnchorChain.Base, 8453UL),
        })
        {
            var index = 0;
            foreach (var expected in vectors.GetProperty("proofValues").GetProperty(name).EnumerateArray())
            {
                var transaction = Convert.FromHexString(expected.GetProperty("transaction").GetString()!);
                var proof = new MerkleProof2019(
                    tree.Root.ToArray(), leaves.AsMemory(index * 32, 32), [new MerkleAnchor(code, network, transaction)], tree.Path(index));
                Assert.Equal(expected.GetProperty("cborHex").GetString(), Convert.ToHexStringLower(proof.EncodeCbor()));
                Assert.Equal(expected.GetProperty("proofValue").GetString(), proof.Encode());
                AssertSame(proof, MerkleProof2019.Decode(proof.Encode()));
                index++;
                seen++;
            }
        }

        Assert.Equal(12, seen);
    }

    [Fact]
    public void Any_proof_is_read_back() => Prop.ForAll<int, byte, ulong>((leaf, count, network) =>
    {
        var proof = Sample((count % 40) + 1, leaf, (count % 8) + 1, network);
        AssertSame(proof, MerkleProof2019.Decode(proof.Encode()));
    }).Holds();

    [Fact]
    public void A_changed_byte_is_refused_or_read_as_another_value()
    {
        var proof = Sample(5, 2, 2, 84532);
        var cbor = proof.EncodeCbor();
        for (var i = 0; i < cbor.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = cbor.ToArray();
                changed[i] ^= (byte)(1 << bit);
                try
                {
                    // What is read at all has exactly one spelling: nothing was ignored.
                    Assert.Equal(changed, MerkleProof2019.DecodeCbor(changed).EncodeCbor());
                }
                catch (ProofFormatException)
                {
                }
            }
        }
    }

    [Fact]
    public void Cut_or_lengthened_bytes_are_refused()
    {
        var cbor = Sample(5, 2, 2, 84532).EncodeCbor();
        for (var length = 0; length < cbor.Length; length++)
        {
            Assert.Throws<ProofFormatException>(() => MerkleProof2019.DecodeCbor(cbor.AsSpan(0, length)));
        }

        Assert.Throws<ProofFormatException>(() => MerkleProof2019.DecodeCbor([.. cbor, 0]));
    }

    [Theory]
    [InlineData("1817")] // 23 in two bytes
    [InlineData("190001")]
    [InlineData("1a0000ffff")]
    [InlineData("1b00000000ffffffff")]
    [InlineData("20")] // -1
    [InlineData("60")] // text
    [InlineData("f4")] // false
    [InlineData("1f")]
    [InlineData("1c")]
    [InlineData("c001")] // tag
    public void A_number_in_another_form_is_refused(string hex) =>
        Assert.Throws<ProofFormatException>(() => new CborReader(Convert.FromHexString(hex)).ReadUnsigned());

    [Theory]
    [InlineData("9f00ff")] // indefinite array
    [InlineData("9801")] // long form of a short length
    public void An_array_in_another_form_is_refused(string hex) =>
        Assert.Throws<ProofFormatException>(() => new CborReader(Convert.FromHexString(hex)).ReadArray(0, 8));

    // RFC 8949, appendix A.
    [Theory]
    [InlineData(0UL, "00")]
    [InlineData(10UL, "0a")]
    [InlineData(23UL, "17")]
    [InlineData(24UL, "1818")]
    [InlineData(100UL, "1864")]
    [InlineData(1000UL, "1903e8")]
    [InlineData(1000000UL, "1a000f4240")]
    [InlineData(1000000000000UL, "1b000000e8d4a51000")]
    [InlineData(18446744073709551615UL, "1bffffffffffffffff")]
    public void Numbers_have_the_form_of_RFC_8949(ulong value, string hex)
    {
        Assert.Equal(hex, Convert.ToHexStringLower(new CborWriter().Unsigned(value).Written));
        Assert.Equal(value, new CborReader(Convert.FromHexString(hex)).ReadUnsigned());
    }

    internal static MerkleProof2019 Sample(int leafCount, int leaf, int anchorCount, ulong network)
    {
        var leaves = new byte[leafCount * 32];
        new Random(leafCount).NextBytes(leaves);
        var tree = MerkleTree.Build(leaves);
        var index = (int)((uint)leaf % (uint)leafCount);
        var anchors = Enumerable.Range(0, anchorCount).Select(i => new MerkleAnchor((ulong)i, network, leaves.AsMemory(0, 32))).ToArray();
        return new MerkleProof2019(tree.Root.ToArray(), leaves.AsMemory(index * 32, 32), anchors, tree.Path(index));
    }

    private static void AssertSame(MerkleProof2019 expected, MerkleProof2019 actual)
    {
        Assert.Equal(expected.MerkleRoot.ToArray(), actual.MerkleRoot.ToArray());
        Assert.Equal(expected.TargetHash.ToArray(), actual.TargetHash.ToArray());
        Assert.Equal(expected.Anchors, actual.Anchors);
        Assert.Equal(expected.Path, actual.Path);
    }
}
