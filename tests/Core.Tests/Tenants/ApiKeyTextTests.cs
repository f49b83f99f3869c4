using FsCheck.Fluent;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Tenants;

public sealed class ApiKeyTextTests
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    [Fact]
    public void Every_key_made_is_well_formed_and_bears_its_environment() => Prop.ForAll<byte[], bool>((seed, live) =>
    {
        var key = ApiKeyText.Create(live ? TenantEnvironment.Live : TenantEnvironment.Test, new SeededEntropy(seed));
        return ApiKeyText.IsWellFormed(key) && key.StartsWith(live ? "lrn_live_" : "lrn_test_", StringComparison.Ordinal);
    }).Holds();

    [Fact]
    public void A_secret_that_begins_with_zeros_makes_a_key_like_any_other()
    {
        var key = ApiKeyText.Create(TenantEnvironment.Test, new Fixed(0));
        Assert.True(ApiKeyText.IsWellFormed(key));
        Assert.False(ApiKeyText.IsWellFormed("lrn_test_1" + key[9..]));
        Assert.False(ApiKeyText.IsWellFormed("lrn_test_" + key[10..]));
    }

    [Fact]
    public void Every_change_of_a_single_character_is_refused()
    {
        foreach (var key in new[] { ApiKeyText.Create(TenantEnvironment.Test, new SeededEntropy([7])), ApiKeyText.Create(TenantEnvironment.Live, new Fixed(255)), ApiKeyText.Create(TenantEnvironment.Test, new Fixed(0)) })
        {
            for (var at = 0; at < key.Length; at++)
            {
                foreach (var character in Base58 + "0OIl_ -é")
                {
                    var changed = key[..at] + character + key[(at + 1)..];
                    Assert.True(changed == key || !ApiKeyText.IsWellFormed(changed), changed);
                }
            }
        }
    }

    [Fact]
    public void Neighbours_swapped_characters_lost_and_doubled_are_refused()
    {
        var key = ApiKeyText.Create(TenantEnvironment.Test, new SeededEntropy([8]));
        for (var at = 9; at < key.Length; at++)
        {
            Assert.False(ApiKeyText.IsWellFormed(key.Remove(at, 1)));
            Assert.False(ApiKeyText.IsWellFormed(key.Insert(at, key[at].ToString())));
            Assert.True(at + 1 == key.Length || key[at] == key[at + 1] || !ApiKeyText.IsWellFormed($"{key[..at]}{key[at + 1]}{key[at]}{key[(at + 2)..]}"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("lrn_test_")]
    [InlineData("lrn_live_")]
    [InlineData("lrn_test")]
    [InlineData("LRN_TEST_1")]
    [InlineData("sk_test_1111")]
    public void Other_texts_are_refused(string text) => Assert.False(ApiKeyText.IsWellFormed(text));

    [Fact]
    public void A_text_of_any_length_is_refused_without_work()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.False(ApiKeyText.IsWellFormed("lrn_test_" + new string('z', 10_000_000)));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1_000);
    }

    [Fact]
    public void What_is_stored_does_not_show_the_key()
    {
        var key = ApiKeyText.Create(TenantEnvironment.Test, SystemEntropy.Instance);
        Assert.Matches("^[0-9a-f]{64}$", ApiKeyText.Hash(key));
        Assert.DoesNotContain(key[9..], ApiKeyText.Hash(key), StringComparison.Ordinal);
    }

    private sealed class Fixed(byte value) : IEntropy
    {
        public void Fill(Span<byte> destination) => destination.Fill(value);
    }
}
