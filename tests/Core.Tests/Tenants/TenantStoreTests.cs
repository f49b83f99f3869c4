using LearnCoin.Core.Keys;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Local.Keys;

namespace LearnCoin.Core.Tests.Tenants;

public sealed class TenantStoreTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-tenants-");
    private readonly BreakingTables tables = new(new MemoryTables());
    private readonly FileKeys files;
    private readonly TenantKeys keys;
    private readonly TenantStore store;

    public TenantStoreTests()
    {
        var clock = new TestClock();
        files = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        keys = new TenantKeys(tables, files, clock, SystemEntropy.Instance);
        store = new TenantStore(tables, keys, clock, SystemEntropy.Instance);
    }

    public void Dispose()
    {
        files.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_tenant_is_found_again_with_a_key_that_signs()
    {
        var made = (await store.CreateAsync("  Acme University ", "starter", default)).Value;
        Assert.Equal(("Acme University", "acme-university", "starter"), (made.Name, made.Slug, made.Plan));
        Assert.Equal(made, await store.FindAsync(made.Id, default));
        Assert.Equal([made], await store.ListAsync(default));
        var current = await keys.CurrentAsync(made.Id, default);
        using var opened = await keys.OpenAsync(current, default);
        Assert.Equal(current.PublicKey, opened.PublicKey.ToArray());
    }

    [Fact]
    public async Task A_name_that_looks_like_anothers_is_refused()
    {
        Assert.True((await store.CreateAsync("Acme University", "starter", default)).IsOk);
        foreach (var name in new[] { "ACME university", "Аcme University", "Acrne University", "Acme  University." })
        {
            var refused = await store.CreateAsync(name, "starter", default);
            Assert.Equal(ErrorCode.InvalidFieldFormat, refused.Error?.Code);
        }

        Assert.Single(await store.ListAsync(default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    public async Task A_blank_name_or_one_with_control_characters_is_refused(string name) => Assert.False((await store.CreateAsync(name, "starter", default)).IsOk);

    [Fact]
    public async Task A_name_has_at_most_128_characters()
    {
        Assert.True((await store.CreateAsync(new string('x', 128), "starter", default)).IsOk);
        Assert.False((await store.CreateAsync(new string('y', 129), "starter", default)).IsOk);
    }

    [Fact]
    public async Task Different_names_with_one_slug_are_numbered()
    {
        var slugs = new List<string>();
        foreach (var name in new[] { "Škola 日", "Škola 本", "Skola 中" })
        {
            slugs.Add((await store.CreateAsync(name, "starter", default)).Value.Slug);
        }

        Assert.Equal(["skola", "skola-2", "skola-3"], slugs);
    }

    [Fact]
    public async Task Of_many_who_want_one_name_at_once_one_has_it()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => store.CreateAsync("Acme", "starter", default))));
        Assert.Single(made, static result => result.IsOk);
        Assert.Single(await store.ListAsync(default));
    }

    [Fact]
    public async Task Two_who_meet_between_any_two_steps_do_not_both_have_it()
    {
        // The other runs whole before each operation of the first in turn.
        for (var step = 0; step < 12; step++)
        {
            var (calls, name, other) = (0, $"School {(char)('a' + step)}x", default(Result<Tenant>?));
            tables.Before = _ =>
            {
                if (calls++ == step)
                {
                    other = store.CreateAsync(name, "starter", default).GetAwaiter().GetResult();
                }
            };
            var first = await store.CreateAsync(name, "starter", default);
            tables.Before = static _ => { };
            Assert.True(other is null || first.IsOk != other.Value.IsOk, $"step {step}");
        }
    }

    [Fact]
    public async Task A_creation_that_died_at_any_step_can_be_made_again()
    {
        for (var step = 0; step < 6; step++)
        {
            var calls = 0;
            tables.Before = _ =>
            {
                if (calls++ == step)
                {
                    throw new IOException("crash");
                }
            };
            var name = $"College {(char)('a' + step)}x";
            try
            {
                await store.CreateAsync(name, "starter", default);
            }
            catch (IOException)
            {
                // What it had done stands, or was nothing.
            }

            tables.Before = static _ => { };
            var made = (await store.ListAsync(default)).Any(tenant => tenant.Name == name);
            var again = await store.CreateAsync(name, "starter", default);
            Assert.True(again.IsOk != made, $"step {step}");
            Assert.Single(await store.ListAsync(default), tenant => tenant.Name == name && tenant.Slug == NameFolding.Slug(name, ""));
        }
    }
}
