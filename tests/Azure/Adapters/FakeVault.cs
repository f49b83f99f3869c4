using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure;
using Azure.Security.KeyVault.Keys;
using Azure.Security.KeyVault.Keys.Cryptography;

namespace LearnCoin.Azure.Tests.Adapters;

/// <summary>
/// A vault in memory behind the SDK's own client types, with true P-256K and RSA: there is no emulator of Key Vault. As there, a second
/// create makes a new version, and the texts of failures hold the vault's address.
/// </summary>
internal sealed class FakeVault : KeyClient
{
    public const string Secret = "vault-address";
    private readonly ConcurrentDictionary<string, List<Stored>> keys = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the next calls fail with; null: they do not.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What creates fail with; null: they do not.</summary>
    public Exception? CreateFailure { get; set; }

    /// <summary>Makes the coordinates that the vault gives out.</summary>
    public Func<byte[], byte[]> Coordinate { get; set; } = static coordinate => coordinate;

    public static RequestFailedException Answer(int status, string code) => new(status, $"https://{Secret}.example/keys?x={Secret}: {code}", code, null);

    public int Versions(string name) => keys.TryGetValue(name, out var versions) ? versions.Count : 0;

    public void SetEnabled(string name, bool enabled) => keys[name].ForEach(version => version.Key.Properties.Enabled = enabled);

    /// <summary>A newer version of the same kind, as a rotation makes.</summary>
    public void Rotate(string name) => Add(name, RSA.Create(2048), [KeyOperation.WrapKey, KeyOperation.UnwrapKey]);

    public override async Task<Response<KeyVaultKey>> GetKeyAsync(string name, string? version = null, CancellationToken cancellationToken = default)
    {
        await Task.Delay(2, cancellationToken);
        return Response.FromValue(Find(name, version).Key, null!);
    }

    public override async Task<Response<KeyVaultKey>> CreateEcKeyAsync(CreateEcKeyOptions ecKeyOptions, CancellationToken cancellationToken = default)
    {
        Assert.Equal(KeyCurveName.P256K, ecKeyOptions.CurveName);
        return await CreateAsync(ecKeyOptions.Name, ECDsa.Create(ECCurve.CreateFromValue("1.3.132.0.10")), ecKeyOptions, cancellationToken);
    }

    public override Task<Response<KeyVaultKey>> CreateRsaKeyAsync(CreateRsaKeyOptions rsaKeyOptions, CancellationToken cancellationToken = default) =>
        CreateAsync(rsaKeyOptions.Name, RSA.Create(rsaKeyOptions.KeySize!.Value), rsaKeyOptions, cancellationToken);

    public override CryptographyClient GetCryptographyClient(string keyName, string? keyVersion = null) => new Operations(this, keyName, keyVersion);

    private async Task<Response<KeyVaultKey>> CreateAsync(string name, AsymmetricAlgorithm key, CreateKeyOptions options, CancellationToken cancellationToken)
    {
        await Task.Delay(20, cancellationToken);
        return CreateFailure is null ? Response.FromValue(Add(name, key, options.KeyOperations), null!) : throw CreateFailure;
    }

    private KeyVaultKey Add(string name, AsymmetricAlgorithm key, IEnumerable<KeyOperation> operations)
    {
        var web = key is ECDsa curve ? new JsonWebKey(curve, false, operations) : new JsonWebKey((RSA)key, false, operations);
        (web.X, web.Y) = (web.X is null ? null : Coordinate(web.X), web.Y is null ? null : Coordinate(web.Y));
        var properties = KeyModelFactory.KeyProperties(name: name, version: Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        properties.Enabled = true;
        var stored = new Stored(KeyModelFactory.KeyVaultKey(properties, web), key);
        var versions = keys.GetOrAdd(name, static _ => []);
        lock (versions)
        {
            versions.Add(stored);
        }

        return stored.Key;
    }

    private Stored Find(string name, string? version)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        if (keys.TryGetValue(name, out var versions))
        {
            lock (versions)
            {
                if (versions.FindLast(stored => version is null || stored.Key.Properties.Version == version) is { } found)
                {
                    return found;
                }
            }
        }

        throw Answer(404, "KeyNotFound");
    }

    private sealed record Stored(KeyVaultKey Key, AsymmetricAlgorithm Private);

    private sealed class Operations(FakeVault vault, string name, string? version) : CryptographyClient
    {
        public override Task<SignResult> SignAsync(SignatureAlgorithm algorithm, byte[] digest, CancellationToken cancellationToken = default) => RunAsync(
            KeyOperation.Sign,
            algorithm == SignatureAlgorithm.ES256K,
            key => CryptographyModelFactory.SignResult(signature: ((ECDsa)key).SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)),
            cancellationToken);

        public override Task<WrapResult> WrapKeyAsync(KeyWrapAlgorithm algorithm, byte[] key, CancellationToken cancellationToken = default) => RunAsync(
            KeyOperation.WrapKey,
            algorithm == KeyWrapAlgorithm.RsaOaep256,
            rsa => CryptographyModelFactory.WrapResult(key: ((RSA)rsa).Encrypt(key, RSAEncryptionPadding.OaepSHA256)),
            cancellationToken);

        public override Task<UnwrapResult> UnwrapKeyAsync(KeyWrapAlgorithm algorithm, byte[] encryptedKey, CancellationToken cancellationToken = default) => RunAsync(
            KeyOperation.UnwrapKey,
            algorithm == KeyWrapAlgorithm.RsaOaep256,
            rsa => CryptographyModelFactory.UnwrapResult(key: ((RSA)rsa).Decrypt(encryptedKey, RSAEncryptionPadding.OaepSHA256)),
            cancellationToken);

        private async Task<T> RunAsync<T>(KeyOperation operation, bool fits, Func<AsymmetricAlgorithm, T> run, CancellationToken cancellationToken)
        {
            await Task.Delay(2, cancellationToken);
            var stored = vault.Find(name, version);
            if (stored.Key.Properties.Enabled == false || !stored.Key.Key.KeyOps.Contains(operation))
            {
                throw Answer(403, "Forbidden");
            }

            try
            {
                return fits ? run(stored.Private) : throw Answer(400, "BadParameter");
            }
            catch (CryptographicException)
            {
                throw Answer(400, "BadParameter");
            }
        }
    }
}
