using System.Numerics;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Tenants;

/// <summary>An anchor account of a tenant's own, beside a DID of its own and at the intake.</summary>
public sealed class AnchorAccountTests(DevelopmentService service) : IClassFixture<DevelopmentService>
{
    [Fact]
    public async Task A_DID_in_use_must_list_the_key_before_the_switch_and_no_credential_is_ever_under_another_DID()
    {
        var (tenant, did) = await service.ActiveAsync();
        var before = await service.IssueAsync(tenant);
        var refused = (await DedicateAsync(tenant)).Error!;
        var key = await KeyAsync(tenant);
        Assert.Contains($"{did}#{key.Fragment}", refused.Message, StringComparison.Ordinal);

        // A refused switch changes nothing: the DID stays in use, also when its document is looked at again.
        var named = await service.PutDidAsync(tenant.TestKey, did);
        Assert.Equal(200, named.Status);
        var between = await service.IssueAsync(tenant);
        var shown = named.Json["required"]!["document"]!;
        Assert.Contains(shown["assertionMethod"]!.AsArray(), method => (string?)method == $"{did}#{key.Fragment}");
        service.Schools.Publish(did, shown);
        Assert.True((await DedicateAsync(tenant)).IsOk);
        var after = await service.IssueAsync(tenant);

        Assert.Equal([did, did, did], new[] { before, between, after }.Select(DidFixture.IssuerId));
        Assert.Equal($"{did}#{key.Fragment}", DidFixture.Methods(after)[1]);
        Assert.All(new[] { before, between }, document => Assert.NotEqual($"{did}#{key.Fragment}", DidFixture.Methods(document)[1]));
        foreach (var document in new[] { before, between, after })
        {
            await service.IsValidAsync(document);
        }
    }

    [Fact]
    public async Task A_document_that_lists_the_key_no_more_ends_the_DIDs_use_and_the_credentials_verify_under_the_shared_one()
    {
        var (tenant, did, document) = await service.PendingAsync();
        service.Schools.Publish(did, document);
        Assert.Equal(200, (await service.PutDidAsync(tenant.TestKey, did)).Status);
        await DedicateAsync(tenant);
        service.Schools.Publish(did, (await service.PutDidAsync(tenant.TestKey, did)).Json["required"]!["document"]!);
        Assert.True((await DedicateAsync(tenant)).IsOk);

        service.Schools.Publish(did, document); // as it was before
        Assert.Equal(202, (await service.PutDidAsync(tenant.TestKey, did)).Status);
        var issued = await service.IssueAsync(tenant);
        Assert.Equal(DevelopmentService.SharedDid, DidFixture.IssuerId(issued));
        Assert.Equal($"{DevelopmentService.SharedDid}#{(await KeyAsync(tenant)).Fragment}", DidFixture.Methods(issued)[1]);
        await service.IsValidAsync(issued);
    }

    [Fact]
    public async Task A_tenant_that_names_a_DID_after_the_switch_is_told_to_list_its_key()
    {
        var tenant = await service.TenantAsync();
        Assert.True((await DedicateAsync(tenant)).IsOk);
        var did = service.Schools.NewDid();
        var document = (await service.PutDidAsync(tenant.TestKey, did)).Json["required"]!["document"]!;
        // The signing key, the anchor keys of both environments and its own.
        Assert.Equal(4, document["verificationMethod"]!.AsArray().Count);
        service.Schools.Publish(did, document);
        Assert.Equal(200, (await service.PutDidAsync(tenant.TestKey, did)).Status);
        var issued = await service.IssueAsync(tenant);
        Assert.Equal($"{did}#{(await KeyAsync(tenant)).Fragment}", DidFixture.Methods(issued)[1]);
        await service.IsValidAsync(issued);
    }

    [Fact]
    public async Task A_DID_that_comes_into_use_with_the_switch_is_entered_in_the_audit_chain_once()
    {
        var tenant = await service.TenantAsync();
        var core = service.Host.Node.Core;
        Assert.True((await DedicateAsync(tenant)).IsOk);
        Assert.True((await core.AnchorAccountChanges.ShareAsync(tenant.Tenant.Id, TenantEnvironment.Test, default)).IsOk);
        var did = service.Schools.NewDid();
        service.Schools.Publish(did, (await service.PutDidAsync(tenant.TestKey, did)).Json["required"]!["document"]!);
        Assert.True((await DedicateAsync(tenant)).IsOk);
        Assert.True((await DedicateAsync(tenant)).IsOk);

        var entries = new List<string?>();
        await foreach (var record in core.Audit.ListAsync(tenant.Tenant.Id, default))
        {
            if (record.Entry.Action == "tenant.did_active")
            {
                entries.Add(record.Entry.Detail);
            }
        }

        Assert.Equal([did], entries);
    }

