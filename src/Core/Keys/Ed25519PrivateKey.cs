using System.Security.Cryptography;

namespace LearnCoin.Core.Keys;

/// <summary>
/// An Ed25519 signing key (RFC 8032) held by OpenSSL, which wipes it on disposal. Threads may sign with one instance at the same time.
/// </summary>
public sealed class Ed25519PrivateKey : IDisposable
{
    public const int SeedBytes = 32;

    private readonly LibCrypto.KeyHandle handle;
    private readonly byte[] publicKey = new byte[Ed25519.PublicKeyBytes];

    private Ed25519PrivateKey(LibCrypto.KeyHandle handle)
    {
        this.handle = handle;
        nuint length = Ed25519.PublicKeyBytes;
        if (LibCrypto.GetPublicKey(handle, publicKey, ref length) != 1 || length != Ed25519.PublicKeyBytes)
        {
            LibCrypto.ClearErrors();
            handle.Dispose();
            throw new CryptographicException("OpenSSL could not derive an Ed25519 public key");
        }
    }

    /// <summary>32 bytes.</summary>
    public ReadOnlySpan<byte> PublicKey => publicKey;

    /// <param name="seed">32 bytes; the caller keeps them pinned and zeroes them (<see cref="PinnedSecret"/>).</param>
    /// <exception cref="CryptographicException">OpenSSL refuses.</exception>
    /// <exception cref="DllNotFoundException">There is no libcrypto on this machine.</exception>
    public static Ed25519PrivateKey FromSeed(ReadOnlySpan<byte> seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, SeedBytes, nameof(seed));
        var key = LibCrypto.NewPrivateKey(LibCrypto.Ed25519, 0, seed, SeedBytes);
        if (!key.IsInvalid)
        {
            return new Ed25519PrivateKey(key);
        }

        LibCrypto.ClearErrors();
        key.Dispose();
        throw new CryptographicException("OpenSSL refused an Ed25519 private key");
    }

    /// <summary>Signs a message, which Ed25519 hashes itself.</summary>
    /// <param name="message">Any length.</param>
    /// <param name="signature">64 bytes.</param>
    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(signature.Length, Ed25519.SignatureBytes, nameof(signature));
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        using var context = LibCrypto.NewContext();
        nuint length = Ed25519.SignatureBytes;
        if (context.IsInvalid
            || LibCrypto.SignInit(context, 0, 0, 0, handle) != 1
            || LibCrypto.Sign(context, signature, ref length, message, (nuint)message.Length) != 1
            || length != Ed25519.SignatureBytes)
        {
            LibCrypto.ClearErrors();
            throw new CryptographicException("OpenSSL could not make an Ed25519 signature");
        }
    }

    public void Dispose() => handle.Dispose();
}
