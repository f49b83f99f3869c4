using System.Numerics;
using System.Text.RegularExpressions;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>Which account anchors for a tenant, and how that is changed. With a DID of the tenant's own: Api.Tests.</summary>
public sealed partial class AnchorAccountsTests : IAsyncLifetime, IDisposable
{
    private readonly AnchorAccountsFixture service = new();
    private Tenant tenant = null!;

    public async Task InitializeAsync() => tenant = await service.TenantAsync("institution");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => service.Dispose();

    [Fact]
    public async Task A_tenant_has_the_shared_lane_until_it_is_given_one_and_a_batch_keeps_the_lane_it_was_given()
    {
        var shared = await service.LaneAsync(tenant);
        var account = (await service.DedicateAsync(tenant)).Value;
        Assert.NotEqual(shared, account.Lane.Id);
        Assert.Equal(account.Lane.Id, await service.LaneAsync(tenant));
        Assert.Equal(account.Lane, (await service.Core.Lanes.AllAsync(default)).Single(lane => lane.KeyName == account.Lane.KeyName));
        Assert.Equal(tenant.Id, AnchorAccounts.TenantOf(account.Lane));
        Assert.Equal(shared, await service.LaneAsync(await service.TenantAsync("institution")));

        await service.Core.AnchorAccountChanges.ShareAsync(tenant.Id, TenantEnvironment.Test, default);
        Assert.Equal(shared, await service.LaneAsync(tenant));
        // Back again: the same key, never another.
        Assert.Equal(account.Lane, (await service.DedicateAsync(tenant)).Value.Lane);
    }

