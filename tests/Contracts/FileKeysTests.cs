using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Local.Keys;

namespace LearnCoin.Contracts;

/// <summary>The contract on plain key files.</summary>
public sealed class PlainFileKeysTests : KeysContract, IDisposable
{
    private readonly TemporaryKeyFolder folder = new();

    public PlainFileKeysTests() => Keys = new FileKeys(folder.Path, null, SystemEntropy.Instance);

    protected override IKeys Keys { get; }

    public void Dispose() => folder.Dispose();
}

/// <summary>The contract on encrypted key files.</summary>
public sealed class EncryptedFileKeysTests : KeysContract, IDisposable
{
    private readonly TemporaryKeyFolder folder = new();

    public EncryptedFileKeysTests() => Keys = new FileKeys(folder.Path, "correct horse", SystemEntropy.Instance);

    protected override IKeys Keys { get; }

    public void Dispose()
    {
        ((FileKeys)Keys).Dispose();
        folder.Dispose();
    }
}

/// <summary>What only files can do wrong. File modes are Unix's; the store's other rules hold on Windows too.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FileKeysTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryKeyFolder folder = new();

    [Fact]
    public async Task A_key_is_there_after_a_restart()
    {
        await Open("pass").CreateAsync("anchor", KeyKind.Secp256k1, None);
        var before = await Open("pass").PublicKeyAsync("anchor", None);
        Assert.Equal(before, await Open("pass").PublicKeyAsync("anchor", None));
    }

    [Fact]
    public async Task Stores_on_one_folder_creating_at_once_end_with_one_key()
    {
        for (var round = 0; round < 10; round++)
        {
            var name = $"key{round}";
            var seen = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            {
                var store = Open(null);
                await store.CreateAsync(name, KeyKind.Secp256k1, None);
                return Convert.ToHexString(await store.PublicKeyAsync(name, None));
            })));
            Assert.Single(seen.Distinct());
        }

        Assert.Equal(10, Directory.GetFiles(folder.Path).Length); // no temporary file stays
    }

    [Fact]
    public async Task Encrypted_stores_creating_at_once_share_one_salt()
    {
        var seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var store = Open("pass");
            await store.CreateAsync("anchor", KeyKind.Secp256k1, None);
            return Convert.ToHexString(await store.PublicKeyAsync("anchor", None));
        })));
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task Files_are_for_their_owner_only()
    {
        await Open("pass").CreateAsync("anchor", KeyKind.Secp256k1, None);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        var files = Directory.GetFiles(folder.Path);
        Assert.Equal(2, files.Length); // the key and the salt
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherExecute)]
    public async Task A_file_or_folder_open_to_others_is_refused(UnixFileMode extra)
    {
        await Open(null).CreateAsync("anchor", KeyKind.Secp256k1, None);
        File.SetUnixFileMode(KeyFile, File.GetUnixFileMode(KeyFile) | extra);
        await Assert.ThrowsAsync<KeyUnavailableException>(async () => await Open(null).PublicKeyAsync("anchor", None));
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | extra);
        Assert.Throws<KeyUnavailableException>(() => Open(null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("pass")]
    public async Task Any_changed_byte_of_a_file_is_noticed(string? passphrase)
    {
        await Open(passphrase).CreateAsync("anchor", KeyKind.Secp256k1, None);
        var whole = await File.ReadAllBytesAsync(KeyFile);
        var store = Open(passphrase);
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= 1;
            await File.WriteAllBytesAsync(KeyFile, changed);
            await Assert.ThrowsAsync<KeyUnavailableException>(async () => await store.PublicKeyAsync("anchor", None));
        }

        await File.WriteAllBytesAsync(KeyFile, whole[..^1]);
        await Assert.ThrowsAsync<KeyUnavailableException>(async () => await store.PublicKeyAsync("anchor", None));
        await File.WriteAllBytesAsync(KeyFile, []);
        await Assert.ThrowsAsync<KeyUnavailableException>(async () => await store.PublicKeyAsync("anchor", None));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("pass")]
    public async Task A_file_under_another_name_is_refused(string? passphrase)
    {
        await Open(passphrase).CreateAsync("anchor", KeyKind.Secp256k1, None);
        File.Copy(KeyFile, Path.Combine(folder.Path, "other.key"));
        await Assert.ThrowsAsync<KeyUnavailableException>(async () => await Open(passphrase).PublicKeyAsync("other", None));
    }

    [Theory]
    [InlineData("pass", "wrong")]
    [InlineData("pass", null)]
    [InlineData(null, "pass")]
    public async Task Another_passphrase_is_refused_without_a_word_of_key_or_passphrase(string? first, string? second)
    {
        await Open(first).CreateAsync("anchor", KeyKind.Secp256k1, None);
        var refused = await Assert.ThrowsAsync<KeyUnavailableException>(async () => await Open(second).PublicKeyAsync("anchor", None));
        Assert.DoesNotContain("wrong", refused.ToString().Replace("passphrase is wrong", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("anchor", refused.KeyName);
    }

    [Fact]
    public async Task An_encrypted_file_does_not_hold_the_key_in_the_clear()
    {
        var entropy = new Repeating();
        using var plain = new FileKeys(folder.Path, null, entropy);
        await plain.CreateAsync("plain", KeyKind.Wrapping, None);
        using var encrypted = new FileKeys(folder.Path, "pass", entropy);
        await encrypted.CreateAsync("encrypted", KeyKind.Wrapping, None);
        var secret = Enumerable.Repeat((byte)0x5a, 32).ToArray();
        Assert.True((await File.ReadAllBytesAsync(Path.Combine(folder.Path, "plain.key"))).AsSpan().IndexOf(secret) >= 0);
        Assert.True((await File.ReadAllBytesAsync(Path.Combine(folder.Path, "encrypted.key"))).AsSpan().IndexOf(secret) < 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../escape")]
    [InlineData("a/b")]
    [InlineData("a.b")]
    [InlineData("a\0b")]
    public async Task A_name_that_is_a_path_is_refused(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Open(null).CreateAsync(name, KeyKind.Secp256k1, None));

    public void Dispose() => folder.Dispose();

    private string KeyFile => Path.Combine(folder.Path, "anchor.key");

    private FileKeys Open(string? passphrase) => new(folder.Path, passphrase, SystemEntropy.Instance);

    private sealed class Repeating : IEntropy
    {
        public void Fill(Span<byte> destination) => destination.Fill(0x5a);
    }
}

internal sealed class TemporaryKeyFolder : IDisposable
{
    // One level down: the folder itself must be made by the store.
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("learncoin-keys-");

    internal string Path => System.IO.Path.Combine(root.FullName, "keys");

    public void Dispose() => root.Delete(recursive: true);
}
