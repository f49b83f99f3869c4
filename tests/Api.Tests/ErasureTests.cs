using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests;

/// <summary>Forgotten is forgotten (reliability.md, row erasure; spec/api.md, "Credentials").</summary>
public sealed class ErasureTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task What_is_left_of_an_erased_credential_is_what_verifies()
    {
        var tenant = await service.TenantAsync();
        var id = ErasureFixture.Ids(await service.AnchoredAsync(tenant.TestKey, ErasureFixture.People("Sparrow", 2)))[0];
        var holders = await service.GetAsync($"/c/{id}.json");
        var answer = await service.EraseAsync(tenant.TestKey, id);
        Assert.Equal(200, answer.Status);
        Assert.Equal(["id", "erased", "erased_at", "verification_status_after_erasure"], answer.Json.AsObject().Select(static member => member.Key));
        Assert.Equal((id, true, "verifiable"), ((string?)answer.Json["id"], (bool)answer.Json["erased"]!, (string?)answer.Json["verification_status_after_erasure"]));
        (await service.EraseAsync(tenant.TestKey, id)).IsError(409, "credential_already_erased");

        var read = (await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json;
        Assert.Equal((true, false, null, null), ((bool)read["erased"]!, (bool)read["revoked"]!, (string?)read["recipient_id"], (string?)read["external_id"]));
        Assert.Null(read["tenant_metadata"]);
        foreach (var query in new[] { "recipient_id=" + Requests.RecipientId(0), "external_id=xid-Sparrow-0%7C" })
        {
            Assert.Empty((await service.GetAsync("/v1/credentials?" + query, tenant.TestKey)).Json["data"]!.AsArray());
        }

        Assert.NotEmpty((await service.GetAsync("/v1/credentials?recipient_id=" + Requests.RecipientId(1), tenant.TestKey)).Json["data"]!.AsArray());
        var listed = (await service.GetAsync("/v1/credentials", tenant.TestKey)).Json["data"]!.AsArray().Single(credential => (string?)credential!["id"] == id)!;
        Assert.Equal((true, null), ((bool)listed["erased"]!, (string?)listed["recipient_id"]));

        var page = (await service.GetAsync("/c/" + id)).Text;
        Assert.Contains("Redacted on recipient request", page, StringComparison.Ordinal);
        Assert.Contains("Cryptographically verified by LearnCoin", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Sparrow", page, StringComparison.Ordinal);
        Assert.Equal(holders.Bytes, (await service.GetAsync($"/c/{id}.json")).Bytes);
        var report = await service.Host.Node.Core.Reports.OfAsync(new CredentialId(id), holders.Bytes, default);
        Assert.Equal(Core.Verification.Verdict.Valid, report.Verdict);
    }

    [Fact]
    public async Task An_erased_external_id_may_be_used_again()
    {
        var tenant = await service.TenantAsync();
        var id = ErasureFixture.Ids(await service.AnchoredAsync(tenant.TestKey, ErasureFixture.People("Finch", 1)))[0];
        (await service.PostAsync(tenant.TestKey, ErasureFixture.People("Finch", 1))).IsError(409, "external_id_exists");
        await service.ErasedAsync(tenant, id);
        await service.AnchoredAsync(tenant.TestKey, ErasureFixture.People("Finch", 1));
    }

    [Fact]
    public async Task Of_parallel_erasures_one_is_done_and_the_log_and_the_audit_chain_tell_it()
    {
        var tenant = await service.TenantAsync();
        var id = ErasureFixture.Ids(await service.AnchoredAsync(tenant.TestKey, ErasureFixture.People("Wren", 1)))[0];
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.EraseAsync(tenant.TestKey, id)));
        var done = Assert.Single(answers, static answer => answer.Status == 200);
        Assert.All(answers.Where(static answer => answer.Status != 200), static answer => answer.IsError(409, "credential_already_erased"));
        var logged = new List<ErasureRecord>();
        await foreach (var erasure in service.Host.Node.Core.Erasures.ListAsync(tenant.Tenant.Id, TenantEnvironment.Test, default))
        {
            logged.Add(erasure);
        }

        Assert.Equal((id, "recipient"), (Assert.Single(logged).Credential.Value, logged[0].Requester));
        Assert.Equal((string?)done.Json["erased_at"], logged[0].ErasedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        var audited = new List<Core.Audit.AuditRecord>();
        await foreach (var record in service.Host.Node.Core.Audit.ListAsync(tenant.Tenant.Id, default))
        {
            audited.Add(record);
        }

        Assert.Contains(audited, record => record.Entry.Action == "credential.erased" && record.Entry.Subject == id
            && record.Entry.Detail == "recipient" && record.Entry.RequestId == done["X-Request-Id"] && record.Entry.Actor == tenant.Key.Id.Value);
    }

    [Fact]
    public async Task An_erasure_that_broke_off_anywhere_is_finished_under_its_key_or_by_the_sweep()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, ErasureFixture.People("Ibis", 48));
        var ids = ErasureFixture.Ids(batch);
        for (var operations = 0; operations < 24; operations++)
        {
            foreach (var isResumed in new[] { true, false })
            {
                var (id, left) = (ids[(2 * operations) + (isResumed ? 0 : 1)], operations);
                service.Tables.Before = table =>
                {
                    if (table is "audit" or "erasures" or "credentialindex" or "externalids" or "batches" && left-- == 0)
                    {
                        throw new IOException("broken");
                    }
                };
                var first = await service.EraseAsync(tenant.TestKey, id, key: "k" + id);
                service.Tables.Before = static _ => { };
                // Two reads to check, two to work, two steps of the audit chain; then the note that a sweep finds.
                var wasBegun = first.Status == 200 || operations > 6;
                if (isResumed)
                {
                    var again = await service.EraseAsync(tenant.TestKey, id, key: "k" + id);
                    Assert.True(again.Status == 200, again.Text);
                }
                else
                {
                    await service.Host.Node.Core.Erasure.SweepAsync(default);
                }

                var erased = (bool)(await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json["erased"]!;
                Assert.True(erased || (!isResumed && !wasBegun), $"operation {operations}");
                var found = (await service.GetAsync($"/v1/credentials?external_id=xid-Ibis-{ErasureFixture.Numbers(batch)[id]}%7C", tenant.TestKey)).Json["data"]!.AsArray().Count;
                Assert.Equal(erased ? 0 : 1, found);
            }
        }
    }

    [Fact]
    public async Task The_same_key_answers_the_same_and_not_for_another_credential()
    {
        var tenant = await service.TenantAsync();
        var ids = ErasureFixture.Ids(await service.AnchoredAsync(tenant.TestKey, ErasureFixture.People("Crane", 2)));
        var first = await service.EraseAsync(tenant.TestKey, ids[0], key: "k");
        var again = await service.EraseAsync(tenant.TestKey, ids[0], key: "k");
        Assert.Equal((200, "true", first.Text), (again.Status, again["Idempotency-Replayed"], again.Text));
        (await service.EraseAsync(tenant.TestKey, ids[1], key: "k")).IsError(409, "idempotency_key_reused");
    }

    [Fact]
    public async Task Foreign_wrong_environment_and_unknown_are_told_apart_as_for_every_change()
    {
        var (tenant, other) = (await service.TenantAsync(), await service.TenantAsync());
        var id = ErasureFixture.Ids(await service.AnchoredAsync(tenant.TestKey, ErasureFixture.People("Gull", 1)))[0];
        (await service.EraseAsync(other.TestKey, id)).IsError(403, "credential_not_owned");
        (await service.EraseAsync(tenant.LiveKey, id)).IsError(403, "environment_mismatch");
        (await service.EraseAsync(tenant.TestKey, "crd_01HXYZABCDEFGHJKMNPQRSTVWX")).IsError(404, "credential_not_found");
        (await service.EraseAsync(tenant.TestKey, "x")).IsError(404, "credential_not_found");
        Assert.False((bool)(await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json["erased"]!);
    }

    [Theory]
    [InlineData("{}", "missing_required_field", "/requester")]
    [InlineData("""{"requester":"me","verified_at":"2026-04-23T12:00:00Z"}""", "invalid_field_format", "/requester")]
    [InlineData("""{"requester":"recipient"}""", "missing_required_field", "/verified_at")]
    [InlineData("""{"requester":"recipient","verified_at":"yesterday"}""", "invalid_field_format", "/verified_at")]
    [InlineData("""{"requester":"recipient","verified_at":"2026-04-23T12:00Z"}""", "invalid_field_format", "/verified_at")]
    [InlineData("""{"requester":"recipient","verified_at":"2999-04-23T12:00:00Z"}""", "invalid_field_format", "/verified_at")]
    [InlineData("""{"requester":"recipient","verified_at":"1600-12-31T23:59:59Z"}""", "invalid_field_format", "/verified_at")]
    [InlineData("""{"requester":"recipient","verified_at":"0001-01-01T00:00:00Z"}""", "invalid_field_format", "/verified_at")]
    [InlineData("""{"requester":"recipient","verified_at":"2026-04-23T12:00:00Z","x":1}""", "invalid_field_format", "/x")]
    [InlineData("[]", "invalid_field_format", "")]
    [InlineData("{", "invalid_json", "")]
    public async Task A_bad_body_is_told_by_its_pointer_before_anything_is_looked_up(string body, string code, string pointer)
    {
        var error = (await service.EraseAsync((await service.TenantAsync()).TestKey, "crd_01HXYZABCDEFGHJKMNPQRSTVWX", body)).IsError(400, code);
        Assert.Equal(pointer, (string?)error["details"]?[0]?["pointer"]);
    }
}
