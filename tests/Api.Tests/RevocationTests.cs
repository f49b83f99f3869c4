using System.Net;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.StatusLists;

namespace LearnCoin.Api.Tests;

/// <summary>Revocation as a tenant, a verifier and a visitor of the page see it (spec/api.md, "Credentials", "Batches").</summary>
public sealed class RevocationTests(Service service) : IClassFixture<Service>
{
    private const string Unknown = "crd_01HXYZABCDEFGHJKMNPQRSTVWX";
    private const string UnknownBatch = "bat_01HXYZABCDEFGHJKMNPQRSTVWX";

    [Fact]
    public async Task The_walkthroughs_revocation_is_answered_and_shown()
    {
        var tenant = await service.TenantAsync();
        var (_, ids) = await IssuedAsync(tenant, 2);
        // seeds/first-credential.txt, "I issued a credential with the wrong achievement name".
        var answer = await RevokeAsync(tenant.TestKey, ids[0], Body("Superseded after grading correction.", "reissued", ids[1]));
        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal(["id", "revoked", "revoked_at", "reason", "reason_code", "replaced_by"], answer.Json.AsObject().Select(static member => member.Key));
        Assert.Equal((ids[0], true, "Superseded after grading correction.", "reissued", ids[1]), Told(answer.Json));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string)answer.Json["revoked_at"]!);

        var revoked = await CredentialAsync(tenant, ids[0]);
        Assert.True((bool)revoked["revoked"]!);
        Assert.Equal((string?)answer.Json["revoked_at"], (string?)revoked["revoked_at"]);
        Assert.Equal("""{"reason":"Superseded after grading correction.","reason_code":"reissued"}""", revoked["revocation"]!.ToJsonString());
        Assert.Equal((ids[1], null), ((string?)revoked["replaced_by"], (string?)revoked["replaces"]));
        var other = await CredentialAsync(tenant, ids[1]);
        Assert.False((bool)other["revoked"]!);
        Assert.Null(other["revoked_at"]);
        Assert.Null(other["revocation"]);
        Assert.Equal((null, ids[0]), ((string?)other["replaced_by"], (string?)other["replaces"]));
        Assert.Equal([Index(revoked)], await BitsAsync(revoked));
    }

    [Theory]
    [InlineData("reissued")]
    [InlineData("issuer_error")]
    [InlineData("policy_violation")]
    [InlineData("fraud")]
    [InlineData("superseded")]
    [InlineData("holder_request")]
    [InlineData("other")]
    public async Task The_page_tells_the_code_in_words_and_never_the_tenants_own(string code)
    {
        var tenant = await service.TenantAsync();
        var (_, ids) = await IssuedAsync(tenant, 2);
        var before = await PageAsync(ids[0]);
        Assert.Contains("Cryptographically verified", before, StringComparison.Ordinal);
        Assert.Equal(200, (await RevokeAsync(tenant.TestKey, ids[0], Body("Zacharias cheated", code, ids[1]))).Status);

        var page = await PageAsync(ids[0]);
        Assert.Contains("no longer valid", page, StringComparison.Ordinal);
        Assert.Contains("class=\"badge revoked\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Service.Origin}/c/{ids[1]}\"", page, StringComparison.Ordinal);
        Assert.Contains("data-check=\"status\" data-outcome=\"failed\"", page, StringComparison.Ordinal);
        foreach (var gone in (string[])["Zacharias", "Cryptographically verified", "badge anchored", "This certifies that", "The credential is not revoked"])
        {
            Assert.DoesNotContain(gone, page, StringComparison.Ordinal);
        }

        Assert.True(Core.Revocation.RevocationReasons.TryParse(code, out var reason));
        Assert.Contains(Core.Revocation.RevocationReasons.Words(reason), page, StringComparison.Ordinal);
        var replacement = await PageAsync(ids[1]);
        Assert.Contains("Cryptographically verified", replacement, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Service.Origin}/c/{ids[0]}\"", replacement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"reason_code":"other"}""", "missing_required_field", "/reason")]
    [InlineData("""{"reason":"r"}""", "missing_required_field", "/reason_code")]
    [InlineData("""{"reason":"","reason_code":"other"}""", "invalid_field_format", "/reason")]
    [InlineData("""{"reason":null,"reason_code":"other"}""", "invalid_field_format", "/reason")]
    [InlineData("""{"reason":7,"reason_code":"other"}""", "invalid_field_format", "/reason")]
    [InlineData("""{"reason":"a\u0000b","reason_code":"other"}""", "invalid_field_format", "/reason")]
    [InlineData("""{"reason":"r","reason_code":"Other"}""", "invalid_field_format", "/reason_code")]
    [InlineData("""{"reason":"r","reason_code":["other"]}""", "invalid_field_format", "/reason_code")]
    [InlineData("""{"reason":"r","reason_code":"other","replaced_by":"x"}""", "invalid_field_format", "/replaced_by")]
    [InlineData("""{"reason":"r","reason_code":"other","replaced_by":5}""", "invalid_field_format", "/replaced_by")]
    [InlineData("""{"reason":"r","reason_code":"other","replaced_by":"crd_01HXYZABCDEFGHJKMNPQRSTVWX"}""", "invalid_field_format", "/replaced_by")]
    [InlineData("""{"reason":"r","reason_code":"other","extra":1}""", "invalid_field_format", "/extra")]
    [InlineData("""["reason"]""", "invalid_field_format", "")]
    public async Task A_body_with_a_fault_is_400_at_its_pointer_and_revokes_nothing(string body, string code, string pointer)
    {
        var tenant = await service.TenantAsync();
        var (_, ids) = await IssuedAsync(tenant, 1);
        var error = (await RevokeAsync(tenant.TestKey, ids[0], body)).IsError(400, code);
        Assert.Equal(pointer, (string?)Assert.Single(error["details"]!.AsArray())!["pointer"]);
        Assert.False((bool)(await CredentialAsync(tenant, ids[0]))["revoked"]!);
        Assert.Empty(await AuditAsync(tenant, "credential.revoked"));
    }

    [Fact]
    public async Task A_reason_has_1000_characters_at_most_and_all_faults_are_told_together()
    {
        var tenant = await service.TenantAsync();
        var (_, ids) = await IssuedAsync(tenant, 1);
        (await RevokeAsync(tenant.TestKey, ids[0], Body(new string('r', 1001), "other"))).IsError(400, "invalid_field_format");
        var all = (await RevokeAsync(tenant.TestKey, ids[0], "{\"replaced_by\":1,\"x\":2}")).IsError(400, "invalid_field_format");
        Assert.Equal(["/reason", "/reason_code", "/replaced_by", "/x"], all["details"]!.AsArray().Select(static fault => (string)fault!["pointer"]!).Order());
        (await RevokeAsync(tenant.TestKey, ids[0], "{")).IsError(400, "invalid_json");
        (await RevokeAsync(tenant.TestKey, ids[0], """{"reason":"r","reason":"s","reason_code":"other"}""")).IsError(400, "invalid_json");
        (await RevokeAsync(tenant.TestKey, ids[0], Body(new string('r', 17_000), "other"))).IsError(413, "payload_too_large");
        Assert.Equal(200, (await RevokeAsync(tenant.TestKey, ids[0], Body(string.Concat(Enumerable.Repeat("é", 1000)), "other"))).Status);
    }

    [Fact]
    public async Task Only_another_credential_of_the_same_tenant_and_environment_can_replace_it()
    {
        var (tenant, foreign) = (await service.TenantAsync(), await service.TenantAsync());
        var (_, ids) = await IssuedAsync(tenant, 4);
        var (_, live) = await IssuedAsync(tenant, 1, tenant.LiveKey);
        var (_, theirs) = await IssuedAsync(foreign, 1);
        var messages = new HashSet<string>();
        foreach (var wrong in (string[])[ids[0], Unknown, live[0], theirs[0]])
        {
            var error = (await RevokeAsync(tenant.TestKey, ids[0], Body("r", "superseded", wrong))).IsError(400, "invalid_field_format");
            Assert.Equal("/replaced_by", (string?)Assert.Single(error["details"]!.AsArray())!["pointer"]);
            messages.Add((string)error["message"]!);
        }

        // Nothing tells an unknown one from another's.
        Assert.Single(messages);
        Assert.Equal(200, (await RevokeAsync(tenant.TestKey, ids[0], Body("r", "superseded", ids[1]))).Status);
        (await RevokeAsync(tenant.TestKey, ids[2], Body("r", "superseded", ids[1]))).IsError(400, "invalid_field_format");
        Assert.Equal(200, (await RevokeAsync(tenant.TestKey, ids[1], Body("r", "superseded", ids[3]))).Status);
    }

    [Fact]
    public async Task Every_refusal_of_the_contract_has_its_own_code()
    {
        var (tenant, foreign) = (await service.TenantAsync(), await service.TenantAsync());
        var (_, ids) = await IssuedAsync(tenant, 1);
        var body = Body("r", "other");
        foreach (var unknown in (string[])[Unknown, "x", "bat_" + Unknown[4..]])
        {
            (await RevokeAsync(tenant.TestKey, unknown, body)).IsError(404, "credential_not_found");
        }

        (await RevokeAsync(foreign.TestKey, ids[0], body)).IsError(403, "credential_not_owned");
        (await RevokeAsync(foreign.LiveKey, ids[0], body)).IsError(403, "credential_not_owned");
        (await RevokeAsync(tenant.LiveKey, ids[0], body)).IsError(403, "environment_mismatch");
        (await RevokeAsync("lrn_test_x", ids[0], body)).IsError(401, "api_key_invalid");
        (await service.SendAsync(HttpMethod.Get, $"/v1/credentials/{ids[0]}/revoke", tenant.TestKey)).IsError(405, "method_not_allowed");
        (await service.SendAsync(HttpMethod.Post, $"/v1/credentials/{ids[0]}/revoke", tenant.TestKey)).IsError(415, "unsupported_media_type");
        (await RevokeAsync(tenant.TestKey, ids[0], body, new string('k', 256))).IsError(400, "invalid_field_format");
        Assert.False((bool)(await CredentialAsync(tenant, ids[0]))["revoked"]!);
        Assert.Equal(200, (await RevokeAsync(tenant.TestKey, ids[0], body)).Status);
        (await RevokeAsync(tenant.TestKey, ids[0], body)).IsError(409, "credential_already_revoked");
        Assert.Single(await AuditAsync(tenant, "credential.revoked"));
    }

    [Fact]
    public async Task A_replay_is_the_same_answer_and_another_credential_or_body_needs_another_key()
    {
        var tenant = await service.TenantAsync();
        var (_, ids) = await IssuedAsync(tenant, 2);
        var first = await RevokeAsync(tenant.TestKey, ids[0], Body("r", "other"), "k");
        var replay = await RevokeAsync(tenant.TestKey, ids[0], Body("r", "other"), "k");
        Assert.Equal((200, first.Text, "true"), (replay.Status, replay.Text, replay["Idempotency-Replayed"]));
        Assert.Null(first["Idempotency-Replayed"]);
        (await RevokeAsync(tenant.TestKey, ids[1], Body("r", "other"), "k")).IsError(409, "idempotency_key_reused");
        (await RevokeAsync(tenant.TestKey, ids[0], Body("s", "other"), "k")).IsError(409, "idempotency_key_reused");
        // A refused one takes no key.
        (await RevokeAsync(tenant.TestKey, ids[0], Body("r", "other"), "new")).IsError(409, "credential_already_revoked");
        Assert.Equal(200, (await RevokeAsync(tenant.TestKey, ids[1], Body("r", "other"), "new")).Status);
    }

    [Fact]
    public async Task A_whole_batch_is_revoked_while_it_is_being_issued()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AcceptedAsync(tenant.TestKey, Requests.Of(500));
        var answer = await RevokeBatchAsync(tenant.TestKey, batch, Body("All wrong.", "issuer_error"));
        Assert.Equal($$"""{"id":"{{batch}}","revoked":500,"already_revoked":0}""", answer.Text);
        var anchored = await service.WaitAsync(tenant.TestKey, batch, "anchored");
        var again = await RevokeBatchAsync(tenant.TestKey, batch, Body("Again.", "other"));
        Assert.Equal((0, 500), ((int)again.Json["revoked"]!, (int)again.Json["already_revoked"]!));
        var one = await CredentialAsync(tenant, (string)anchored["credentials"]![499]!["id"]!);
        Assert.Equal("All wrong.", (string?)one["revocation"]!["reason"]);
        var bits = await BitsAsync(one);
        Assert.Equal(500, bits.Count);
        Assert.Contains(Index(one), bits);
        Assert.Equal(2, (await AuditAsync(tenant, "batch.revoked")).Count);
    }

    [Fact]
    public async Task Revoked_between_signing_and_anchoring_it_is_anchored_and_stays_revoked()
    {
        var tenant = await service.TenantAsync();
        string batch;
        string id;
        service.TestChain.IsDown = true;
        try
        {
            batch = await service.AcceptedAsync(tenant.TestKey, Requests.Of(2));
            id = (string)(await service.WaitAsync(tenant.TestKey, batch, "signed"))["credentials"]![0]!["id"]!;
            Assert.Equal(200, (await RevokeAsync(tenant.TestKey, id, Body("r", "fraud"))).Status);
            var page = await PageAsync(id);
            Assert.Contains("no longer valid", page, StringComparison.Ordinal);
        }
        finally
        {
            service.TestChain.IsDown = false;
        }

        await service.WaitAsync(tenant.TestKey, batch, "anchored");
        var credential = await CredentialAsync(tenant, id);
        Assert.Equal((true, 2), ((bool)credential["revoked"]!, credential["signed_credential"]!["proof"]!.AsArray().Count));
        Assert.Equal([Index(credential)], await BitsAsync(credential));
        Assert.Contains("data-check=\"status\" data-outcome=\"failed\"", await PageAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_tenants_batch_is_as_unknown_as_one_that_never_was()
    {
        var (tenant, foreign) = (await service.TenantAsync(), await service.TenantAsync());
        var (batch, ids) = await IssuedAsync(tenant, 1);
        var body = Body("r", "other");
        var theirs = await RevokeBatchAsync(foreign.TestKey, batch, body);
        theirs.IsError(404, "batch_not_found");
        Assert.Equal((await RevokeBatchAsync(foreign.TestKey, UnknownBatch, body)).WithoutRequestId(), theirs.WithoutRequestId());
        (await RevokeBatchAsync(foreign.TestKey, "x", body)).IsError(404, "batch_not_found");
        (await RevokeBatchAsync(tenant.LiveKey, batch, body)).IsError(403, "environment_mismatch");
        (await RevokeBatchAsync(tenant.TestKey, batch, Body("r", "other", ids[0]))).IsError(400, "invalid_field_format");
        (await RevokeBatchAsync(tenant.TestKey, batch, "{}")).IsError(400, "missing_required_field");
        Assert.False((bool)(await CredentialAsync(tenant, ids[0]))["revoked"]!);
        Assert.Equal(200, (await RevokeBatchAsync(tenant.TestKey, batch, body, "k")).Status);
        Assert.Equal("true", (await RevokeBatchAsync(tenant.TestKey, batch, body, "k"))["Idempotency-Replayed"]);
    }

    [Fact]
    public async Task A_lists_tag_changes_with_a_revocation_only_and_a_reader_may_keep_it_30_seconds()
    {
        var tenant = await service.TenantAsync();
        var (_, ids) = await IssuedAsync(tenant, 1);
        var path = new Uri((string)(await CredentialAsync(tenant, ids[0]))["signed_credential"]!["credentialStatus"]!["statusListCredential"]!).AbsolutePath;
        foreach (var form in (string[])["", "?format=bitstring"])
        {
            var first = await service.GetAsync(path + form);
            Assert.Equal("public, max-age=30", first["Cache-Control"]);
            Assert.Equal(first["ETag"], (await service.GetAsync(path + form))["ETag"]);
        }

        var before = (await service.GetAsync(path))["ETag"]!;
        await service.Host.Node.Core.StatusCredentials.FindAsync(path.Split('/')[^1], null, fresh: true, default);
        Assert.Equal(before, (await service.GetAsync(path))["ETag"]);
        await RevokeAsync(tenant.TestKey, ids[0], Body("r", "other"));
        var changed = await service.SendAsync(HttpMethod.Get, path, prepare: request => request.Headers.TryAddWithoutValidation("If-None-Match", before));
        Assert.Equal(200, changed.Status);
        Assert.NotEqual(before, changed["ETag"]);
    }

    [Fact]
    public async Task The_tenants_words_stand_in_no_audit_entry_and_no_remembered_answer()
    {
        var tenant = await service.TenantAsync();
        var (_, ids) = await IssuedAsync(tenant, 1);
        await RevokeAsync(tenant.TestKey, ids[0], Body("Zacharias Quux asked us to", "holder_request"), "k");
        var core = service.Host.Node.Core;
        Assert.True(CredentialId.TryParse(ids[0], out var id));
        Assert.DoesNotContain("Zacharias", (await core.Batches.FindCredentialAsync(id, default))!.Value.Credential.Revocation!.ToString(), StringComparison.Ordinal);
        Assert.All(await AuditAsync(tenant, "credential.revoked"), static record => Assert.Equal("holder_request", record.Entry.Detail));
        var rows = await service.Tables.QueryAsync("idempotency", new Core.Storage.RowRange($"{tenant.Tenant.Id}|test"), 100, null, default);
        Assert.All(rows.Rows, row => Assert.Equal(ids[0], System.Text.Encoding.UTF8.GetString(row.Bytes("body")!)));
        Assert.Single(rows.Rows);
    }

    private static string Body(string reason, string code, string? replacedBy = null)
    {
        var body = new JsonObject { ["reason"] = reason, ["reason_code"] = code };
        if (replacedBy is not null)
        {
            body["replaced_by"] = replacedBy;
        }

        return body.ToJsonString();
    }

    private static (string?, bool, string?, string?, string?) Told(JsonNode answer) =>
        ((string?)answer["id"], (bool)answer["revoked"]!, (string?)answer["reason"], (string?)answer["reason_code"], (string?)answer["replaced_by"]);

    private static int Index(JsonNode credential) => int.Parse((string)credential["signed_credential"]!["credentialStatus"]!["statusListIndex"]!, null);

    private Task<Answer> RevokeAsync(string key, string id, string body, string? idempotencyKey = null) =>
        SendAsync($"/v1/credentials/{id}/revoke", key, body, idempotencyKey);

    private Task<Answer> RevokeBatchAsync(string key, string id, string body, string? idempotencyKey = null) =>
        SendAsync($"/v1/batches/{id}/revoke", key, body, idempotencyKey);

    private Task<Answer> SendAsync(string path, string key, string body, string? idempotencyKey) => service.SendAsync(HttpMethod.Post, path, key, request =>
    {
        request.Content = new StringContent(body, null, "application/json");
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }
    });

    private async Task<(string Batch, IReadOnlyList<string> Ids)> IssuedAsync(TestTenant tenant, int count, string? key = null)
    {
        var batch = await service.AnchoredAsync(key ?? tenant.TestKey, Requests.Of(count));
        return ((string)batch["id"]!, [.. batch["credentials"]!.AsArray().Select(static credential => (string)credential!["id"]!)]);
    }

    private async Task<JsonNode> CredentialAsync(TestTenant tenant, string id) => (await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json;

    private async Task<string> PageAsync(string id) => WebUtility.HtmlDecode((await service.GetAsync("/c/" + id)).Text);

    /// <summary>Indexes set in the list that a credential names, as anybody gets it.</summary>
    private async Task<IReadOnlyList<int>> BitsAsync(JsonNode credential)
    {
        var url = new Uri((string)credential["signed_credential"]!["credentialStatus"]!["statusListCredential"]!);
        var list = (await service.GetAsync(url.AbsolutePath)).Json;
        var bits = StatusListBits.Decode((string)list["credentialSubject"]!["encodedList"]!, multibase: false);
        return [.. Enumerable.Range(0, StatusListBits.Count).Where(index => bits[index])];
    }

    private async Task<IReadOnlyList<Core.Audit.AuditRecord>> AuditAsync(TestTenant tenant, string action)
    {
        var found = new List<Core.Audit.AuditRecord>();
        await foreach (var record in service.Host.Node.Core.Audit.ListAsync(tenant.Tenant.Id, default))
        {
            if (record.Entry.Action == action)
            {
                found.Add(record);
            }
        }

        return found;
    }
}