    private Task<Result<DedicatedAccount>> DedicateAsync(TestTenant tenant) =>
        service.Host.Node.Core.AnchorAccountChanges.DedicateAsync(tenant.Tenant.Id, TenantEnvironment.Test, false, default);

    private async Task<Core.Keys.AnchorKey> KeyAsync(TestTenant tenant)
    {
        var core = service.Host.Node.Core;
        return (await core.AnchorKeys.FindAsync(AnchorAccounts.KeyName(core.Networks.Get(TenantEnvironment.Test), tenant.Tenant.Id), default))!;
    }
}

/// <summary>A host of its own, since its chain is held and its clock goes on.</summary>
public sealed class DryAccountTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task A_dry_account_of_a_tenants_own_closes_that_tenants_intake_only()
    {
        var (dry, other) = (await service.TenantAsync(), await service.TenantAsync());
        var account = await service.Host.Node.Core.AnchorAccountChanges.DedicateAsync(dry.Tenant.Id, TenantEnvironment.Test, true, default);
        service.TestChain.Balances[account.Value.Lane.Address] = BigInteger.Zero;
        var waits = await service.AcceptedAsync(dry.TestKey, Requests.Of(1));
        await service.WaitAsync(dry.TestKey, waits, "signed");
        await service.AnchoredAsync(other.TestKey, Requests.Of(1));
        await UntilPausedAsync(account.Value.Lane.Id);

        service.Clock.Advance(TimeSpan.FromHours(7));
        (await service.PostAsync(dry.TestKey, Requests.Of(1))).IsError(422, "anchoring_chain_unavailable");
        Assert.Equal(202, (await service.PostAsync(dry.LiveKey, Requests.Of(1))).Status);
        await service.AnchoredAsync(other.TestKey, Requests.Of(1));

        // What was accepted is anchored once there is money, and the door is open again.
        service.TestChain.Balances.Remove(account.Value.Lane.Address);
        await service.Host.Node.Core.Lanes.WakeAsync(account.Value.Lane.Id, default);
        await service.WaitAsync(dry.TestKey, waits, "anchored");
        service.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(202, (await service.PostAsync(dry.TestKey, Requests.Of(1))).Status);
        Assert.Contains(service.TestChain.Mined, transaction => transaction.From == account.Value.Lane.Address);
    }

    private async Task UntilPausedAsync(string lane)
    {
        for (var tries = 0; (await service.Host.Node.Core.Anchors.HeadAsync(lane, default)).Pause?.Reason != PauseReasons.Balance; tries++)
        {
            Assert.True(tries < 400, "The lane does not say that it has no funds");
            await Task.Delay(25);
        }
    }
}

/// <summary>A host of its own, since its shared lane stands still.</summary>
public sealed class StuckSharedLaneTests(ShortLaneService service) : IClassFixture<ShortLaneService>
{
    [Fact]
    public async Task A_stuck_shared_lane_does_not_close_the_intake_of_a_tenant_with_an_account_of_its_own()
    {
        var (own, other) = (await service.TenantAsync(), await service.TenantAsync());
        Assert.True((await service.Host.Node.Core.AnchorAccountChanges.DedicateAsync(own.Tenant.Id, TenantEnvironment.Test, false, default)).IsOk);
        var core = service.Host.Node.Core;
        var shared = await core.Lanes.IdAsync(core.Networks.Get(TenantEnvironment.Test), default);
        service.TestChain.Balances[(await core.AnchorKeys.FindAsync("anchor-test", default))!.Address] = BigInteger.Zero;
        for (var i = 0; i < 4; i++)
        {
            await service.AcceptedAsync(other.TestKey, Requests.Of(1));
        }

        for (var tries = 0; (await core.Anchors.BacklogAsync(shared, 100, default)).Waiting < 4; tries++)
        {
            Assert.True(tries < 400, "The roots do not wait");
            await Task.Delay(25);
        }

        service.Clock.Advance(TimeSpan.FromSeconds(6));
        (await service.PostAsync(other.TestKey, Requests.Of(1))).IsError(422, "anchoring_chain_unavailable");
        await service.AnchoredAsync(own.TestKey, Requests.Of(1));
    }
}
