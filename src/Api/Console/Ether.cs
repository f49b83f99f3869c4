using System.Globalization;
using System.Numerics;
using LearnCoin.Api.Site;

namespace LearnCoin.Api.Console;

/// <summary>Amounts of wei for people.</summary>
internal static class Ether
{
    private const int Decimals = 18;
    private const int Significant = 4;

    /// <summary>In ETH with four significant digits, or in wei where that is shorter.</summary>
    public static string Text(BigInteger wei, Texts texts)
    {
        var digits = wei.ToString(CultureInfo.InvariantCulture);
        return digits.Length <= Significant
            ? $"{texts.Number((decimal)wei)} wei"
            // Below one ETH every digit before the significant ones is a zero.
            : $"{texts.Number((decimal)wei / 1_000_000_000_000_000_000m, Math.Max(2, Decimals - digits.Length + Significant))} ETH";
    }
}
