using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;

namespace LearnCoin.Core.Tests.Idempotency;

public sealed class IdempotencyStoreTests
{
    private static readonly byte[] Body = IdempotencyStore.Fingerprint("POST /v1/batches", "{}"u8);
    private static readonly byte[] OtherBody = IdempotencyStore.Fingerprint("POST /v1/batches", "[]"u8);

    private readonly TestClock clock = new();
    private readonly IdempotencyStore store;
    private readonly IdempotencyScope scope = new(TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance), TenantEnvironment.Test, "k");

    public IdempotencyStoreTests() => store = new IdempotencyStore(new BreakingTables(new MemoryTables()), clock, SystemEntropy.Instance);

    [Fact]
    public async Task The_first_holds_the_key_and_the_others_wait()
    {
        Assert.Null(await store.LookAsync(scope, Body, default));
        var claims = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => store.ClaimAsync(scope, Body, default))));
        Assert.Single(claims.OfType<IdempotencyClaim.Held>());
        Assert.All(claims.OfType<IdempotencyClaim.Refused>(), static refused =>
            Assert.Equal((ErrorCode.IdempotencyRequestInProgress, 1), (refused.Error.Code, refused.Error.RetryAfterSeconds)));
        Assert.IsType<IdempotencyClaim.Refused>(await store.LookAsync(scope, Body, default));
    }

    [Fact]
    public async Task Another_body_is_refused_but_where_the_first_request_broke_off()
    {
        var first = await HeldAsync();
        await ReusedAsync();
        clock.Advance(IdempotencyStore.HoldTime);
        var broken = Assert.IsType<IdempotencyClaim.Broken>(await store.ClaimAsync(scope, OtherBody, default));
        Assert.Equal((first.CreatedAt, Convert.ToHexString(first.Seed)), (broken.First.CreatedAt, Convert.ToHexString(broken.First.Seed)));
        await HeldAsync();
        await ReusedAsync();
        // Released late, by one who saw it broken: it is held again.
        await store.ReleaseAsync(scope, broken.First, default);
        await ReusedAsync();
        await store.CompleteAsync(scope, 202, "a"u8.ToArray(), default);
        await ReusedAsync();
    }

    [Fact]
    public async Task A_holder_that_died_while_the_clock_was_a_day_ahead_is_followed_when_it_is_right_again()
    {
        clock.Advance(TimeSpan.FromDays(1));
        await HeldAsync();
        clock.Advance(TimeSpan.FromDays(-1));
        await HeldAsync();
    }

    [Fact]
    public async Task A_holder_that_died_is_followed_by_one_with_its_seed_and_time()
    {
        var first = await HeldAsync();
        clock.Advance(IdempotencyStore.HoldTime - TimeSpan.FromTicks(1));
        Assert.IsType<IdempotencyClaim.Refused>(await store.ClaimAsync(scope, Body, default));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await store.LookAsync(scope, Body, default));
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => store.ClaimAsync(scope, Body, default))));
        var second = Assert.Single(claims.OfType<IdempotencyClaim.Held>());
        Assert.Equal((first.CreatedAt, Convert.ToHexString(first.Seed)), (second.CreatedAt, Convert.ToHexString(second.Seed)));
    }

    [Fact]
    public async Task A_completed_key_replays_the_same_bytes_for_good()
    {
        await HeldAsync();
        await store.CompleteAsync(scope, 202, "answer"u8.ToArray(), default);
        clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        var replay = Assert.IsType<IdempotencyClaim.Replay>(await store.ClaimAsync(scope, Body, default));
        Assert.Equal((202, "answer"), (replay.Status, System.Text.Encoding.UTF8.GetString(replay.Body)));
        Assert.IsType<IdempotencyClaim.Replay>(await store.LookAsync(scope, Body, default));
    }

    [Fact]
    public async Task After_its_retention_and_not_before_an_answer_is_forgotten()
    {
        var first = await HeldAsync();
        await store.CompleteAsync(scope, 202, "answer"u8.ToArray(), default);
        clock.Advance(IdempotencyStore.Retention);
        await store.PurgeAsync(scope.Tenant, scope.Environment, default);
        Assert.IsType<IdempotencyClaim.Replay>(await store.LookAsync(scope, Body, default));
        clock.Advance(TimeSpan.FromTicks(1));
        await store.PurgeAsync(scope.Tenant, scope.Environment, default);
        Assert.NotEqual(first.Seed, (await HeldAsync()).Seed);
    }

    [Fact]
    public async Task An_answer_that_came_late_is_remembered_for_a_day_from_then()
    {
        await HeldAsync();
        // The first try broke off; a retry of the last hour was answered.
        clock.Advance(TimeSpan.FromHours(23));
        await HeldAsync();
        await store.CompleteAsync(scope, 202, "answer"u8.ToArray(), default);
        clock.Advance(IdempotencyStore.Retention);
        await store.PurgeAsync(scope.Tenant, scope.Environment, default);
        Assert.IsType<IdempotencyClaim.Replay>(await store.LookAsync(scope, Body, default));
        clock.Advance(TimeSpan.FromTicks(1));
        await store.PurgeAsync(scope.Tenant, scope.Environment, default);
        Assert.Null(await store.LookAsync(scope, Body, default));
    }

    [Fact]
    public async Task A_key_that_is_held_is_not_forgotten_under_its_holder()
    {
        await HeldAsync();
        clock.Advance(IdempotencyStore.Retention + TimeSpan.FromMinutes(30));
        await HeldAsync();
        await store.PurgeAsync(scope.Tenant, scope.Environment, default);
        await store.CompleteAsync(scope, 202, "answer"u8.ToArray(), default);
        Assert.IsType<IdempotencyClaim.Replay>(await store.LookAsync(scope, Body, default));
    }

    [Fact]
    public async Task A_released_key_is_free_for_any_body_and_a_new_seed()
    {
        var first = await HeldAsync();
        await store.ReleaseAsync(scope, first, default);
        Assert.Null(await store.LookAsync(scope, OtherBody, default));
        var second = Assert.IsType<IdempotencyClaim.Held>(await store.ClaimAsync(scope, OtherBody, default));
        Assert.NotEqual(first.Seed, second.Seed);
    }

    [Fact]
    public async Task Nobody_frees_a_key_that_has_been_answered()
    {
        var held = await HeldAsync();
        await store.CompleteAsync(scope, 202, "answer"u8.ToArray(), default);
        await store.ReleaseAsync(scope, held, default);
        await store.YieldAsync(scope, held, default);
        Assert.IsType<IdempotencyClaim.Replay>(await store.ClaimAsync(scope, Body, default));
    }

    [Fact]
    public async Task A_holder_that_slept_frees_nothing_that_another_holds()
    {
        var first = await HeldAsync();
        clock.Advance(IdempotencyStore.HoldTime);
        var second = await HeldAsync();
        await store.YieldAsync(scope, first, default);
        await store.ReleaseAsync(scope, first, default);
        Assert.IsType<IdempotencyClaim.Refused>(await store.ClaimAsync(scope, Body, default));
        await store.YieldAsync(scope, second, default);
        Assert.Equal(first.Seed, (await HeldAsync()).Seed);
    }

    [Fact]
    public async Task Answers_are_forgotten_after_a_day_and_not_before()
    {
        await HeldAsync();
        await store.CompleteAsync(scope, 202, "answer"u8.ToArray(), default);
        clock.Advance(IdempotencyStore.Retention);
        await store.PurgeAsync(scope.Tenant, scope.Environment, default);
        Assert.IsType<IdempotencyClaim.Replay>(await store.LookAsync(scope, Body, default));
        clock.Advance(TimeSpan.FromTicks(1));
        await store.PurgeAsync(scope.Tenant, scope.Environment, default);
        Assert.Null(await store.LookAsync(scope, Body, default));
    }

    [Fact]
    public async Task A_request_that_broke_off_is_taken_over_at_once_with_its_seed()
    {
        var first = await HeldAsync();
        await store.YieldAsync(scope, first, default);
        Assert.Equal(first.Seed, (await HeldAsync()).Seed);
    }

    [Fact]
    public async Task Tenant_environment_and_key_each_make_another_scope()
    {
        await HeldAsync();
        var others = new[]
        {
            scope with { Key = "K" },
            scope with { Environment = TenantEnvironment.Live },
            scope with { Tenant = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance) },
            scope with { Key = "a/b\\c#d?e" },
        };
        foreach (var other in others)
        {
            Assert.IsType<IdempotencyClaim.Held>(await store.ClaimAsync(other, OtherBody, default));
        }
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("\"a\"", "a")]
    [InlineData("!~", "!~")]
    [InlineData("\"", "\"")]
    [InlineData("", null)]
    [InlineData("\"\"", null)]
    [InlineData("a b", null)]
    [InlineData("a\r\nb", null)]
    [InlineData("a\u007f", null)]
    [InlineData("é", null)]
    public void Keys_are_visible_ASCII(string header, string? expected)
    {
        Assert.Equal(expected is not null, IdempotencyStore.TryReadKey(header, out var key));
        Assert.Equal(expected ?? key, key);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Keys_have_at_most_255_characters(int length, bool valid)
    {
        Assert.Equal(valid, IdempotencyStore.TryReadKey(new string('k', length), out _));
        Assert.Equal(valid, IdempotencyStore.TryReadKey($"\"{new string('k', length)}\"", out _));
    }

    [Fact]
    public void The_fingerprint_knows_where_the_operation_ends() =>
        Assert.NotEqual(IdempotencyStore.Fingerprint("ab", "c"u8), IdempotencyStore.Fingerprint("a", "bc"u8));

    private async Task<IdempotencyClaim.Held> HeldAsync() => Assert.IsType<IdempotencyClaim.Held>(await store.ClaimAsync(scope, Body, default));

    private async Task ReusedAsync()
    {
        foreach (var claim in new[] { await store.LookAsync(scope, OtherBody, default), await store.ClaimAsync(scope, OtherBody, default) })
        {
            Assert.Equal(ErrorCode.IdempotencyKeyReused, Assert.IsType<IdempotencyClaim.Refused>(claim).Error.Code);
        }
    }
}
