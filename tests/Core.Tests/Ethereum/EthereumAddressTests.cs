using System.Security.Cryptography;
using FsCheck.Fluent;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Ethereum;

public sealed class EthereumAddressTests
{
    // EIP-55, "Test Cases", and account 0 of anvil and hardhat.
    [Theory]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("0x8617E340B3D01FA5F11F306F4090FD50E238070D")]
    [InlineData("0xde709f2102306220921060314715629080e2fb77")]
    [InlineData("0x27b1fdb04752bbc536007a920d24acb045561c26")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    [InlineData("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")]
    public void Capitals_are_those_of_EIP_55(string address) =>
        Assert.Equal(address, EthereumAddress.ToChecksum(address.ToLowerInvariant()));

    [Fact]
    public void The_known_key_has_its_known_address() =>
        Assert.Equal(KnownAccount.Address, EthereumAddress.FromPublicKey(KnownAccount.PublicKey));

    [Fact]
    public void Any_address_keeps_its_bytes_through_its_capitals() => Prop.ForAll<int>(seed =>
    {
        var bytes = new byte[20];
        new Random(seed).NextBytes(bytes);
        var lower = "0x" + Convert.ToHexStringLower(bytes);
        var checksum = EthereumAddress.ToChecksum(lower);
        return checksum.Equals(lower, StringComparison.OrdinalIgnoreCase)
            && EthereumAddress.Parse(checksum).SequenceEqual(bytes)
            && EthereumAddress.ToChecksum(checksum) == checksum;
    }).Holds();

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("f39fd6e51aad88f6f4ce6ab8827279cfffb92266")]
    [InlineData("0Xf39fd6e51aad88f6f4ce6ab8827279cfffb92266")]
    [InlineData("0xf39fd6e51aad88f6f4ce6ab8827279cfffb9226")]
    [InlineData("0xf39fd6e51aad88f6f4ce6ab8827279cfffb922660")]
    [InlineData("0xg39fd6e51aad88f6f4ce6ab8827279cfffb92266")]
    public void Another_text_is_no_address(string text) => Assert.Throws<ProofFormatException>(() => EthereumAddress.Parse(text));
}

/// <summary>Account 0 of the mnemonic that anvil and hardhat publish for tests.</summary>
internal static class KnownAccount
{
    internal const string Address = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

    internal static readonly byte[] PrivateKey = Convert.FromHexString("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

    internal static readonly byte[] PublicKey = PublicKeyOf(PrivateKey);

    internal static ECDsa Create(byte[] privateKey) => ECDsa.Create(new ECParameters { Curve = Secp256k1.Curve, D = privateKey });

    internal static byte[] PublicKeyOf(byte[] privateKey)
    {
        using var key = Create(privateKey);
        var point = key.ExportParameters(false).Q;
        return [.. point.X!, .. point.Y!];
    }

    internal static byte[] Sign(byte[] privateKey, byte[] digest)
    {
        using var key = Create(privateKey);
        return key.SignHash(digest);
    }
}
