using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Anchoring.Ethereum;

/// <summary>Addresses as text: lower-case hex with 0x inside the product, EIP-55 capitals where people and Blockcerts readers see them.</summary>
public static class EthereumAddress
{
    public const int Bytes = 20;

    private const int PublicKeyBytes = 64;

    /// <summary>Lower-case address of an uncompressed public point: the last 20 bytes of its Keccak-256.</summary>
    /// <param name="publicKey">64 bytes, x then y.</param>
    public static string FromPublicKey(ReadOnlySpan<byte> publicKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, PublicKeyBytes, nameof(publicKey));
        return "0x" + Convert.ToHexStringLower(Keccak256.Hash(publicKey).AsSpan(Keccak256.HashBytes - Bytes));
    }

    /// <summary>The same address with the capitals of EIP-55.</summary>
    /// <exception cref="ProofFormatException">Not 0x and 40 hex digits.</exception>
    public static string ToChecksum(string address)
    {
        var lower = Convert.ToHexStringLower(Parse(address));
        var hash = Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(lower));
        return "0x" + string.Create(lower.Length, (lower, hash), static (text, source) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var nibble = (source.hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
                text[i] = nibble >= 8 ? char.ToUpperInvariant(source.lower[i]) : source.lower[i];
            }
        });
    }

    /// <summary>The 20 bytes of an address; the case of its letters is not looked at.</summary>
    /// <exception cref="ProofFormatException">Not 0x and 40 hex digits.</exception>
    public static byte[] Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var bytes = new byte[Bytes];
        return address.Length == 2 + (2 * Bytes)
            && address.StartsWith("0x", StringComparison.Ordinal)
            && Convert.FromHexString(address.AsSpan(2), bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? bytes
            : throw new ProofFormatException("Not an Ethereum address");
    }
}
