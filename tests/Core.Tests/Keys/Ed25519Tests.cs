using System.Collections.Concurrent;
using FsCheck.Fluent;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Tests.Proofs;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Keys;

public sealed class Ed25519Tests(ITestOutputHelper output)
{
    // RFC 8032, section 7.1: TEST 1, 2, 3 and TEST SHA(abc).
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    [InlineData(
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42", "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704")]
    public void Vectors_of_RFC_8032_hold(string seed, string publicKey, string message, string signature)
    {
        using var key = Ed25519PrivateKey.FromSeed(Convert.FromHexString(seed));
        Assert.Equal(publicKey, Convert.ToHexStringLower(key.PublicKey));
        Assert.Equal(signature, Convert.ToHexStringLower(Sign(key, Convert.FromHexString(message))));
        Assert.True(Ed25519.Verify(key.PublicKey, Convert.FromHexString(message), Convert.FromHexString(signature)));
    }

    [Fact]
    public void The_W3C_key_pairs_belong_together()
    {
        if (SharedVectors.Read("vc-di-eddsa", "proof-set-chain/multiKeyPairs.json", output) is not { } pairs)
        {
            return;
        }

        foreach (var pair in pairs.EnumerateObject().Select(p => p.Value))
        {
            using var key = Ed25519PrivateKey.FromSeed(Multikey.DecodeEd25519Secret(pair.GetProperty("privateKeyMultibase").GetString()));
            Assert.Equal(pair.GetProperty("publicKeyMultibase").GetString(), Multikey.EncodeEd25519Public(key.PublicKey));
        }
    }

    [Fact]
    public void Any_changed_bit_of_message_signature_or_key_is_refused() => Prop.ForAll<byte[], int>((message, seed) =>
    {
        using var key = Ed25519PrivateKey.FromSeed(Seed(seed));
        byte[] all = [.. key.PublicKey, .. Sign(key, message), .. message];
        var bit = new Random(seed).Next(all.Length * 8);
        var whole = Valid(all);
        all[bit / 8] ^= (byte)(1 << (bit % 8));
        return whole && !Valid(all);

        static bool Valid(byte[] bytes) => Ed25519.Verify(bytes.AsSpan(0, 32), bytes.AsSpan(96), bytes.AsSpan(32, 64));
    }).Holds();

    [Fact]
    public void Threads_share_one_key()
    {
        using var key = Ed25519PrivateKey.FromSeed(Seed(7));
        var failures = new ConcurrentBag<int>();
        Parallel.For(0, 2000, i =>
        {
            var message = BitConverter.GetBytes(i);
            if (!Ed25519.Verify(key.PublicKey, message, Sign(key, message)))
            {
                failures.Add(i);
            }
        });
        Assert.Empty(failures);
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        using var key = Ed25519PrivateKey.FromSeed(Seed(7));
        var signature = Sign(key, [1]);
        Assert.False(Ed25519.Verify(key.PublicKey, [1], signature.AsSpan(0, 63)));
        Assert.False(Ed25519.Verify(key.PublicKey[..31], [1], signature));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ed25519PrivateKey.FromSeed(new byte[31]));
    }

    [Fact]
    public void A_signature_with_s_above_the_group_order_is_refused()
    {
        // RFC 8032, section 5.1.7: S + L would verify too if it were not checked, and make a second proofValue.
        using var key = Ed25519PrivateKey.FromSeed(Seed(3));
        var signature = Sign(key, [1]);
        var order = System.Numerics.BigInteger.Pow(2, 252) + System.Numerics.BigInteger.Parse("27742317777372353535851937790883648493");
        var s = new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        s.ToByteArray(isUnsigned: true).CopyTo(signature, 32);
        Assert.False(Ed25519.Verify(key.PublicKey, [1], signature));
    }

    [Fact]
    public void A_disposed_key_signs_nothing()
    {
        var key = Ed25519PrivateKey.FromSeed(Seed(7));
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Sign(key, [1]));
    }

    [Fact]
    public void A_disposed_secret_is_zero()
    {
        var secret = new PinnedSecret(32);
        secret.Span.Fill(0xff);
        secret.Dispose();
        Assert.True(secret.Span.IndexOfAnyExcept((byte)0) < 0);
    }

    internal static byte[] Seed(int seed)
    {
        var bytes = new byte[32];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Sign(Ed25519PrivateKey key, byte[] message)
    {
        var signature = new byte[64];
        key.Sign(message, signature);
        return signature;
    }
}
