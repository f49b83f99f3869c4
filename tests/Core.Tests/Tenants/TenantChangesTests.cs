using LearnCoin.Core.Audit;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Local.Keys;

namespace LearnCoin.Core.Tests.Tenants;

public sealed class TenantChangesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-changes-");
    private readonly BreakingTables tables = new(new MemoryTables());
    private readonly FileKeys files;
    private readonly TenantStore store;
    private readonly AuditChain audit;
    private readonly TenantChanges changes;

    public TenantChangesTests()
    {
        var clock = new TestClock();
        files = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        store = new TenantStore(tables, new TenantKeys(tables, files, clock, SystemEntropy.Instance), clock, SystemEntropy.Instance);
        audit = new AuditChain(tables, clock);
        changes = new TenantChanges(store, audit, new LearnCoinOptions { PublicOrigin = "https://issuer.example" }, clock);
    }

    public void Dispose()
    {
        files.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_a_request_asks_for_is_entered_as_its_authors_and_the_command_line_stays_its_own()
    {
        var made = (await changes.By(new Author("operator:7", "req_01HXYZABCDEFGHJKMNPQRSTVWX")).CreateAsync("Acme University", "starter", default)).Value;
        await changes.SuspendAsync(made.Id, default);
        var entries = new List<(string, string, string?)>();
        await foreach (var record in audit.ListAsync(made.Id, default))
        {
            entries.Add((record.Entry.Action, record.Entry.Actor, record.Entry.RequestId));
        }

        Assert.Equal([("tenant.created", "operator:7", "req_01HXYZABCDEFGHJKMNPQRSTVWX"), ("tenant.suspended", "operator", null)], entries);
    }

    [Fact]
    public async Task A_tenant_is_made_on_a_plan_that_there_is_and_its_chain_begins_with_that()
    {
        var made = (await changes.CreateAsync("Acme University", "starter", default)).Value;
        Assert.Equal(["tenant.created"], await ActionsAsync(made.Id));
        Assert.StartsWith("/plan: expected one of developer", (await changes.CreateAsync("Beta University", "gold", default)).Error!.Message, StringComparison.Ordinal);
        Assert.False((await changes.CreateAsync("ACME University", "starter", default)).IsOk);
        Assert.Single(await store.ListAsync(default));
    }

    [Fact]
    public async Task A_renamed_tenant_keeps_its_slug_and_all_its_names_the_present_one_last()
    {
        var tenant = await MakeAsync("Acme University");
        await changes.RenameAsync(tenant.Id, "Acme Institute", default);
        var renamed = (await changes.RenameAsync(tenant.Id, "  Acme College ", default)).Value;
        Assert.Equal(("Acme College", "acme-university"), (renamed.Name, renamed.Slug));
        Assert.Equal(["Acme University", "Acme Institute", "Acme College"], (await store.FindAsync(tenant.Id, default))!.Names);
        Assert.Equal(["tenant.renamed", "tenant.renamed"], await ActionsAsync(tenant.Id));
    }

    [Fact]
    public async Task A_tenant_can_go_back_to_a_name_it_had()
    {
        var tenant = await MakeAsync("Acme University");
        await changes.RenameAsync(tenant.Id, "Acme Institute", default);
        Assert.Equal(["Acme Institute", "Acme University"], (await changes.RenameAsync(tenant.Id, "Acme University", default)).Value.Names);
    }

    [Fact]
    public async Task A_name_that_another_has_or_had_or_that_looks_like_it_is_refused()
    {
        var tenant = await MakeAsync("Acme University");
        var other = await MakeAsync("Zeta School");
        await changes.RenameAsync(other.Id, "Eta School", default);
        foreach (var name in new[] { "Zeta School", "ZETA SCHOOL", "Ζeta School", "Eta  School.", "", "a\u0001", new string('x', 129), "Delta (test)" })
        {
            Assert.Equal(ErrorCode.InvalidFieldFormat, (await changes.RenameAsync(tenant.Id, name, default)).Error?.Code);
        }

        Assert.Equal(["Acme University"], (await store.FindAsync(tenant.Id, default))!.Names);
        Assert.Empty(await ActionsAsync(tenant.Id));
        Assert.False((await store.CreateAsync("Zeta School", "starter", default)).IsOk);
    }

    [Fact]
    public async Task Of_many_who_want_one_name_at_once_one_has_it()
    {
        var tenants = new List<Tenant>();
        foreach (var letter in "abcdefgh")
        {
            tenants.Add(await MakeAsync($"School {letter}{letter}"));
        }

        // Often: they must meet between one's look at the name and its claim.
        for (var round = 'a'; round <= 't'; round++)
        {
            var name = $"Zeta Academy {round}";
            var renamed = await Task.WhenAll(tenants.Select(tenant => Task.Run(() => changes.RenameAsync(tenant.Id, name, default))));
            Assert.Single(renamed, static result => result.IsOk);
            Assert.Single(await store.ListAsync(default), tenant => tenant.Name == name);
        }
    }

    [Fact]
    public async Task A_renaming_that_died_at_any_step_is_made_again()
    {
        for (var step = 0; step < 8; step++)
        {
            var tenant = await MakeAsync($"College {(char)('a' + step)}x");
            var (calls, name) = (0, $"Academy {(char)('a' + step)}x");
            tables.After = _ =>
            {
                if (calls++ == step)
                {
                    throw new IOException("killed");
                }
            };
            try
            {
                await changes.RenameAsync(tenant.Id, name, default);
            }
            catch (IOException)
            {
                // Made again below.
            }

            tables.After = static _ => { };
            Assert.True((await changes.RenameAsync(tenant.Id, name, default)).IsOk);
            Assert.Equal([tenant.Name, name], (await store.FindAsync(tenant.Id, default))!.Names);
        }
    }

    [Fact]
    public async Task Only_plans_of_the_configuration_can_be_set()
    {
        var tenant = await MakeAsync("Acme University");
        Assert.Equal("institution", (await changes.SetPlanAsync(tenant.Id, "institution", default)).Value.Plan);
        Assert.Equal(ErrorCode.InvalidFieldFormat, (await changes.SetPlanAsync(tenant.Id, "platinum", default)).Error?.Code);
        Assert.Equal("institution", (await store.FindAsync(tenant.Id, default))!.Plan);
        Assert.Equal(["tenant.plan_set"], await ActionsAsync(tenant.Id));
    }

    [Fact]
    public async Task Suspending_and_resuming_are_entered_once_each_however_often_they_are_asked_for()
    {
        var tenant = await MakeAsync("Acme University");
        for (var times = 0; times < 2; times++)
        {
            Assert.NotNull((await changes.SuspendAsync(tenant.Id, default)).Value.SuspendedAt);
        }

        for (var times = 0; times < 2; times++)
        {
            Assert.Null((await changes.ResumeAsync(tenant.Id, default)).Value.SuspendedAt);
        }

        Assert.Equal(["tenant.suspended", "tenant.resumed"], await ActionsAsync(tenant.Id));
        Assert.Equal(ErrorCode.TenantNotFound, (await changes.SuspendAsync(TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance), default)).Error?.Code);
    }

    private async Task<Tenant> MakeAsync(string name) => (await store.CreateAsync(name, "starter", default)).Value;

    private async Task<List<string>> ActionsAsync(TenantId tenant)
    {
        var actions = new List<string>();
        await foreach (var record in audit.ListAsync(tenant, default))
        {
            actions.Add(record.Entry.Action);
        }

        return actions;
    }
}
