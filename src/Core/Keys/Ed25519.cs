using System.Security.Cryptography;

namespace LearnCoin.Core.Keys;

/// <summary>Checks Ed25519 signatures (RFC 8032) with OpenSSL.</summary>
public static class Ed25519
{
    public const int PublicKeyBytes = 32;

    public const int SignatureBytes = 64;

    /// <summary>False too when the key or the signature is not of the right length, or the key is no point of the curve.</summary>
    /// <exception cref="CryptographicException">OpenSSL has no memory.</exception>
    /// <exception cref="DllNotFoundException">There is no libcrypto on this machine.</exception>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyBytes || signature.Length != SignatureBytes)
        {
            return false;
        }

        using var key = LibCrypto.NewPublicKey(LibCrypto.Ed25519, 0, publicKey, PublicKeyBytes);
        using var context = LibCrypto.NewContext();
        if (key.IsInvalid || context.IsInvalid)
        {
            LibCrypto.ClearErrors();
            throw new CryptographicException("OpenSSL could not take an Ed25519 public key");
        }

        var valid = LibCrypto.VerifyInit(context, 0, 0, 0, key) == 1
            && LibCrypto.Verify(context, signature, SignatureBytes, message, (nuint)message.Length) == 1;
        if (!valid)
        {
            LibCrypto.ClearErrors();
        }

        return valid;
    }
}