    [Fact]
    public async Task Its_keys_name_is_one_that_Key_Vault_takes()
    {
        var name = (await service.DedicateAsync(tenant)).Value.Lane.KeyName;
        Assert.Matches(VaultName(), name);
        Assert.StartsWith("anchor-test-tnt-", name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_published_with_a_time_of_before_even_when_the_switch_is_refused()
    {
        service.Node.Balance = 0;
        Assert.False((await service.DedicateAsync(tenant)).IsOk);
        var key = (await service.Core.AnchorKeys.FindAsync(AnchorAccounts.KeyName(service.Network, tenant.Id), default))!;
        var did = System.Text.Encoding.UTF8.GetString(await service.Core.Issuer.DidDocumentAsync(default));
        var profile = System.Text.Encoding.UTF8.GetString(await service.Core.Issuer.ProfileAsync(default));
        Assert.Contains("#" + key.Fragment, did, StringComparison.Ordinal);
        Assert.Contains(key.Address, profile, StringComparison.OrdinalIgnoreCase);
        Assert.True(key.Created <= service.Clock.GetUtcNow() - TimeSpan.FromMinutes(59));
        Assert.Equal(await service.SharedLaneAsync(), await service.LaneAsync(tenant));
    }

    [Fact]
    public async Task An_account_that_cannot_pay_for_one_anchor_is_refused_by_address_unless_the_operator_says_so()
    {
        // Twice the base fee and the tip of the scripted node, at least the floors of the settings, for one anchor.
        service.Node.Balance = null;
        Assert.StartsWith("/dedicated: the chain does not answer", (await service.DedicateAsync(tenant)).Error!.Message, StringComparison.Ordinal);
        service.Node.Balance = BigInteger.Pow(10, 18);
        var needed = (await service.DedicateAsync(await service.TenantAsync("institution"))).Value.Needed!.Value;

        service.Node.Balance = needed - 1;
        var refused = (await service.DedicateAsync(tenant)).Error!;
        var address = (await service.Core.AnchorKeys.FindAsync(AnchorAccounts.KeyName(service.Network, tenant.Id), default))!.Address;
        Assert.Contains($"{address} on base-sepolia has {needed - 1} wei and one anchor may take {needed}", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await service.AuditAsync(tenant));

        var done = (await service.DedicateAsync(tenant, unfunded: true)).Value;
        Assert.Contains("batches wait until it has funds", done.Warning, StringComparison.Ordinal);
        service.Node.Balance = needed;
        Assert.Null((await service.DedicateAsync(tenant)).Value.Warning);
        Assert.Equal([$"tenant.anchor_dedicated {address}"], await service.AuditAsync(tenant));
    }

    [Theory]
    [InlineData("developer")]
    [InlineData("starter")]
    public async Task Lower_plans_have_the_shared_account_only(string plan)
    {
        var lower = await service.TenantAsync(plan);
        var refused = (await service.DedicateAsync(lower)).Error!;
        Assert.Equal(ErrorCode.TierRequired, refused.Code);
        Assert.Null(await service.Core.AnchorKeys.FindAsync(AnchorAccounts.KeyName(service.Network, lower.Id), default));
    }

    [Theory]
    [InlineData("starter")]
    [InlineData("gone from the settings")]
    public async Task A_tenant_put_on_a_plan_without_it_is_on_the_shared_lane_again_and_back_with_the_plan(string plan)
    {
        var account = (await service.DedicateAsync(tenant)).Value;
        await service.Core.Tenants.ChangeAsync(tenant.Id, current => current with { Plan = plan }, default);
        Assert.Equal(await service.SharedLaneAsync(), await service.LaneAsync(tenant));
        await service.Core.Tenants.ChangeAsync(tenant.Id, static current => current with { Plan = "industry" }, default);
        Assert.Equal(account.Lane.Id, await service.LaneAsync(tenant));
    }

    [Fact]
    public async Task Each_change_is_entered_once_and_a_change_to_what_is_so_already_not_at_all()
    {
        await service.Core.AnchorAccountChanges.ShareAsync(tenant.Id, TenantEnvironment.Test, default);
        Assert.Empty(await service.AuditAsync(tenant));
        var address = (await service.DedicateAsync(tenant)).Value.Lane.Address;
        await service.DedicateAsync(tenant);
        await service.Core.AnchorAccountChanges.ShareAsync(tenant.Id, TenantEnvironment.Test, default);
        await service.Core.AnchorAccountChanges.ShareAsync(tenant.Id, TenantEnvironment.Test, default);
        Assert.Equal([$"tenant.anchor_dedicated {address}", "tenant.anchor_shared "], await service.AuditAsync(tenant));
    }

    [Fact]
    public async Task An_environment_without_a_chain_and_a_tenant_that_is_none_are_refused()
    {
        Assert.StartsWith("/environment:", (await service.Core.AnchorAccountChanges.DedicateAsync(tenant.Id, TenantEnvironment.Live, false, default)).Error!.Message, StringComparison.Ordinal);
        var unknown = TenantId.Create(service.Clock.GetUtcNow(), SystemEntropy.Instance);
        Assert.Equal(ErrorCode.TenantNotFound, (await service.Core.AnchorAccountChanges.DedicateAsync(unknown, TenantEnvironment.Test, false, default)).Error!.Code);
        Assert.Equal(ErrorCode.TenantNotFound, (await service.Core.AnchorAccountChanges.ShareAsync(unknown, TenantEnvironment.Test, default)).Error!.Code);
    }

    [Fact]
    public async Task A_batch_under_a_DID_that_does_not_list_the_tenants_key_goes_by_the_shared_account()
    {
        var account = (await service.DedicateAsync(tenant)).Value;
        const string Did = "did:web:school.example";
        var dids = new CustomDidStore(service.Tables);
        var key = (await service.Core.AnchorKeys.FindAsync(account.Lane.KeyName, default))!;
        var batch = service.Batch(tenant) with { IssuerDid = Did };
        Assert.Equal(await service.SharedLaneAsync(), await service.Core.AnchorAccounts.LaneForAsync(service.Network, batch, default));
        await dids.ChangeAsync(tenant.Id, Did, _ => new CustomDid(tenant.Id, Did, service.Clock.GetUtcNow()) { SeenKeys = ["other"] }, default);
        Assert.Equal(await service.SharedLaneAsync(), await service.Core.AnchorAccounts.LaneForAsync(service.Network, batch, default));
        await dids.ChangeAsync(tenant.Id, Did, row => row! with { SeenKeys = ["other", key.Fragment] }, default);
        Assert.Equal(account.Lane.Id, await service.Core.AnchorAccounts.LaneForAsync(service.Network, batch, default));
    }

    [Fact]
    public async Task Operators_are_told_of_each_account_that_runs_dry()
    {
        var account = (await service.DedicateAsync(tenant)).Value;
        var shared = await service.SharedLaneAsync();
        service.Node.Balance = 0;
        Assert.Equal(new[] { account.Lane.Id, shared }.Order(), await service.ToldOfAsync());
    }

    [Fact]
    public async Task They_are_not_told_of_an_account_that_was_switched_off_or_never_on_unless_something_still_waits_for_it()
    {
        var account = (await service.DedicateAsync(tenant)).Value;
        var shared = await service.SharedLaneAsync();
        await service.Core.AnchorAccountChanges.ShareAsync(tenant.Id, TenantEnvironment.Test, default);
        service.Node.Balance = 0;
        Assert.False((await service.DedicateAsync(await service.TenantAsync("institution"))).IsOk);
        Assert.Equal([shared], await service.ToldOfAsync());
        await service.Core.Anchors.EnqueueAsync(account.Lane.Id, service.Batch(tenant).Id, new byte[32], 1, service.Clock.GetUtcNow(), default);
        Assert.Equal(new[] { account.Lane.Id, shared }.Order(), await service.ToldOfAsync());
    }

    [GeneratedRegex("^[0-9a-zA-Z-]{1,127}$")]
    private static partial Regex VaultName();
}
