using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;

namespace LearnCoin.Core.Tests.Tenants;

public sealed class ApiKeyStoreTests
{
    private const TenantEnvironment Test = TenantEnvironment.Test;

    private readonly TestClock clock = new();
    private readonly BreakingTables tables = new(new MemoryTables());
    private readonly TenantId tenant = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);

    [Fact]
    public async Task A_key_is_read_as_it_was_made()
    {
        var addresses = AddressList.Parse(["192.0.2.0/24", "2001:db8::1"]).Value;
        var wanted = new NewApiKey(tenant, TenantEnvironment.Live)
        {
            Name = "Course system",
            Scopes = KeyScopes.BatchesWrite | KeyScopes.CredentialsErase,
            ExpiresAt = clock.GetUtcNow().AddDays(1),
            Addresses = addresses,
        };
        var (made, text) = (await Changes().CreateAsync(wanted, "operator", default)).Value;
        var read = (await Store().AuthenticateAsync(text, default)).Value;
        Assert.Equal(made with { Addresses = null }, read with { Addresses = null });
        Assert.Equal(addresses.Entries, read.Addresses!.Entries);
        Assert.Equal((wanted.Name, wanted.Scopes, wanted.ExpiresAt, null), (read.Name, read.Scopes, read.ExpiresAt, read.RevokedAt));
    }

    [Fact]
    public async Task A_key_from_before_there_were_scopes_has_all_of_them()
    {
        var (_, text) = await Store().CreateAsync(tenant, Test, null, default);
        var hash = ApiKeyText.Hash(text);
        var row = (await tables.GetAsync("apikeys", hash[..2], hash, default))!;
        await tables.WriteAsync("apikeys", RowChange.Update(row.Copy().Set("scopes", null), row.Etag!), default);
        Assert.Equal(KeyScopes.All, (await Store().AuthenticateAsync(text, default)).Value.Scopes);
    }

    [Fact]
    public async Task A_key_works_up_to_its_expiry_and_not_from_then_on()
    {
        var wanted = new NewApiKey(tenant, Test) { ExpiresAt = clock.GetUtcNow().AddDays(2) };
        var (_, text) = (await Changes().CreateAsync(wanted, "operator", default)).Value;
        clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromTicks(1));
        Assert.True((await Store().AuthenticateAsync(text, default)).IsOk);
        clock.Advance(TimeSpan.FromTicks(1));
        var error = (await Store().AuthenticateAsync(text, default)).Error!;
        Assert.Equal(ErrorCode.ApiKeyRevoked, error.Code);
        Assert.Contains("expired", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_key_can_be_made_of_is_refused_and_leaves_nothing()
    {
        NewApiKey[] bad =
        [
            new(tenant, Test) { Name = "" },
            new(tenant, Test) { Name = "a\nb" },
            new(tenant, Test) { Name = new string('a', NewApiKey.MaxNameLength + 1) },
            new(tenant, Test) { Scopes = KeyScopes.None },
            new(tenant, Test) { ExpiresAt = clock.GetUtcNow() },
        ];
        foreach (var wanted in bad)
        {
            Assert.Equal(ErrorCode.InvalidFieldFormat, (await Changes().CreateAsync(wanted, "operator", default)).Error?.Code);
        }

        Assert.Empty(await Store().ListAsync(tenant, default));
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task A_list_has_the_tenants_keys_oldest_first_and_no_others()
    {
        var store = Store();
        var made = new List<ApiKeyId>();
        for (var i = 0; i < 3; i++)
        {
            made.Add((await store.CreateAsync(tenant, Test, $"key {i}", default)).Key.Id);
            await store.CreateAsync(TenantId.Create(clock.GetUtcNow(), SystemEntropy.Instance), Test, null, default);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(await store.RevokeAsync(made[1], default));
        var listed = await store.ListAsync(tenant, default);
        Assert.Equal(made, listed.Select(static entry => entry.Key.Id));
        Assert.Equal([false, true, false], listed.Select(static entry => entry.Key.RevokedAt is not null));
    }

    [Fact]
    public async Task Revoked_by_one_process_a_key_is_refused_by_the_next_request_in_another()
    {
        var (one, two) = (Store(), Store());
        var (key, text) = await one.CreateAsync(tenant, Test, null, default);
        Assert.True((await two.AuthenticateAsync(text, default)).IsOk);
        Assert.True(await one.RevokeAsync(key.Id, default));
        Assert.Equal(ErrorCode.ApiKeyRevoked, (await two.AuthenticateAsync(text, default)).Error?.Code);
    }

    [Fact]
    public async Task The_last_use_is_written_at_most_once_a_minute()
    {
        var store = Store();
        var (key, _) = await store.CreateAsync(tenant, Test, null, default);
        Assert.Null(Assert.Single(await store.ListAsync(tenant, default)).LastUsedAt);
        var writes = 0;
        tables.After = _ => writes++;
        var first = clock.GetUtcNow();
        for (var second = 0; second < 120; second++)
        {
            Assert.All(Enumerable.Range(0, 5), _ => store.NoteUse(key));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, writes);
        Assert.Equal(first.AddSeconds(60), Assert.Single(await store.ListAsync(tenant, default)).LastUsedAt);
    }

    [Fact]
    public async Task A_use_noted_while_the_key_is_revoked_leaves_it_revoked()
    {
        var store = Store();
        for (var i = 0; i < 50; i++)
        {
            var (key, text) = await store.CreateAsync(tenant, Test, null, default);
            await Task.WhenAll(Task.Run(() => store.NoteUse(key)), Task.Run(() => store.RevokeAsync(key.Id, default)), Task.Run(() => Store().NoteUse(key)));
            Assert.Equal(ErrorCode.ApiKeyRevoked, (await store.AuthenticateAsync(text, default)).Error?.Code);
        }
    }

    [Fact]
    public async Task A_store_that_breaks_does_not_break_the_noting_of_a_use()
    {
        var store = Store();
        var (key, _) = await store.CreateAsync(tenant, Test, null, default);
        tables.Before = static _ => throw new IOException("gone");
        store.NoteUse(key);
        tables.Before = static _ => { };
        clock.Advance(TimeSpan.FromMinutes(1));
        store.NoteUse(key);
        Assert.Equal(clock.GetUtcNow(), Assert.Single(await store.ListAsync(tenant, default)).LastUsedAt);
    }

    [Fact]
    public async Task Making_and_revoking_stand_in_the_audit_chain_before_they_are_done_and_a_revocation_once()
    {
        var (key, text) = (await Changes().CreateAsync(new NewApiKey(tenant, Test) { Name = "Secret project" }, "operator", default)).Value;
        tables.After = static table => _ = table == "audit" ? throw new IOException("died") : 0;
        await Assert.ThrowsAsync<IOException>(() => Changes().RevokeAsync(key.Id, "operator", default));
        Assert.True((await Store().AuthenticateAsync(text, default)).IsOk);
        tables.After = static _ => { };
        Assert.True(await Changes().RevokeAsync(key.Id, "operator", default));
        Assert.True(await Changes().RevokeAsync(key.Id, "operator", default));

        var entries = await AuditAsync();
        Assert.Equal(
            [("api_key.created", key.Id.Value, "operator", Test), ("api_key.revoked", key.Id.Value, "operator", Test)],
            entries.Select(static entry => (entry.Action, entry.Subject, entry.Actor, entry.Environment!.Value)));
        Assert.All(entries, static entry => Assert.Null(entry.Detail));
    }

    [Fact]
    public async Task Revoking_a_key_that_is_not_there_says_so_and_enters_nothing()
    {
        Assert.False(await Changes().RevokeAsync(Store().NewId(), "operator", default));
        Assert.Empty(await AuditAsync());
    }

    private ApiKeyStore Store() => new(tables, clock, SystemEntropy.Instance);

    private ApiKeyChanges Changes() => new(Store(), new AuditChain(tables, clock), clock);

    private async Task<List<AuditEntry>> AuditAsync()
    {
        var entries = new List<AuditEntry>();
        await foreach (var record in new AuditChain(tables, clock).ListAsync(tenant, default))
        {
            entries.Add(record.Entry);
        }

        return entries;
    }
}
