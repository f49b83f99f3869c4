using System.Security.Cryptography;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;

namespace LearnCoin.Local.Keys;

/// <summary>
/// The key store of one machine: a folder (0700) with one file (0600) a key, encrypted under a passphrase when one is set. Secret bytes are
/// read into pinned memory for one operation and zeroed after it. Several processes may share the folder.
/// </summary>
public sealed class FileKeys : IKeys, IDisposable
{
    private const int SecretBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int WrapOverhead = NonceBytes + TagBytes;

    private readonly KeyFolder folder;
    private readonly KeyFileCodec codec;
    private readonly IEntropy entropy;

    /// <param name="path">Folder; made if it is not there.</param>
    /// <param name="passphrase">Encrypts the files. The folder belongs to one passphrase, or to none, for good.</param>
    /// <exception cref="KeyUnavailableException">The folder is open to other users of the machine.</exception>
    public FileKeys(string path, string? passphrase, IEntropy entropy)
    {
        this.entropy = entropy;
        folder = new KeyFolder(path, entropy);
        codec = new KeyFileCodec(folder, passphrase, entropy);
    }

    public ValueTask CreateAsync(string name, KeyKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!folder.Exists(name))
        {
            using var secret = new PinnedSecret(SecretBytes);
            Generate(kind, secret.Span);
            using var content = codec.Encode(name, kind, secret.Span);
            folder.TryCreate(name, content.Span);
        }

        // Whoever was first, the file that is there now is the key: it must be readable and of this kind.
        using var existing = Load(name, kind);
        return ValueTask.CompletedTask;
    }

    public ValueTask<byte[]> PublicKeyAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var key = LoadEcdsa(name);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return ValueTask.FromResult<byte[]>([.. point.X!, .. point.Y!]);
    }

    public ValueTask<byte[]> SignDigestAsync(string name, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, Secp256k1.DigestBytes, nameof(digest));
        cancellationToken.ThrowIfCancellationRequested();
        using var key = LoadEcdsa(name);
        return ValueTask.FromResult(key.SignHash(digest.Span, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public ValueTask<byte[]> WrapAsync(string name, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var key = Load(name, KeyKind.Wrapping);
        var wrapped = new byte[WrapOverhead + secret.Length];
        var nonce = wrapped.AsSpan(0, NonceBytes);
        entropy.Fill(nonce);
        using var aes = new AesGcm(key.Span, TagBytes);
        aes.Encrypt(nonce, secret.Span, wrapped.AsSpan(WrapOverhead), wrapped.AsSpan(NonceBytes, TagBytes));
        return ValueTask.FromResult(wrapped);
    }

    public ValueTask UnwrapAsync(string name, ReadOnlyMemory<byte> wrapped, Memory<byte> secret, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (wrapped.Length != WrapOverhead + secret.Length)
        {
            throw new KeyUnavailableException(name, "the wrapped bytes are not of the expected length");
        }

        using var key = Load(name, KeyKind.Wrapping);
        using var aes = new AesGcm(key.Span, TagBytes);
        try
        {
            var bytes = wrapped.Span;
            aes.Decrypt(bytes[..NonceBytes], bytes[WrapOverhead..], bytes.Slice(NonceBytes, TagBytes), secret.Span);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new KeyUnavailableException(name, "the wrapped bytes are not this key's");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Opens a key and lets it go, to find out whether the passphrase is the right one. Files that are no keys pass.</summary>
    /// <exception cref="KeyUnavailableException">It does not open.</exception>
    public void CheckOpens(string name)
    {
        using var file = folder.Read(name);
        if (KeyFileCodec.KindOf(file.Span) is { } kind)
        {
            using var secret = new PinnedSecret(SecretBytes);
            codec.Decode(name, kind, file.Span, secret.Span);
        }
    }

    /// <summary>True when the bytes are those of a key file that no passphrase protects.</summary>
    public static bool IsPlainKey(ReadOnlySpan<byte> file) => KeyFileCodec.IsPlain(file);

    public void Dispose() => codec.Dispose();

    private PinnedSecret Load(string name, KeyKind kind)
    {
        var secret = new PinnedSecret(SecretBytes);
        try
        {
            using var file = folder.Read(name);
            codec.Decode(name, kind, file.Span, secret.Span);
            return secret;
        }
        catch
        {
            secret.Dispose();
            throw;
        }
    }

    private ECDsa LoadEcdsa(string name)
    {
        using var secret = Load(name, KeyKind.Secp256k1);
        var scalar = GC.AllocateUninitializedArray<byte>(SecretBytes, pinned: true);
        try
        {
            secret.Span.CopyTo(scalar);
            return ECDsa.Create(new ECParameters { Curve = Secp256k1.Curve, D = scalar });
        }
        catch (CryptographicException e)
        {
            throw new KeyUnavailableException(name, "the cryptographic library refused it", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    private void Generate(KeyKind kind, Span<byte> secret)
    {
        do
        {
            entropy.Fill(secret);
        }
        while (kind == KeyKind.Secp256k1 && !Secp256k1.IsPrivateKey(secret));
    }
}
