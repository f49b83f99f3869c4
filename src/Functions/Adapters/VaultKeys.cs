using System.Security.Cryptography;
using Azure;
using Azure.Core;
using Azure.Security.KeyVault.Keys;
using Azure.Security.KeyVault.Keys.Cryptography;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Keys;

namespace LearnCoin.Functions.Adapters;

/// <summary>
/// Keys in Key Vault, in its HSM: P-256K signs (ES256K), RSA wraps (RSA-OAEP-256). Deployments make them; where the identity may, they are
/// made here. Key Vault has no "create if missing" (a second create makes a new version), so within a process creates wait for one another,
/// and what is written under a key names the version.
/// </summary>
/// <param name="client">Client of the vault; see <see cref="Client"/>.</param>
internal sealed class VaultKeys(KeyClient client) : IKeys, IDisposable
{
    private const int WrappingKeyBits = 3072;
    private readonly SemaphoreSlim creating = new(1);

    /// <summary>A client that waits when the vault throttles (429): about 0.8, 1.6, 3.2, 6.4, 12.8, 16 s, or what Retry-After says.</summary>
    public static KeyClient Client(Uri vault, TokenCredential credential)
    {
        var options = new KeyClientOptions();
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 6;
        options.Retry.Delay = TimeSpan.FromMilliseconds(800);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(16);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(15);
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        return new KeyClient(vault, credential, options);
    }

    public async ValueTask CreateAsync(string name, KeyKind kind, CancellationToken cancellationToken)
    {
        CheckName(name);
        if (await ExistsAsync(name, kind, cancellationToken))
        {
            return;
        }

        await creating.WaitAsync(cancellationToken);
        try
        {
            if (!await ExistsAsync(name, kind, cancellationToken))
            {
                await VaultFailures.GuardAsync(name, () => MakeAsync(name, kind, cancellationToken), cancellationToken);
            }
        }
        finally
        {
            creating.Release();
        }
    }

    public async ValueTask<byte[]> PublicKeyAsync(string name, CancellationToken cancellationToken)
    {
        var key = (await OpenAsync(name, KeyKind.Secp256k1, null, cancellationToken)).Key;
        var point = new byte[2 * Secp256k1.DigestBytes];
        PutCoordinate(name, key.X, point.AsSpan(0, Secp256k1.DigestBytes));
        PutCoordinate(name, key.Y, point.AsSpan(Secp256k1.DigestBytes));
        return point;
    }

    public async ValueTask<byte[]> SignDigestAsync(string name, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, Secp256k1.DigestBytes, nameof(digest));
        var key = await OpenAsync(name, KeyKind.Secp256k1, null, cancellationToken);
        var result = await VaultFailures.GuardAsync(
            name,
            () => client.GetCryptographyClient(name, key.Properties.Version).SignAsync(SignatureAlgorithm.ES256K, digest.ToArray(), cancellationToken),
            cancellationToken);
        return result.Signature is { Length: 2 * Secp256k1.DigestBytes } signature
            ? signature
            : throw new KeyUnavailableException(name, "the vault's signature is not r and s of 32 bytes each");
    }

    public async ValueTask<byte[]> WrapAsync(string name, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken)
    {
        var key = await OpenAsync(name, KeyKind.Wrapping, null, cancellationToken);
        var plain = GC.AllocateUninitializedArray<byte>(secret.Length, pinned: true);
        try
        {
            secret.CopyTo(plain);
            var result = await VaultFailures.GuardAsync(
                name,
                () => client.GetCryptographyClient(name, key.Properties.Version).WrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, plain, cancellationToken),
                cancellationToken);
            return new WrappedSecret(key.Properties.Version, result.EncryptedKey).Encode();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public async ValueTask UnwrapAsync(string name, ReadOnlyMemory<byte> wrapped, Memory<byte> secret, CancellationToken cancellationToken)
    {
        CheckName(name);
        var sealedSecret = WrappedSecret.Decode(wrapped.Span) ?? throw new KeyUnavailableException(name, "the wrapped bytes are not of the expected form");
        var key = await OpenAsync(name, KeyKind.Wrapping, sealedSecret.KeyVersion, cancellationToken);
        var result = await VaultFailures.GuardAsync(
            name,
            () => client.GetCryptographyClient(name, key.Properties.Version).UnwrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, sealedSecret.Ciphertext, cancellationToken),
            cancellationToken);

        // The SDK's own copies, in the text of its answer, are beyond reach.
        var plain = result.Key;
        try
        {
            if (plain.Length != secret.Length)
            {
                throw new KeyUnavailableException(name, "the unwrapped secret is not of the expected length");
            }

            plain.CopyTo(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public void Dispose() => creating.Dispose();

    private static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > 127 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new ArgumentException("A key name in Key Vault is 1 to 127 letters, digits and '-'", nameof(name));
        }
    }

    private static void PutCoordinate(string name, byte[]? coordinate, Span<byte> target)
    {
        // Leading zeros may be left out (or one put in front).
        var bytes = (coordinate ?? []).AsSpan().TrimStart((byte)0);
        if (bytes.Length == 0 || bytes.Length > target.Length)
        {
            throw new KeyUnavailableException(name, "the vault's public key has no point");
        }

        bytes.CopyTo(target[^bytes.Length..]);
    }

    private async Task<bool> ExistsAsync(string name, KeyKind kind, CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(name, kind, null, cancellationToken);
            return true;
        }
        catch (KeyUnavailableException missing) when (missing.Problem == KeyProblem.Missing)
        {
            return false;
        }
    }

    /// <summary>The key's public half and properties, when it is enabled and of that kind.</summary>
    private async Task<KeyVaultKey> OpenAsync(string name, KeyKind kind, string? version, CancellationToken cancellationToken)
    {
        CheckName(name);
        cancellationToken.ThrowIfCancellationRequested();
        var key = await VaultFailures.GuardAsync(name, () => client.GetKeyAsync(name, version!, cancellationToken), cancellationToken);
        if (key.Properties.Enabled == false)
        {
            throw new KeyUnavailableException(name, "it is disabled in the vault") { Problem = KeyProblem.Disabled };
        }

        var fits = kind == KeyKind.Secp256k1
            ? (key.KeyType == KeyType.Ec || key.KeyType == KeyType.EcHsm) && key.Key.CurveName == KeyCurveName.P256K
            : key.KeyType == KeyType.Rsa || key.KeyType == KeyType.RsaHsm;
        return fits ? key : throw new KeyUnavailableException(name, $"the vault's key of that name is not of the kind {kind}");
    }

    private Task<Response<KeyVaultKey>> MakeAsync(string name, KeyKind kind, CancellationToken cancellationToken) => kind == KeyKind.Secp256k1
        ? client.CreateEcKeyAsync(
            new CreateEcKeyOptions(name, hardwareProtected: true) { CurveName = KeyCurveName.P256K, KeyOperations = { KeyOperation.Sign, KeyOperation.Verify } },
            cancellationToken)
        : client.CreateRsaKeyAsync(
            new CreateRsaKeyOptions(name, hardwareProtected: true) { KeySize = WrappingKeyBits, KeyOperations = { KeyOperation.WrapKey, KeyOperation.UnwrapKey } },
            cancellationToken);
}
