using System.Security.Cryptography;
using FsCheck.Fluent;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Ethereum;

public sealed class Secp256k1Tests
{
    // ethereum/go-ethereum, crypto/signature_test.go: message, signature with recovery id, public key.
    private const string GethDigest = "ce0677bb30baa8cf067c88db9811f4333d131bf8bcf12fe7065d211dce971008";
    private const string GethSignature =
        "90f27b8b488db00b00606796d2987f6a5f59ae62ea05effe84fef5b8b0e549984a691139ad57a3f0b906637673aa2f63d1f55cb1a69199d4009eea23ceaddc93";
    private const string GethPublicKey =
        "e32df42865e97135acfb65f3bae71bdc86f4d49150ad6a440b6f15878109880a0a2b2667f7e725ceea70c673093bf67663e0312623c8e091b13cf2c0f11ef652";

    [Fact]
    public void The_published_signature_gives_its_public_key()
    {
        var signature = new RecoverableSignature(Convert.FromHexString(GethSignature), 1);
        Assert.True(Secp256k1.TryRecover(signature, Convert.FromHexString(GethDigest), out var publicKey));
        Assert.Equal(GethPublicKey, Convert.ToHexStringLower(publicKey));
        Assert.True(Secp256k1.Verify(publicKey, Convert.FromHexString(GethDigest), signature.RS.Span));
    }

    [Fact]
    public void The_recovered_key_is_the_signers_whatever_key_and_digest() => Prop.ForAll<int>(seed =>
    {
        var (privateKey, digest) = Sample(seed);
        var publicKey = KnownAccount.PublicKeyOf(privateKey);
        var address = EthereumAddress.FromPublicKey(publicKey);
        var signature = Secp256k1.ToRecoverable(KnownAccount.Sign(privateKey, digest), digest, address);
        return Secp256k1.HasLowS(signature.RS.Span)
            && Secp256k1.TryRecover(signature, digest, out var recovered)
            && recovered.SequenceEqual(publicKey)
            && Secp256k1.Verify(publicKey, digest, signature.RS.Span);
    }).Holds();

    [Fact]
    public void High_s_becomes_low_and_still_verifies() => Prop.ForAll<int>(seed =>
    {
        var (privateKey, digest) = Sample(seed);
        var publicKey = KnownAccount.PublicKeyOf(privateKey);
        var low = Secp256k1.NormalizeS(KnownAccount.Sign(privateKey, digest));
        var high = low.ToArray();
        var s = Secp256k1Point.Order - new System.Numerics.BigInteger(low.AsSpan(32), isUnsigned: true, isBigEndian: true);
        s.ToByteArray(isUnsigned: true, isBigEndian: true).CopyTo(high, 64 - s.GetByteCount(isUnsigned: true));
        return !Secp256k1.HasLowS(high)
            && Secp256k1.NormalizeS(high).SequenceEqual(low)
            && Secp256k1.Verify(publicKey, digest, high)
            && Secp256k1.Verify(publicKey, digest, low);
    }).Holds();

    [Fact]
    public void A_signature_of_another_key_is_refused()
    {
        var (privateKey, digest) = Sample(1);
        var signature = KnownAccount.Sign(privateKey, digest);
        Assert.Throws<CryptographicException>(() => Secp256k1.ToRecoverable(signature, digest, KnownAccount.Address));
    }

    [Fact]
    public void A_changed_bit_verifies_no_more_and_recovers_another_key_or_none()
    {
        var (privateKey, digest) = Sample(2);
        var publicKey = KnownAccount.PublicKeyOf(privateKey);
        var signature = Secp256k1.ToRecoverable(KnownAccount.Sign(privateKey, digest), digest, EthereumAddress.FromPublicKey(publicKey));
        for (var i = 0; i < 64; i++)
        {
            var changed = signature.RS.ToArray();
            changed[i] ^= 0x10;
            Assert.False(Secp256k1.Verify(publicKey, digest, changed));
            Assert.False(Secp256k1.TryRecover(signature with { RS = changed }, digest, out var other) && other.SequenceEqual(publicKey));
        }

        Assert.False(Secp256k1.TryRecover(signature with { RecoveryId = 1 - signature.RecoveryId }, digest, out var flipped)
            && flipped.SequenceEqual(publicKey));
    }

    [Theory]
    [InlineData("00", "01")]
    [InlineData("01", "00")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", "01")]
    [InlineData("01", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("05", "01")] // 5 is the x of no point
    public void Scalars_out_of_range_recover_nothing(string r, string s)
    {
        var rs = Convert.FromHexString(r.PadLeft(64, '0') + s.PadLeft(64, '0'));
        Assert.False(Secp256k1.TryRecover(new RecoverableSignature(rs, 0), new byte[32], out _));
    }

    [Fact]
    public void A_point_off_the_curve_verifies_nothing() =>
        Assert.False(Secp256k1.Verify(new byte[64], new byte[32], Convert.FromHexString(GethSignature)));

    private static (byte[] PrivateKey, byte[] Digest) Sample(int seed)
    {
        var bytes = new byte[64];
        new Random(seed).NextBytes(bytes);
        bytes[0] &= 0x7f; // stays below the group order
        return (bytes[..32], bytes[32..]);
    }
}
