namespace LearnCoin.Core.Keys;

/// <summary>
/// The key store: Key Vault on Azure, files on one machine. Private halves never leave it. Errors never show key material.
/// </summary>
public interface IKeys
{
    /// <summary>Makes the key if it is not there; a second call changes nothing.</summary>
    ValueTask CreateAsync(string name, KeyKind kind, CancellationToken cancellationToken);

    /// <summary>Uncompressed public point of a secp256k1 key: 64 bytes, x then y, big-endian.</summary>
    /// <exception cref="KeyUnavailableException">Missing, disabled or out of reach.</exception>
    ValueTask<byte[]> PublicKeyAsync(string name, CancellationToken cancellationToken);

    /// <summary>ECDSA over a 32-byte digest with a secp256k1 key: 64 bytes r then s. s may be high and there is no recovery id: Core normalises.</summary>
    /// <exception cref="KeyUnavailableException">Missing, disabled or out of reach.</exception>
    ValueTask<byte[]> SignDigestAsync(string name, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);

    /// <summary>Encrypts a small secret (a 32-byte seed) under a wrapping key.</summary>
    /// <exception cref="KeyUnavailableException">Missing, disabled or out of reach.</exception>
    ValueTask<byte[]> WrapAsync(string name, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken);

    /// <summary>Decrypts into <paramref name="secret"/>, which the caller holds pinned and zeroes after use.</summary>
    /// <exception cref="KeyUnavailableException">Missing, disabled or out of reach, or the wrapped bytes are not this key's.</exception>
    ValueTask UnwrapAsync(string name, ReadOnlyMemory<byte> wrapped, Memory<byte> secret, CancellationToken cancellationToken);
}

public enum KeyKind
{
    /// <summary>secp256k1, signs digests. Azure: P-256K in the HSM.</summary>
    Secp256k1,

    /// <summary>Wraps secrets. Azure: RSA-OAEP-256 in the HSM; files: AES-256-GCM.</summary>
    Wrapping,
}

/// <summary>A key cannot be used now. Retried by workflows; 422 <c>signing_key_unavailable</c> when it lasts.</summary>
public sealed class KeyUnavailableException(string keyName, string reason, Exception? inner = null)
    : Exception($"Key '{keyName}' is unavailable: {reason}", inner)
{
    public string KeyName { get; } = keyName;

    /// <summary>What is wrong. Out of reach unless the key store says more.</summary>
    public KeyProblem Problem { get; init; }
}

/// <summary>Why a key cannot be used.</summary>
public enum KeyProblem
{
    /// <summary>The key store does not answer, or not as it should: it may pass by itself.</summary>
    OutOfReach,

    /// <summary>There is no such key.</summary>
    Missing,

    /// <summary>The key is switched off.</summary>
    Disabled,
}
