using System.Security.Cryptography;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Tests.Anchoring;

public sealed class IntrinsicGasTests
{
    [Theory]
    // EIP-7623: max(16 a non-zero byte + 4 a zero byte, 10 a token), a non-zero byte being four tokens.
    [InlineData(0, 0, 21_000)]
    [InlineData(32, 0, 22_280)]
    [InlineData(31, 1, 22_250)]
    [InlineData(0, 32, 21_320)]
    [InlineData(1, 0, 21_040)]
    public void Calldata_costs_what_the_rules_say(int nonZero, int zero, long gas) =>
        Assert.Equal(gas, IntrinsicGas.Of([.. Enumerable.Repeat((byte)7, nonZero), .. new byte[zero]]));

    [Fact]
    public void A_root_never_costs_more_than_32_non_zero_bytes()
    {
        for (var i = 0; i < 1_000; i++)
        {
            Assert.InRange(IntrinsicGas.Of(RandomNumberGenerator.GetBytes(32)), 21_320, 22_280);
        }
    }
}
