using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Verification;

namespace LearnCoin.Api.Tests.Tenants;

/// <summary>A DID of the tenant's own (spec/api.md "Tenants"; spec/credential.md "DID document and issuer profile").</summary>
public sealed class DidTests(DevelopmentService service) : IClassFixture<DevelopmentService>
{
    [Fact]
    public async Task The_answer_tells_the_whole_document_to_publish_and_publishing_it_makes_the_DID_active()
    {
        var tenant = await service.TenantAsync();
        var did = service.Schools.NewDid();
        var pending = await service.PutDidAsync(tenant.TestKey, did);
        Assert.Equal(202, pending.Status);
        Assert.Equal(["did", "status", "checked_at", "problem", "required"], pending.Json.AsObject().Select(static member => member.Key));
        Assert.Equal((did, "pending"), ((string?)pending.Json["did"], (string?)pending.Json["status"]));
        Assert.Contains("answered 404", (string)pending.Json["problem"]!, StringComparison.Ordinal);
        Assert.Equal($"http://localhost:{service.Schools.Port}/{did.Split(':')[^1]}/did.json", (string?)pending.Json["required"]!["document_url"]);
        var document = pending.Json["required"]!["document"]!;
        Assert.Equal(["@context", "id", "verificationMethod", "assertionMethod", "service"], document.AsObject().Select(static member => member.Key));
        // The signing key, and an anchor key for each environment.
        Assert.Equal(3, document["verificationMethod"]!.AsArray().Count);

        service.Schools.Publish(did, document);
        var active = await service.PutDidAsync(tenant.TestKey, did);
        Assert.Equal((200, "active", null), (active.Status, (string?)active.Json["status"], (string?)active.Json["problem"]));
        var me = await service.MeAsync(tenant);
        Assert.Equal((did, did, "active"), ((string?)me["did"], (string?)me["custom_did"]!["did"], (string?)me["custom_did"]!["status"]));
        Assert.Equal([$"tenant.did_requested {did}", $"tenant.did_active {did}"], await service.AuditAsync(tenant));
    }

    [Fact]
    public async Task Credentials_issued_then_bear_it_in_issuer_both_proofs_and_status_list_and_verify()
    {
        var (tenant, did) = await service.ActiveAsync();
        var document = await service.IssueAsync(tenant);
        Assert.Equal(did, DidFixture.IssuerId(document));
        Assert.All(DidFixture.Methods(document), method => Assert.StartsWith(did + "#", method, StringComparison.Ordinal));
        Assert.StartsWith(did + "#anchor-", DidFixture.Methods(document)[1], StringComparison.Ordinal);
        Assert.Equal(tenant.Tenant.Name + " (test)", (string?)document["issuer"]!["name"]);
        var url = (string)document["credentialStatus"]!["statusListCredential"]!;
        Assert.StartsWith(DevelopmentService.Origin + "/status/", url, StringComparison.Ordinal);
        foreach (var form in new[] { "", "?format=bitstring" })
        {
            var list = (await service.GetAsync(new Uri(url).AbsolutePath + form)).Json;
            Assert.Equal(did, (string?)list["issuer"]);
            Assert.StartsWith(did + "#z6Mk", (string?)list["proof"]!["verificationMethod"], StringComparison.Ordinal);
        }

        await service.IsValidAsync(document);
    }

