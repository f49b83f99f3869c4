namespace LearnCoin.Core.Anchoring;

/// <summary>Gas that a plain transaction with calldata needs: nothing is executed, so this is also what it uses.</summary>
internal static class IntrinsicGas
{
    private const long Transaction = 21_000;

    // EIP-2028: 4 a zero byte, 16 any other. EIP-7623: but at least 10 a token, a zero byte being one token, any other four.
    private const long ZeroByte = 4;
    private const long OtherByte = 16;
    private const long FloorPerToken = 10;
    private const long TokensOfOtherByte = 4;

    public static long Of(ReadOnlySpan<byte> calldata)
    {
        var zeros = calldata.Count((byte)0);
        var others = calldata.Length - zeros;
        var standard = (ZeroByte * zeros) + (OtherByte * others);
        var floor = FloorPerToken * (zeros + (TokensOfOtherByte * others));
        return Transaction + Math.Max(standard, floor);
    }
}
