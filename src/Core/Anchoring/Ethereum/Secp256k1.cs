using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace LearnCoin.Core.Anchoring.Ethereum;

/// <summary>
/// ECDSA over secp256k1 (SEC 2, section 2.4.1) beyond what the BCL gives: low s, the recovery id, and recovery of the public key.
/// Works on public values only, so it need not run in constant time; once per anchor, so it need not be fast.
/// </summary>
public static class Secp256k1
{
    public const int SignatureBytes = 64;

    public const int PublicKeyBytes = 64;

    public const int DigestBytes = 32;

    private const int ScalarBytes = 32;

    private static readonly BigInteger Order = Secp256k1Point.Order;

    private static readonly BigInteger HalfOrder = Order >> 1;

    private static readonly byte[] OrderBytes = Order.ToByteArray(isUnsigned: true, isBigEndian: true);

    /// <summary>The curve by its object identifier, as the BCL wants it.</summary>
    public static ECCurve Curve => ECCurve.CreateFromValue("1.3.132.0.10");

    /// <summary>
    /// Makes a key store's signature fit for a transaction: low s (EIP-2), and the recovery id found by trying both.
    /// </summary>
    /// <param name="signature">64 bytes, r then s.</param>
    /// <param name="digest">32 bytes that were signed.</param>
    /// <param name="expectedAddress">Address of the key that should have signed.</param>
    /// <exception cref="CryptographicException">The signature is not of that address: the key store used another key or digest.</exception>
    public static RecoverableSignature ToRecoverable(ReadOnlySpan<byte> signature, ReadOnlySpan<byte> digest, string expectedAddress)
    {
        var low = NormalizeS(signature);
        for (var recoveryId = 0; recoveryId <= 1; recoveryId++)
        {
            var candidate = new RecoverableSignature(low, recoveryId);
            if (TryRecover(candidate, digest, out var publicKey)
                && EthereumAddress.FromPublicKey(publicKey).Equals(expectedAddress, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }
        }

        throw new CryptographicException("The signature is not of the expected address");
    }

    /// <summary>The same signature with s at most half the group order (EIP-2): of s and n - s, which both verify, the lower.</summary>
    public static byte[] NormalizeS(ReadOnlySpan<byte> signature)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(signature.Length, SignatureBytes, nameof(signature));
        var low = signature.ToArray();
        var s = ReadScalar(signature[ScalarBytes..]);
        if (s > HalfOrder && s < Order)
        {
            WriteScalar(Order - s, low.AsSpan(ScalarBytes));
        }

        return low;
    }

    /// <summary>True when s is at most half the group order: a chain takes no other (EIP-2).</summary>
    public static bool HasLowS(ReadOnlySpan<byte> signature) => ReadScalar(signature[ScalarBytes..]) <= HalfOrder;

    /// <summary>The public key that made a signature (SEC 1, section 4.1.6): 64 bytes, x then y.</summary>
    /// <returns>False when no key can have made it.</returns>
    public static bool TryRecover(RecoverableSignature signature, ReadOnlySpan<byte> digest, [NotNullWhen(true)] out byte[]? publicKey)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, DigestBytes, nameof(digest));
        ArgumentOutOfRangeException.ThrowIfNotEqual(signature.RS.Length, SignatureBytes, nameof(signature));
        publicKey = null;
        var r = ReadScalar(signature.RS.Span[..ScalarBytes]);
        var s = ReadScalar(signature.RS.Span[ScalarBytes..]);
        if (r.IsZero || r >= Order || s.IsZero || s >= Order || signature.RecoveryId is not (0 or 1)
            || !Secp256k1Point.TryFromX(r, signature.RecoveryId == 1, out var point))
        {
            return false;
        }

        // Q = r^-1 (s R - e G)
        var inverse = BigInteger.ModPow(r, Order - 2, Order);
        var e = ReadScalar(digest) % Order;
        var key = Secp256k1Point.Generator
            .Multiply((Order - e) * inverse % Order)
            .Add(point.Multiply(s * inverse % Order));
        if (key.IsInfinity)
        {
            return false;
        }

        publicKey = new byte[PublicKeyBytes];
        var (x, y) = key.ToAffine();
        WriteScalar(x, publicKey);
        WriteScalar(y, publicKey.AsSpan(ScalarBytes));
        return true;
    }

    /// <summary>Checks a signature with the BCL. False too when <paramref name="publicKey"/> is no point of the curve.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyBytes || signature.Length != SignatureBytes)
        {
            return false;
        }

        try
        {
            var point = new ECPoint { X = publicKey[..ScalarBytes].ToArray(), Y = publicKey[ScalarBytes..].ToArray() };
            using var key = ECDsa.Create(new ECParameters { Curve = Curve, Q = point });
            return key.VerifyHash(digest, signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>True when 32 bytes are a private key: from 1 to the group order less 1.</summary>
    public static bool IsPrivateKey(ReadOnlySpan<byte> scalar) =>
        scalar.Length == ScalarBytes && scalar.ContainsAnyExcept((byte)0) && scalar.SequenceCompareTo(OrderBytes) < 0;

    private static BigInteger ReadScalar(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static void WriteScalar(BigInteger value, Span<byte> destination)
    {
        var slot = destination[..ScalarBytes];
        slot.Clear();
        value.TryWriteBytes(slot[(ScalarBytes - value.GetByteCount(isUnsigned: true))..], out _, isUnsigned: true, isBigEndian: true);
    }
}