    [Fact]
    public async Task Before_during_and_after_each_credential_keeps_its_DID_and_all_verify()
    {
        var tenant = await service.TenantAsync();
        var before = await service.IssueAsync(tenant);
        var did = service.Schools.NewDid();
        service.Schools.Publish(did, (await service.PutDidAsync(tenant.TestKey, did)).Json["required"]!["document"]!);
        Assert.Equal(200, (await service.PutDidAsync(tenant.LiveKey, did)).Status);
        var during = await service.IssueAsync(tenant);
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Delete, DidFixture.Route, tenant.TestKey)).Status);
        var after = await service.IssueAsync(tenant);
        Assert.Equal(200, (await service.PutDidAsync(tenant.TestKey, did)).Status);
        var again = await service.IssueAsync(tenant);

        JsonNode[] all = [before, during, after, again];
        Assert.Equal([DevelopmentService.SharedDid, did, DevelopmentService.SharedDid, did], all.Select(DidFixture.IssuerId));
        // A list has one issuer, and readers refuse a list of another: no list is shared between DIDs.
        Assert.Equal(4, all.Select(static document => (string)document["credentialStatus"]!["statusListCredential"]!).Distinct().Count());
        foreach (var document in all)
        {
            await service.IsValidAsync(document);
        }
    }

    [Fact]
    public async Task Batches_under_one_DID_share_a_list()
    {
        var (tenant, _) = await service.ActiveAsync();
        var (first, second) = (await service.IssueAsync(tenant), await service.IssueAsync(tenant));
        Assert.Equal((string?)first["credentialStatus"]!["statusListCredential"], (string?)second["credentialStatus"]!["statusListCredential"]);
        Assert.NotEqual((string?)first["credentialStatus"]!["statusListIndex"], (string?)second["credentialStatus"]!["statusListIndex"]);
    }

    [Fact]
    public async Task A_credential_under_it_is_revoked_in_the_list_of_its_own_issuer()
    {
        var (tenant, did) = await service.ActiveAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(2));
        var ids = batch["credentials"]!.AsArray().Select(static credential => (string)credential!["id"]!).ToList();
        var revoked = await service.SendAsync(
            HttpMethod.Post, $"/v1/credentials/{ids[0]}/revoke", tenant.TestKey, """{"reason":"A slip.","reason_code":"issuer_error"}""");
        Assert.True(revoked.Status == 200, revoked.Text);
        var documents = new List<JsonNode>();
        foreach (var id in ids)
        {
            documents.Add((await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json["signed_credential"]!);
        }

        Assert.Equal(CheckReason.Revoked, (await service.VerifyAsync(documents[0]))[CheckName.Status].Reason);
        Assert.Equal(did, DidFixture.IssuerId(documents[0]));
        await service.IsValidAsync(documents[1]);
    }

    [Fact]
    public async Task A_batch_of_a_tenant_whose_plan_is_gone_from_the_settings_is_issued_under_the_shared_DID()
    {
        var (tenant, _) = await service.ActiveAsync();
        var go = new TaskCompletionSource();
        service.BeforeActivity = (name, _) => name == "SignBatch" ? go.Task : Task.CompletedTask;
        var batch = await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        var plan = tenant.Tenant.Plan;
        await service.Host.Node.Core.Tenants.ChangeAsync(tenant.Tenant.Id, static current => current with { Plan = "gone" }, default);
        service.BeforeActivity = static (_, _) => Task.CompletedTask;
        go.SetResult();
        for (var tries = 0; (await service.Host.Node.Core.Batches.GetAsync(new(batch), default)).SignedAt is null; tries++)
        {
            Assert.True(tries < 200, "the batch is never signed");
            await Task.Delay(50);
        }

        await service.Host.Node.Core.Tenants.ChangeAsync(tenant.Tenant.Id, current => current with { Plan = plan }, default);
        var issued = await service.WaitAsync(tenant.TestKey, batch, "anchored");
        var document = (await service.GetAsync("/v1/credentials/" + issued["credentials"]![0]!["id"], tenant.TestKey)).Json["signed_credential"]!;
        Assert.Equal(DevelopmentService.SharedDid, DidFixture.IssuerId(document));
        await service.IsValidAsync(document);
    }

    [Fact]
    public async Task A_sweep_finds_what_was_published_later()
    {
        var (tenant, did, document) = await service.PendingAsync();
        service.Schools.Publish(did, document);
        await service.Host.Node.Core.CustomDids.SweepAsync(default);
        Assert.Equal("pending", (string?)(await service.MeAsync(tenant))["custom_did"]!["status"]);
        // One minute after the first look that found nothing, not before.
        await service.AgeAsync(tenant, did, TimeSpan.FromSeconds(61));
        await service.Host.Node.Core.CustomDids.SweepAsync(default);
        var me = await service.MeAsync(tenant);
        Assert.Equal((did, "active", null), ((string?)me["did"], (string?)me["custom_did"]!["status"], (string?)me["custom_did"]!["problem"]));
        Assert.Contains($"tenant.did_active {did}", await service.AuditAsync(tenant));
    }

    [Fact]
    public async Task Looks_that_find_nothing_become_rarer_up_to_one_an_hour()
    {
        var (tenant, did, _) = await service.PendingAsync();
        var path = $"/{did.Split(':')[^1]}/did.json";
        foreach (var minutes in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            var before = service.Schools.Asked[path];
            await service.AgeAsync(tenant, did, TimeSpan.FromSeconds((minutes * 60) - 5));
            await service.Host.Node.Core.CustomDids.SweepAsync(default);
            Assert.Equal(before, service.Schools.Asked[path]);
            await service.AgeAsync(tenant, did, TimeSpan.FromSeconds(6));
            await service.Host.Node.Core.CustomDids.SweepAsync(default);
            Assert.Equal(before + 1, service.Schools.Asked[path]);
        }
    }

    [Fact]
    public async Task After_a_key_rotation_the_shared_DID_signs_until_the_document_lists_the_new_key()
    {
        var (tenant, did) = await service.ActiveAsync();
        var old = await service.IssueAsync(tenant);
        await service.Host.Node.Core.TenantKeys.CreateAsync(tenant.Tenant.Id, default);
        var me = await service.MeAsync(tenant);
        Assert.Equal("pending", (string?)me["custom_did"]!["status"]);
        Assert.Contains("keys that sign now", (string)me["custom_did"]!["problem"]!, StringComparison.Ordinal);
        Assert.StartsWith(DevelopmentService.SharedDid + "#tenant-", (string?)me["did"], StringComparison.Ordinal);
        var between = await service.IssueAsync(tenant);
        Assert.Equal(DevelopmentService.SharedDid, DidFixture.IssuerId(between));

        var told = (await service.PutDidAsync(tenant.TestKey, did)).Json;
        Assert.Equal("pending", (string?)told["status"]);
        // Old and new: credentials of before must go on verifying.
        Assert.Equal(4, told["required"]!["document"]!["verificationMethod"]!.AsArray().Count);
        service.Schools.Publish(did, told["required"]!["document"]!);
        await service.AgeAsync(tenant, did, TimeSpan.FromHours(2));
        await service.Host.Node.Core.CustomDids.SweepAsync(default);
        var renewed = await service.IssueAsync(tenant);
        Assert.Equal(did, DidFixture.IssuerId(renewed));
        Assert.NotEqual(DidFixture.Methods(old)[0], DidFixture.Methods(renewed)[0]);
        foreach (var document in new[] { old, between, renewed })
        {
            await service.IsValidAsync(document);
        }
    }

    [Fact]
    public async Task A_batch_accepted_before_the_DID_was_named_is_signed_under_the_shared_one()
    {
        var tenant = await service.TenantAsync();
        var gate = new TaskCompletionSource();
        service.BeforeActivity = (name, ended) => name == "SignBatch" ? gate.Task.WaitAsync(ended) : Task.CompletedTask;
        string batch;
        try
        {
            batch = await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
            var did = service.Schools.NewDid();
            service.Schools.Publish(did, (await service.PutDidAsync(tenant.TestKey, did)).Json["required"]!["document"]!);
            Assert.Equal(200, (await service.PutDidAsync(tenant.TestKey, did)).Status);
        }
        finally
        {
            service.BeforeActivity = static (_, _) => Task.CompletedTask;
            gate.SetResult();
        }

        var anchored = await service.WaitAsync(tenant.TestKey, batch, "anchored");
        var credential = await service.GetAsync("/v1/credentials/" + anchored["credentials"]![0]!["id"], tenant.TestKey);
        Assert.Equal(DevelopmentService.SharedDid, DidFixture.IssuerId(credential.Json["signed_credential"]!));
    }

    [Fact]
    public async Task Statements_about_the_tenants_own_DID_are_refused_in_batches_from_the_moment_it_is_named()
    {
        var (tenant, did, _) = await service.PendingAsync();
        var body = Requests.Of(1, credential => credential["achievement"]!["id"] = did + "#course");
        (await service.PostAsync(tenant.TestKey, body)).IsError(400, "invalid_field_format");
        Assert.Equal(202, (await service.PostAsync((await service.TenantAsync()).TestKey, body)).Status);
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_for_a_day_is_relied_on_no_more()
    {
        var (tenant, did) = await service.ActiveAsync();
        var document = await service.IssueAsync(tenant);
        service.Schools.Withdraw(did);
        await service.AgeAsync(tenant, did, TimeSpan.FromHours(23));
        await service.Host.Node.Core.CustomDids.SweepAsync(default);
        var me = await service.MeAsync(tenant);
        Assert.Equal((did, "active"), ((string?)me["did"], (string?)me["custom_did"]!["status"]));
        Assert.Contains("answered 404", (string?)me["custom_did"]!["problem"], StringComparison.Ordinal);
        await service.IsValidAsync(document);

        await service.AgeAsync(tenant, did, TimeSpan.FromHours(1));
        Assert.Equal("pending", (string?)(await service.MeAsync(tenant))["custom_did"]!["status"]);
        var report = await service.VerifyAsync(document);
        Assert.Equal(Verdict.Undetermined, report.Verdict);
        Assert.Equal((CheckOutcome.CouldNotCheck, CheckReason.DidUnavailable), (report[CheckName.Issuer].Outcome, report[CheckName.Issuer].Reason));
        Assert.Equal(DevelopmentService.SharedDid, DidFixture.IssuerId(await service.IssueAsync(tenant)));
    }

    [Fact]
    public async Task The_document_of_a_DID_given_up_is_kept_fresh_for_those_who_verify()
    {
        var (tenant, did) = await service.ActiveAsync();
        var document = await service.IssueAsync(tenant);
        var removed = await service.PutDidAsync(tenant.TestKey, null);
        Assert.Equal((200, null), (removed.Status, removed.Json["custom_did"]));
        Assert.StartsWith(DevelopmentService.SharedDid + "#tenant-", (string?)removed.Json["did"], StringComparison.Ordinal);
        Assert.Equal($"tenant.did_removed {did}", (await service.AuditAsync(tenant))[^1]);
        await service.AgeAsync(tenant, did, TimeSpan.FromHours(30));
        await service.Host.Node.Core.CustomDids.SweepAsync(default);
        await service.IsValidAsync(document);
    }

    [Fact]
    public async Task Keys_that_left_the_document_make_its_credentials_fail_and_are_not_signed_with()
    {
        var (tenant, did) = await service.ActiveAsync();
        var document = await service.IssueAsync(tenant);
        var other = await service.PendingAsync();
        service.Schools.Publish(did, JsonNode.Parse(other.Document.ToJsonString().Replace(other.Did, did, StringComparison.Ordinal))!);
        await service.AgeAsync(tenant, did, TimeSpan.FromHours(1));
        await service.Host.Node.Core.CustomDids.SweepAsync(default);
        Assert.Equal("pending", (string?)(await service.MeAsync(tenant))["custom_did"]!["status"]);
        Assert.Equal(Verdict.Invalid, (await service.VerifyAsync(document)).Verdict);
        Assert.Equal(DevelopmentService.SharedDid, DidFixture.IssuerId(await service.IssueAsync(tenant)));
    }

    [Fact]
    public async Task A_DID_whose_document_lists_another_tenants_keys_stays_pending_and_touches_nobody()
    {
        var (owner, did) = await service.ActiveAsync();
        var thief = await service.TenantAsync();
        var answer = await service.PutDidAsync(thief.TestKey, did);
        Assert.Equal((202, "pending"), (answer.Status, (string?)answer.Json["status"]));
        var key = (await service.Host.Node.Core.TenantKeys.CurrentAsync(thief.Tenant.Id, default)).PublicKey;
        Assert.Contains(LearnCoin.Core.Proofs.Multikey.EncodeEd25519Public(key), (string)answer.Json["problem"]!, StringComparison.Ordinal);
        Assert.Equal(DevelopmentService.SharedDid, DidFixture.IssuerId(await service.IssueAsync(thief)));
        Assert.Equal(did, DidFixture.IssuerId(await service.IssueAsync(owner)));
        Assert.Null((await service.MeAsync(await service.TenantAsync()))["custom_did"]);
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Delete, DidFixture.Route, thief.TestKey)).Status);
        Assert.Equal(did, (string?)(await service.MeAsync(owner))["did"]);
    }
}
