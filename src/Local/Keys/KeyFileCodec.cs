using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;

namespace LearnCoin.Local.Keys;

/// <summary>
/// Content of a key file: <c>LCK1</c>, kind, protection, 12-byte nonce, 16-byte tag, 32 secret bytes. Under a passphrase the secret is
/// AES-256-GCM ciphertext, bound to name and kind. Without one nonce and tag are the start of a SHA-256 that shows damage, not forgery.
/// </summary>
internal sealed class KeyFileCodec(KeyFolder folder, string? passphrase, IEntropy entropy) : IDisposable
{
    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA256 (Password Storage Cheat Sheet, 2023).</summary>
    private const int Iterations = 600_000;

    private const string SaltName = "passphrase-salt";
    private const int SaltBytes = 32;
    private const int SecretBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 6;
    private const int SecretAt = HeadBytes + NonceBytes + TagBytes;
    private const int FileBytes = SecretAt + SecretBytes;
    private const byte Plain = 0;
    private const byte Encrypted = 1;

    private readonly Lock gate = new();
    private PinnedSecret? derived;

    private static ReadOnlySpan<byte> Magic => "LCK1"u8;

    /// <summary>The content of a new file, in memory that the caller disposes of.</summary>
    internal PinnedSecret Encode(string name, KeyKind kind, ReadOnlySpan<byte> secret)
    {
        var content = new PinnedSecret(FileBytes);
        var file = content.Span;
        Magic.CopyTo(file);
        file[Magic.Length] = KindByte(kind);
        file[Magic.Length + 1] = passphrase is null ? Plain : Encrypted;
        if (passphrase is null)
        {
            Checksum(name, file[..HeadBytes], secret).CopyTo(file[HeadBytes..]);
            secret.CopyTo(file[SecretAt..]);
            return content;
        }

        var nonce = file.Slice(HeadBytes, NonceBytes);
        entropy.Fill(nonce);
        using var aes = new AesGcm(DerivedKey(name).Span, TagBytes);
        aes.Encrypt(nonce, secret, file[SecretAt..], file.Slice(HeadBytes + NonceBytes, TagBytes), Bound(name, file));
        return content;
    }

    /// <exception cref="KeyUnavailableException">Damaged, of another kind, or not under this passphrase.</exception>
    internal void Decode(string name, KeyKind kind, ReadOnlySpan<byte> file, Span<byte> secret)
    {
        if (file.Length != FileBytes || !file.StartsWith(Magic))
        {
            throw new KeyUnavailableException(name, "its file is not a key file, or damaged");
        }

        if (file[Magic.Length] != KindByte(kind))
        {
            throw new KeyUnavailableException(name, $"it is not a key of kind {kind}");
        }

        switch (file[Magic.Length + 1], passphrase)
        {
            case (Plain, null):
                DecodePlain(name, file, secret);
                break;
            case (Encrypted, not null):
                DecodeEncrypted(name, file, secret);
                break;
            case (Encrypted, null):
                throw new KeyUnavailableException(name, "its file is encrypted and no passphrase is set");
            case (Plain, not null):
                throw new KeyUnavailableException(name, "a passphrase is set but its file is not encrypted");
            default:
                throw new KeyUnavailableException(name, "its file is damaged");
        }
    }

    /// <summary>Kind that a key file says it is of; null for other files, such as the salt.</summary>
    internal static KeyKind? KindOf(ReadOnlySpan<byte> file) => file.Length != FileBytes || !file.StartsWith(Magic)
        ? null
        : file[Magic.Length] switch { (byte)'S' => KeyKind.Secp256k1, (byte)'W' => KeyKind.Wrapping, _ => null };

    /// <summary>True for the content of a key file that no passphrase protects.</summary>
    internal static bool IsPlain(ReadOnlySpan<byte> file) => file.Length == FileBytes && file.StartsWith(Magic) && file[Magic.Length + 1] == Plain;

    public void Dispose()
    {
        lock (gate)
        {
            derived?.Dispose();
            derived = null;
        }
    }

    private static void DecodePlain(string name, ReadOnlySpan<byte> file, Span<byte> secret)
    {
        var expected = Checksum(name, file[..HeadBytes], file[SecretAt..]);
        if (!CryptographicOperations.FixedTimeEquals(expected, file[HeadBytes..SecretAt]))
        {
            throw new KeyUnavailableException(name, "its file is damaged, or another key's");
        }

        file[SecretAt..].CopyTo(secret);
    }

    private void DecodeEncrypted(string name, ReadOnlySpan<byte> file, Span<byte> secret)
    {
        using var aes = new AesGcm(DerivedKey(name).Span, TagBytes);
        try
        {
            aes.Decrypt(file.Slice(HeadBytes, NonceBytes), file[SecretAt..], file.Slice(HeadBytes + NonceBytes, TagBytes), secret, Bound(name, file));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new KeyUnavailableException(name, "the passphrase is wrong, or its file was changed");
        }
    }

    /// <summary>One derivation a process: it takes a good part of a second by design.</summary>
    private PinnedSecret DerivedKey(string name)
    {
        lock (gate)
        {
            if (derived is not null)
            {
                return derived;
            }

            var fresh = new byte[SaltBytes];
            entropy.Fill(fresh);
            folder.TryCreate(SaltName, fresh);
            using var salt = folder.Read(SaltName);
            if (salt.Span.Length != SaltBytes)
            {
                throw new KeyUnavailableException(name, "the salt of the passphrase is damaged");
            }

            var key = new PinnedSecret(SecretBytes);
            Rfc2898DeriveBytes.Pbkdf2(passphrase!, salt.Span, key.Span, Iterations, HashAlgorithmName.SHA256);
            return derived = key;
        }
    }

    private static byte[] Bound(string name, ReadOnlySpan<byte> file) => [.. file[..HeadBytes], .. Encoding.UTF8.GetBytes(name)];

    private static ReadOnlySpan<byte> Checksum(string name, ReadOnlySpan<byte> head, ReadOnlySpan<byte> secret)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Bound(name, head));
        hash.AppendData(secret);
        return hash.GetHashAndReset().AsSpan(0, NonceBytes + TagBytes);
    }

    private static byte KindByte(KeyKind kind) => kind switch
    {
        KeyKind.Secp256k1 => (byte)'S',
        KeyKind.Wrapping => (byte)'W',
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of key"),
    };
}
