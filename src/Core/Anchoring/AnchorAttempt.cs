using System.Globalization;
using System.Numerics;
using System.Text;
using LearnCoin.Core.Anchoring.Ethereum;

namespace LearnCoin.Core.Anchoring;

/// <summary>One signed transaction for an anchor. All attempts of an anchor have its nonce, so that at most one can be mined; any of them may be.</summary>
/// <param name="Raw">Signed transaction. Never logged.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="MaxFee">Max fee per gas, wei.</param>
/// <param name="Tip">Max priority fee per gas, wei.</param>
/// <param name="SignedAt">When it was signed.</param>
public sealed record AnchorAttempt(byte[] Raw, string Hash, BigInteger MaxFee, BigInteger Tip, DateTimeOffset SignedAt)
{
    /// <summary>The two fees.</summary>
    public AnchorFee Fee => new(MaxFee, Tip);

    internal static AnchorAttempt Of(SignedTransaction signed, DateTimeOffset signedAt) => new(
        signed.Raw.ToArray(), signed.Hash, signed.Transaction.MaxFeePerGas, signed.Transaction.MaxPriorityFeePerGas, signedAt);

    /// <summary>A line an attempt: what is stored.</summary>
    internal static byte[] Encode(IReadOnlyList<AnchorAttempt> attempts) => Encoding.ASCII.GetBytes(string.Join('\n', attempts.Select(static attempt => string.Create(
        CultureInfo.InvariantCulture,
        $"{attempt.Hash} {attempt.MaxFee} {attempt.Tip} {attempt.SignedAt.ToUnixTimeMilliseconds()} {Convert.ToBase64String(attempt.Raw)}"))));

    internal static IReadOnlyList<AnchorAttempt> Decode(byte[] stored) => [.. Encoding.ASCII.GetString(stored).Split('\n').Select(static line =>
    {
        var parts = line.Split(' ');
        return new AnchorAttempt(
            Convert.FromBase64String(parts[4]),
            parts[0],
            BigInteger.Parse(parts[1], CultureInfo.InvariantCulture),
            BigInteger.Parse(parts[2], CultureInfo.InvariantCulture),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[3], CultureInfo.InvariantCulture)));
    })];
}

/// <param name="MaxFee">Max fee per gas, wei.</param>
/// <param name="Tip">Max priority fee per gas, wei.</param>
public readonly record struct AnchorFee(BigInteger MaxFee, BigInteger Tip);
