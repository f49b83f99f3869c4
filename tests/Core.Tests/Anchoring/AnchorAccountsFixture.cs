using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Local.Keys;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>The product on tables in memory, with a scripted node for the test environment.</summary>
internal sealed class AnchorAccountsFixture : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-accounts-");
    private readonly FileKeys keys;
    private int tenants;

    public AnchorAccountsFixture()
    {
        var options = new LearnCoinOptions { PublicOrigin = "https://issuer.example" };
        keys = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        Network = AnchorNetwork.Create(TenantEnvironment.Test, options.Anchoring, Node);
        Core = new LearnCoinCore(options, new CorePorts(Tables, keys, new RecordingWorkflows(), new AnchorNetworks([Network]), Clock, SystemEntropy.Instance));
    }

    public ScriptedNode Node { get; } = new();

    public TestClock Clock { get; } = new();

    public MemoryTables Tables { get; } = new();

    public AnchorNetwork Network { get; }

    public LearnCoinCore Core { get; }

    public async Task<Tenant> TenantAsync(string plan) =>
        (await Core.Tenants.CreateAsync($"School {(char)('a' + tenants++)}", plan, default)).Value;

    public Task<Result<DedicatedAccount>> DedicateAsync(Tenant tenant, bool unfunded = false) =>
        Core.AnchorAccountChanges.DedicateAsync(tenant.Id, TenantEnvironment.Test, unfunded, default);

    public Batch Batch(Tenant tenant) =>
        new(BatchId.Create(Clock.GetUtcNow(), SystemEntropy.Instance), tenant.Id, TenantEnvironment.Test, 1, Clock.GetUtcNow());

    /// <summary>The lane that a new batch of the tenant would get; the intake must look at the same.</summary>
    public async Task<string> LaneAsync(Tenant tenant)
    {
        var lane = await Core.AnchorAccounts.LaneForAsync(Network, Batch(tenant), default);
        Assert.Equal(lane, await Core.AnchorAccounts.FindLaneAsync(Network, tenant.Id, default));
        return lane;
    }

    public async Task<string> SharedLaneAsync() => await Core.Lanes.IdAsync(Network, default);

    /// <summary>Lanes whose accounts a look at their funds finds low.</summary>
    public async Task<IEnumerable<string>> ToldOfAsync()
    {
        var alerts = new RecordingAlerts();
        await new AnchorFunds(Core.Lanes, Core.AnchorAccounts, Core.Anchors, alerts, Clock).CheckAsync(default);
        return alerts.Raised.Where(static alert => alert.Type == AlertTypes.BalanceLow).Select(static alert => alert.Subject!).Order();
    }

    public async Task<List<string>> AuditAsync(Tenant tenant)
    {
        var actions = new List<string>();
        await foreach (var record in Core.Audit.ListAsync(tenant.Id, default))
        {
            actions.Add($"{record.Entry.Action} {record.Entry.Detail}");
        }

        return actions;
    }

    public void Dispose()
    {
        keys.Dispose();
        folder.Delete(recursive: true);
    }
}
