using LearnCoin.Core.Audit;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Local.Keys;

namespace LearnCoin.Core.Tests.Tenants;

public sealed class KeyRotationTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-rotation-");
    private readonly BreakingTables tables = new(new MemoryTables());
    private readonly TestClock clock = new();
    private readonly FileKeys files;
    private readonly TenantKeys keys;
    private readonly AuditChain audit;
    private readonly KeyRotation rotation;
    private readonly TenantId tenant = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);
    private TenantSigningKey first = null!;

    public KeyRotationTests()
    {
        files = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        keys = new TenantKeys(tables, files, clock, SystemEntropy.Instance);
        audit = new AuditChain(tables, clock);
        rotation = new KeyRotation(keys, new CustomDidStore(tables), audit, clock);
    }

    public async Task InitializeAsync()
    {
        first = await keys.CreateAsync(tenant, default);
        clock.Advance(TimeSpan.FromHours(1));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        files.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task After_a_rotation_the_new_key_signs_and_the_old_one_is_known_but_has_no_seed()
    {
        var made = await rotation.RotateAsync(tenant, default);
        var known = await keys.ListAsync(tenant, default);
        Assert.Equal([first.Fragment, made.Fragment], known.Select(static key => key.Fragment));
        Assert.Equal(made.Fragment, (await keys.CurrentAsync(tenant, default)).Fragment);
        Assert.Null(known[0].WrappedSeed);
        Assert.Null(known[0].CompromisedSince);
        await Assert.ThrowsAsync<KeyUnavailableException>(() => keys.OpenAsync(known[0], default));
        using var opened = await keys.OpenAsync(known[1], default);
        Assert.Equal(made.PublicKey, opened.PublicKey.ToArray());
        Assert.Equal([("key.rotated", made.Fragment, "operator")], await EntriesAsync());
    }

    [Fact]
    public async Task A_key_that_lists_under_the_tenants_own_DID_are_signed_with_keeps_its_seed_until_the_next_is_listed()
    {
        const string Did = "did:web:school.example";
        var dids = new CustomDidStore(tables);
        Task SeeAsync(params string[] fragments) =>
            dids.ChangeAsync(tenant, Did, _ => new CustomDid(tenant, Did, clock.GetUtcNow()) { IsUsed = true, SeenKeys = fragments }, default);
        await SeeAsync(first.Fragment);
        var second = await rotation.RotateAsync(tenant, default);
        Assert.Equal(first.Fragment, (await new IssuerKeys(keys, dids).OfAsync(tenant, Did, default)).Fragment);
        Assert.Equal(second.Fragment, (await keys.CurrentAsync(tenant, default)).Fragment);
        await SeeAsync(first.Fragment, second.Fragment);
        await rotation.RotateAsync(tenant, default);
        Assert.Equal([false, true, true], (await keys.ListAsync(tenant, default)).Select(static key => key.WrappedSeed is not null));
        await rotation.CompromiseAsync(tenant, second.Fragment, clock.GetUtcNow(), default);
        Assert.Equal((await keys.CurrentAsync(tenant, default)).Fragment, (await new IssuerKeys(keys, dids).OfAsync(tenant, Did, default)).Fragment);
    }

    [Fact]
    public async Task A_rotation_at_a_clock_that_was_set_back_still_gives_the_newest_key()
    {
        for (var times = 0; times < 4; times++)
        {
            clock.Advance(TimeSpan.FromDays(-1));
            Assert.Equal((await rotation.RotateAsync(tenant, default)).Fragment, (await keys.CurrentAsync(tenant, default)).Fragment);
        }
    }

    [Fact]
    public async Task Rotations_at_once_leave_one_key_that_signs()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => rotation.RotateAsync(tenant, default))));
        Assert.Single(await keys.ListAsync(tenant, default), static key => key.CanSign);
        Assert.Equal(9, (await keys.ListAsync(tenant, default)).Count);
    }

    [Fact]
    public async Task A_compromised_key_that_signs_is_replaced_in_the_same_step()
    {
        var since = clock.GetUtcNow();
        var done = (await rotation.CompromiseAsync(tenant, null, since, default)).Value;
        Assert.Equal((first.Fragment, since, true), (done.Key.Fragment, done.Key.CompromisedSince, done.Replaced));
        var known = await keys.ListAsync(tenant, default);
        Assert.Equal((since, null), (known[0].CompromisedSince, known[0].WrappedSeed));
        Assert.Equal(done.Signing.Fragment, (await keys.CurrentAsync(tenant, default)).Fragment);
        Assert.Equal([("key.compromised", first.Fragment, "operator"), ("key.rotated", done.Signing.Fragment, "operator")], await EntriesAsync());
    }

    [Fact]
    public async Task A_compromise_that_died_at_any_step_never_leaves_the_tenant_without_a_key_nor_with_the_bad_one_half_marked()
    {
        for (var step = 0; step < 12; step++)
        {
            var before = await keys.CurrentAsync(tenant, default);
            clock.Advance(TimeSpan.FromHours(1));
            var calls = 0;
            tables.After = _ =>
            {
                if (calls++ == step)
                {
                    throw new IOException("killed");
                }
            };
            try
            {
                await rotation.CompromiseAsync(tenant, null, clock.GetUtcNow(), default);
            }
            catch (IOException)
            {
                // Looked at below.
            }

            tables.After = static _ => { };
            var marked = (await keys.ListAsync(tenant, default)).Single(key => key.Fragment == before.Fragment);
            var current = await keys.CurrentAsync(tenant, default);
            Assert.True(marked.CompromisedSince is null == (current.Fragment == before.Fragment), $"step {step}");
            Assert.True(marked.CompromisedSince is null == marked.WrappedSeed is not null, $"step {step}");
        }
    }

    [Fact]
    public async Task A_past_key_can_be_compromised_and_the_one_that_signs_stays()
    {
        var made = await rotation.RotateAsync(tenant, default);
        var done = (await rotation.CompromiseAsync(tenant, first.Fragment, first.CreatedAt, default)).Value;
        Assert.Equal((first.Fragment, made.Fragment, false), (done.Key.Fragment, done.Signing.Fragment, done.Replaced));
        Assert.Equal(2, (await keys.ListAsync(tenant, default)).Count);
    }

    [Fact]
    public async Task The_time_of_a_compromise_can_be_moved_back_and_not_on()
    {
        var now = clock.GetUtcNow();
        Assert.True((await rotation.CompromiseAsync(tenant, first.Fragment, now.AddMinutes(-10), default)).IsOk);
        Assert.Equal(ErrorCode.InvalidFieldFormat, (await rotation.CompromiseAsync(tenant, first.Fragment, now.AddMinutes(-9), default)).Error?.Code);
        Assert.True((await rotation.CompromiseAsync(tenant, first.Fragment, now.AddMinutes(-10), default)).IsOk);
        Assert.True((await rotation.CompromiseAsync(tenant, first.Fragment, now.AddMinutes(-11), default)).IsOk);
        var known = await keys.ListAsync(tenant, default);
        Assert.Equal(now.AddMinutes(-11), known[0].CompromisedSince);
        Assert.Equal(2, known.Count);
    }

    [Fact]
    public async Task A_time_in_the_future_or_before_the_key_was_made_is_refused_and_changes_nothing()
    {
        foreach (var since in new[] { clock.GetUtcNow().AddSeconds(1), first.CreatedAt.AddSeconds(-1) })
        {
            Assert.Equal(ErrorCode.InvalidFieldFormat, (await rotation.CompromiseAsync(tenant, null, since, default)).Error?.Code);
        }

        Assert.Equal(ErrorCode.InvalidFieldFormat, (await rotation.CompromiseAsync(tenant, "z6MkUnknown", clock.GetUtcNow(), default)).Error?.Code);
        Assert.True(Assert.Single(await keys.ListAsync(tenant, default)).CanSign);
        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task The_same_command_given_twice_does_not_take_the_new_key_with_it()
    {
        var since = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await rotation.CompromiseAsync(tenant, null, since, default)).IsOk);
        Assert.Equal(ErrorCode.InvalidFieldFormat, (await rotation.CompromiseAsync(tenant, null, since, default)).Error?.Code);
        Assert.Equal(2, (await keys.ListAsync(tenant, default)).Count);
    }

    [Fact]
    public async Task Another_tenants_keys_are_not_touched()
    {
        var other = TenantId.Create(DateTimeOffset.UnixEpoch.AddDays(1), SystemEntropy.Instance);
        var theirs = await keys.CreateAsync(other, default);
        await rotation.RotateAsync(tenant, default);
        Assert.Equal(ErrorCode.InvalidFieldFormat, (await rotation.CompromiseAsync(tenant, theirs.Fragment, clock.GetUtcNow(), default)).Error?.Code);
        Assert.Equal(theirs.Fragment, (await keys.CurrentAsync(other, default)).Fragment);
    }

    private async Task<List<(string Action, string Subject, string Actor)>> EntriesAsync()
    {
        var entries = new List<(string, string, string)>();
        await foreach (var record in audit.ListAsync(tenant, default))
        {
            entries.Add((record.Entry.Action, record.Entry.Subject, record.Entry.Actor));
        }

        return entries;
    }
}
