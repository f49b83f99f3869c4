using LearnCoin.Contracts;
using LearnCoin.Core.Keys;
using LearnCoin.Functions.Adapters;

namespace LearnCoin.Azure.Tests.Adapters;

public sealed class VaultKeysTests : KeysContract, IDisposable
{
    private readonly FakeVault vault = new();
    private readonly VaultKeys keys;

    public VaultKeysTests() => keys = new VaultKeys(vault);

    protected override IKeys Keys => keys;

    public void Dispose() => keys.Dispose();

    [Fact]
    public async Task Creating_at_once_makes_one_version()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => keys.CreateAsync("anchor", KeyKind.Secp256k1, default).AsTask()));
        Assert.Equal(1, vault.Versions("anchor"));
    }

    [Fact]
    public async Task A_disabled_key_is_told_as_disabled_by_every_operation()
    {
        await keys.CreateAsync("anchor", KeyKind.Secp256k1, default);
        await keys.CreateAsync("seeds", KeyKind.Wrapping, default);
        var wrapped = await keys.WrapAsync("seeds", new byte[32], default);
        vault.SetEnabled("anchor", false);
        vault.SetEnabled("seeds", false);
        Assert.Equal(KeyProblem.Disabled, await ProblemAsync(() => keys.PublicKeyAsync("anchor", default).AsTask()));
        Assert.Equal(KeyProblem.Disabled, await ProblemAsync(() => keys.SignDigestAsync("anchor", new byte[32], default).AsTask()));
        Assert.Equal(KeyProblem.Disabled, await ProblemAsync(() => keys.CreateAsync("anchor", KeyKind.Secp256k1, default).AsTask()));
        Assert.Equal(KeyProblem.Disabled, await ProblemAsync(() => keys.WrapAsync("seeds", new byte[32], default).AsTask()));
        Assert.Equal(KeyProblem.Disabled, await ProblemAsync(() => keys.UnwrapAsync("seeds", wrapped, new byte[32], default).AsTask()));
    }

    [Fact]
    public async Task A_missing_key_is_told_as_missing() =>
        Assert.Equal(KeyProblem.Missing, await ProblemAsync(() => keys.SignDigestAsync("anchor", new byte[32], default).AsTask()));

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(0)]
    public async Task Whatever_else_the_vault_answers_is_out_of_reach_and_its_texts_stay_inside(int status)
    {
        vault.Failure = FakeVault.Answer(status, "Some");
        Assert.Equal(KeyProblem.OutOfReach, await ProblemAsync(() => keys.PublicKeyAsync("anchor", default).AsTask()));
        vault.Failure = new AggregateException("tries", new HttpRequestException(FakeVault.Secret));
        Assert.Equal(KeyProblem.OutOfReach, await ProblemAsync(() => keys.WrapAsync("seeds", new byte[32], default).AsTask()));
    }

    [Fact]
    public async Task Who_may_use_keys_but_not_make_them_is_told_so()
    {
        vault.CreateFailure = FakeVault.Answer(403, "Forbidden");
        var failure = await Assert.ThrowsAsync<KeyUnavailableException>(async () => await keys.CreateAsync("anchor", KeyKind.Secp256k1, default));
        Assert.Contains("right", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeVault.Secret, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_wrapped_before_a_rotation_is_unwrapped_after_it()
    {
        await keys.CreateAsync("seeds", KeyKind.Wrapping, default);
        var secret = Enumerable.Range(0, 32).Select(static number => (byte)number).ToArray();
        var before = await keys.WrapAsync("seeds", secret, default);
        vault.Rotate("seeds");
        var after = await keys.WrapAsync("seeds", secret, default);
        foreach (var wrapped in new[] { before, after })
        {
            var unwrapped = new byte[32];
            await keys.UnwrapAsync("seeds", wrapped, unwrapped, default);
            Assert.Equal(secret, unwrapped);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Coordinates_with_or_without_a_leading_zero_make_the_same_point(bool longer)
    {
        vault.Coordinate = longer ? static coordinate => [0, .. coordinate] : static coordinate => [.. coordinate.SkipWhile(static part => part == 0)];
        for (var i = 0; i < 40; i++)
        {
            var name = NewName();
            await keys.CreateAsync(name, KeyKind.Secp256k1, default);
            var point = await keys.PublicKeyAsync(name, default);
            var signature = await keys.SignDigestAsync(name, new byte[32], default);
            Assert.True(Core.Anchoring.Ethereum.Secp256k1.Verify(point, new byte[32], signature));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a_b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public async Task A_name_that_key_vault_does_not_have_is_a_bug_of_the_caller(string name) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await keys.PublicKeyAsync(name, default));

    private static async Task<KeyProblem> ProblemAsync(Func<Task> act)
    {
        var failure = await Assert.ThrowsAsync<KeyUnavailableException>(act);
        Assert.DoesNotContain(FakeVault.Secret, failure.ToString(), StringComparison.Ordinal);
        return failure.Problem;
    }
}
