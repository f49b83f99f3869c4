using System.Security.Cryptography;
using FsCheck.Fluent;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Kernel;

public sealed class SeededEntropyTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes_in_the_same_steps() => Prop.ForAll<byte[], byte[]>((seed, steps) =>
    {
        var (one, two) = (new SeededEntropy(seed), new SeededEntropy([.. seed]));
        return steps.All(step =>
        {
            var (a, b) = (new byte[step], new byte[step]);
            one.Fill(a);
            two.Fill(b);
            return a.AsSpan().SequenceEqual(b);
        });
    }).Holds();

    [Fact]
    public void It_is_HMAC_SHA256_of_a_counter()
    {
        var seed = new byte[32];
        var bytes = new byte[64];
        new SeededEntropy(seed).Fill(bytes);
        Assert.Equal(HMACSHA256.HashData(seed, new byte[8]), bytes[..32]);
        Assert.Equal(HMACSHA256.HashData(seed, new byte[] { 0, 0, 0, 0, 0, 0, 0, 1 }), bytes[32..]);
    }

    [Fact]
    public void No_bytes_come_twice_and_another_seed_gives_others()
    {
        var entropy = new SeededEntropy(new byte[32]);
        var ids = Enumerable.Range(0, 2_000).Select(_ => Uuid.Urn(entropy)).ToList();
        Assert.Equal(2_000, ids.Distinct().Count());
        Assert.NotEqual(ids[0], Uuid.Urn(new SeededEntropy([1, .. new byte[31]])));
        Assert.All(ids, static id => Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id));
    }
}
