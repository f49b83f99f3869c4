using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using FsCheck.Fluent;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Tests.Proofs;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.StatusLists;

public sealed class StatusListTests(ITestOutputHelper output)
{
    [Fact]
    public void The_vector_list_has_its_bytes()
    {
        if (SharedVectors.Read("learncoin", "blockcerts-vectors.json", output) is not { } vectors)
        {
            return;
        }

        var vector = vectors.GetProperty("statusList");
        var bits = new StatusListBits();
        foreach (var index in vector.GetProperty("revokedIndexes").EnumerateArray())
        {
            bits[index.GetInt32()] = true;
        }

        Assert.Equal(StatusListBits.Count, vector.GetProperty("bits").GetInt32());
        Assert.Equal(vector.GetProperty("rawSha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bits.Raw)));
        Assert.Equal(Convert.ToByte(vector.GetProperty("byteValue").GetString(), 16), bits.Raw[vector.GetProperty("byteIndex").GetInt32()]);
    }

    [Fact]
    public void The_accepted_list_is_read()
    {
        if (SharedVectors.Read("learncoin", "status-list.json", output) is not { } list)
        {
            return;
        }

        var bits = StatusListBits.Decode(list.GetProperty("credentialSubject").GetProperty("encodedList").GetString()!, multibase: false);
        Assert.Equal([4711], Enumerable.Range(0, StatusListBits.Count).Where(i => bits[i]));
        var written = StatusListCredential.WriteStatusList2021(
            list.GetProperty("id").GetString()!, "did:web:issuer.example", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), bits);
        var expected = DocumentProofs.WithoutProof(System.Text.Encoding.UTF8.GetBytes(list.GetRawText()));
        Assert.Equal(Shape(expected), Shape(written));
    }

    [Fact]
    public void Bits_that_were_set_are_read_back_in_both_forms() => Prop.ForAll<ushort[]>(indexes =>
    {
        var bits = new StatusListBits();
        foreach (var index in indexes)
        {
            bits[index * 2] = true;
            bits[(index * 2) + 1] = true;
            bits[(index * 2) + 1] = false;
        }

        var expected = indexes.Select(i => i * 2).ToHashSet();
        return new[] { StatusListBits.Decode(bits.EncodeStatusList2021(), false), StatusListBits.Decode(bits.EncodeBitstring(), true), StatusListBits.FromRaw(bits.Raw) }
            .All(read => Enumerable.Range(0, StatusListBits.Count).Where(i => read[i]).ToHashSet().SetEquals(expected));
    }).Holds();

    [Fact]
    public void Lists_of_another_length_form_or_a_gzip_bomb_are_refused()
    {
        Assert.Throws<ProofFormatException>(() => StatusListBits.Decode(Compress(16383), false));
        Assert.Throws<ProofFormatException>(() => StatusListBits.Decode(Compress(16385), false));
        Assert.Throws<ProofFormatException>(() => StatusListBits.Decode(Compress(100_000_000), false));
        Assert.Throws<ProofFormatException>(() => StatusListBits.Decode("AAAA", false));
        Assert.Throws<ProofFormatException>(() => StatusListBits.Decode(new StatusListBits().EncodeBitstring(), false));
        Assert.Throws<ProofFormatException>(() => StatusListBits.Decode(new StatusListBits().EncodeStatusList2021(), true));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(131072)]
    public void An_index_outside_the_list_is_refused(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StatusListBits()[index]);

    [Fact]
    public void A_permutation_gives_every_index_once_whatever_the_key()
    {
        foreach (var seed in Enumerable.Range(0, 8))
        {
            var permutation = new IndexPermutation(Key(seed));
            var seen = new bool[StatusListBits.Count];
            for (var i = 0; i < seen.Length; i++)
            {
                var index = permutation.Map(i);
                Assert.False(seen[index]);
                seen[index] = true;
            }
        }
    }

    [Fact]
    public void A_permutation_looks_random_and_is_another_for_another_key()
    {
        var a = new IndexPermutation(Key(1));
        var b = new IndexPermutation(Key(2));
        var same = Enumerable.Range(0, StatusListBits.Count).Count(i => a.Map(i) == b.Map(i));
        var neighbours = Enumerable.Range(1, StatusListBits.Count - 1).Count(i => Math.Abs(a.Map(i) - a.Map(i - 1)) < 64);

        // Random permutations: about 1 common point, about 127 near neighbours (128 of 131,072 for each of 131,071 pairs).
        Assert.True(same < 20, $"{same} common points");
        Assert.True(neighbours is > 60 and < 220, $"{neighbours} near neighbours");
    }

    [Fact]
    public void A_permutation_stays_the_same_over_releases()
    {
        // Stored lists depend on it: a change here would hand out used indexes again. Figures of a second implementation (Python, hmac).
        var permutation = new IndexPermutation(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        Assert.Equal([117470, 59475, 72537, 82159, 102712], Enumerable.Range(0, 5).Select(permutation.Map));
    }

    [Fact]
    public void A_full_list_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new IndexPermutation(Key(1)).Map(StatusListBits.Count));

    [Fact]
    public void The_bitstring_form_is_a_VC_2_credential()
    {
        var json = JsonDocument.Parse(StatusListCredential.WriteBitstring(
            "https://x.example/status/1?format=bitstring", "did:web:x.example", DateTimeOffset.UnixEpoch, new StatusListBits())).RootElement;
        Assert.Equal("""["https://www.w3.org/ns/credentials/v2"]""", json.GetProperty("@context").GetRawText());
        Assert.Equal("""["VerifiableCredential","BitstringStatusListCredential"]""", json.GetProperty("type").GetRawText());
        Assert.Equal("1970-01-01T00:00:00Z", json.GetProperty("validFrom").GetString());
        var subject = json.GetProperty("credentialSubject");
        Assert.Equal("BitstringStatusList", subject.GetProperty("type").GetString());
        Assert.Equal("revocation", subject.GetProperty("statusPurpose").GetString());
        Assert.StartsWith("uH4sI", subject.GetProperty("encodedList").GetString(), StringComparison.Ordinal);
    }

    /// <summary>The document without its encoded list, whose gzip bytes differ from one compressor to another.</summary>
    private static string Shape(byte[] json)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(json)!;
        node["credentialSubject"]!["encodedList"] = "";
        return node.ToJsonString();
    }

    private static string Compress(int length)
    {
        using var memory = new MemoryStream();
        using (var stream = new GZipStream(memory, CompressionLevel.Fastest))
        {
            stream.Write(new byte[length]);
        }

        return Base64Url.EncodeToString(memory.ToArray());
    }

    private static byte[] Key(int seed)
    {
        var key = new byte[32];
        new Random(seed).NextBytes(key);
        return key;
    }
}
