using System.Security.Cryptography;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Keys;

namespace LearnCoin.Contracts;

/// <summary>What every key store must do. Derive, give a store, and the tests run on it.</summary>
public abstract class KeysContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly byte[] Digest = SHA256.HashData("digest"u8);

    /// <summary>The store under test; every call of one test gives the same keys.</summary>
    protected abstract IKeys Keys { get; }

    /// <summary>A key name that no other test uses.</summary>
    protected virtual string NewName() => "k" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    [Fact]
    public async Task A_created_key_signs_digests_that_its_public_key_verifies()
    {
        var name = NewName();
        await Keys.CreateAsync(name, KeyKind.Secp256k1, None);
        var publicKey = await Keys.PublicKeyAsync(name, None);
        Assert.Equal(64, publicKey.Length);
        for (var i = 0; i < 20; i++)
        {
            var signature = await Keys.SignDigestAsync(name, Digest, None);
            Assert.True(Secp256k1.Verify(publicKey, Digest, signature));
            Secp256k1.ToRecoverable(signature, Digest, EthereumAddress.FromPublicKey(publicKey));
        }
    }

    [Fact]
    public async Task Creating_again_changes_nothing()
    {
        var name = NewName();
        await Keys.CreateAsync(name, KeyKind.Secp256k1, None);
        var before = await Keys.PublicKeyAsync(name, None);
        await Keys.CreateAsync(name, KeyKind.Secp256k1, None);
        Assert.Equal(before, await Keys.PublicKeyAsync(name, None));
    }

    [Fact]
    public async Task Many_creating_at_once_end_with_one_key()
    {
        var name = NewName();
        var seen = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(async () =>
        {
            await Keys.CreateAsync(name, KeyKind.Secp256k1, None);
            return Convert.ToHexString(await Keys.PublicKeyAsync(name, None));
        })));
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task Two_names_are_two_keys()
    {
        var (a, b) = (NewName(), NewName());
        await Keys.CreateAsync(a, KeyKind.Secp256k1, None);
        await Keys.CreateAsync(b, KeyKind.Secp256k1, None);
        Assert.NotEqual(await Keys.PublicKeyAsync(a, None), await Keys.PublicKeyAsync(b, None));
    }

    [Fact]
    public async Task A_wrapped_secret_is_unwrapped_and_does_not_show_in_the_wrapped_bytes()
    {
        var name = NewName();
        await Keys.CreateAsync(name, KeyKind.Wrapping, None);
        var secret = RandomNumberGenerator.GetBytes(32);
        var wrapped = await Keys.WrapAsync(name, secret, None);
        Assert.True(wrapped.AsSpan().IndexOf(secret.AsSpan(0, 8)) < 0);
        Assert.NotEqual(wrapped, await Keys.WrapAsync(name, secret, None));
        var unwrapped = new byte[32];
        await Keys.UnwrapAsync(name, wrapped, unwrapped, None);
        Assert.Equal(secret, unwrapped);
    }

    [Fact]
    public async Task Wrapped_bytes_that_were_changed_cut_or_are_another_keys_are_refused()
    {
        var (name, other) = (NewName(), NewName());
        await Keys.CreateAsync(name, KeyKind.Wrapping, None);
        await Keys.CreateAsync(other, KeyKind.Wrapping, None);
        var wrapped = await Keys.WrapAsync(name, new byte[32], None);
        var into = new byte[32];
        await RefusedAsync(() => Keys.UnwrapAsync(other, wrapped, into, None));
        await RefusedAsync(() => Keys.UnwrapAsync(name, wrapped.AsMemory(1), into, None));
        for (var i = 0; i < wrapped.Length; i += 7)
        {
            var changed = wrapped.ToArray();
            changed[i] ^= 1;
            await RefusedAsync(() => Keys.UnwrapAsync(name, changed, into, None));
        }
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_unavailable()
    {
        var name = NewName();
        await RefusedAsync(async () => await Keys.PublicKeyAsync(name, None));
        await RefusedAsync(async () => await Keys.SignDigestAsync(name, Digest, None));
        await RefusedAsync(async () => await Keys.WrapAsync(name, new byte[32], None));
        await RefusedAsync(() => Keys.UnwrapAsync(name, new byte[60], new byte[32], None));
    }

    [Fact]
    public async Task A_key_does_only_what_its_kind_does()
    {
        var (signing, wrapping) = (NewName(), NewName());
        await Keys.CreateAsync(signing, KeyKind.Secp256k1, None);
        await Keys.CreateAsync(wrapping, KeyKind.Wrapping, None);
        await RefusedAsync(async () => await Keys.SignDigestAsync(wrapping, Digest, None));
        await RefusedAsync(async () => await Keys.WrapAsync(signing, new byte[32], None));
        await RefusedAsync(() => Keys.CreateAsync(signing, KeyKind.Wrapping, None));
    }

    [Fact]
    public async Task A_digest_of_another_length_is_a_bug_of_the_caller()
    {
        var name = NewName();
        await Keys.CreateAsync(name, KeyKind.Secp256k1, None);
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Keys.SignDigestAsync(name, new byte[31], None));
    }

    private static async Task RefusedAsync(Func<ValueTask> act) =>
        await Assert.ThrowsAsync<KeyUnavailableException>(async () => await act());
}
