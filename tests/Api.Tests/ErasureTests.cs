using System.Diagnostics;
using System.Text;
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
    private static readonly JsonObject Request = new() { ["requester"] = "recipient", ["verified_at"] = "2026-04-23T12:00:00Z" };

    [Fact]
    public async Task Under_load_no_byte_of_what_was_erased_is_in_any_file_or_log_within_seconds()
    {
        var tenant = await service.TenantAsync();
        var before = await service.AnchoredAsync(tenant.TestKey, People("Quill", 60));
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(lane => LoadAsync(tenant, lane, stop.Token)));
        var during = (await service.GetAsync("/v1/batches/" + await service.AcceptedAsync(tenant.TestKey, People("Rook", 40)), tenant.TestKey)).Json;
        await ContainsAsync(Secrets("Quill", 3).Concat(Secrets("Rook", 3)), expected: true);

        List<string> erased = [.. Ids(before).Take(50), .. Ids(during)];
        await Parallel.ForEachAsync(erased, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (id, _) => await ErasedAsync(tenant, id));
        await ContainsAsync(Enumerable.Range(0, 50).SelectMany(static n => Secrets("Quill", n)).Concat(Enumerable.Range(0, 40).SelectMany(static n => Secrets("Rook", n))), expected: false);
        await ContainsAsync(Enumerable.Range(50, 10).SelectMany(static n => Secrets("Quill", n)), expected: true);

        var anchored = await service.WaitAsync(tenant.TestKey, (string)during["id"]!, "anchored");
        await stop.CancelAsync();
        Assert.All(await load, static sent => Assert.True(sent > 0));
        Assert.All(anchored["credentials"]!.AsArray(), static credential => Assert.Null((string?)credential!["recipient_id"]));
        await ContainsAsync(Enumerable.Range(0, 40).SelectMany(static n => Secrets("Rook", n)), expected: false);
        await BlobsAsync(erased, Enumerable.Range(0, 50).SelectMany(static n => Secrets("Quill", n)).Concat(Enumerable.Range(0, 40).SelectMany(static n => Secrets("Rook", n))));
    }

    [Fact]
    public async Task What_is_left_of_an_erased_credential_is_what_verifies()
    {
        var tenant = await service.TenantAsync();
        var id = Ids(await service.AnchoredAsync(tenant.TestKey, People("Sparrow", 2)))[0];
        var holders = await service.GetAsync($"/c/{id}.json");
        var answer = await EraseAsync(tenant.TestKey, id);
        Assert.Equal(200, answer.Status);
        Assert.Equal(["id", "erased", "erased_at", "verification_status_after_erasure"], answer.Json.AsObject().Select(static member => member.Key));
        Assert.Equal((id, true, "verifiable"), ((string?)answer.Json["id"], (bool)answer.Json["erased"]!, (string?)answer.Json["verification_status_after_erasure"]));
        (await EraseAsync(tenant.TestKey, id)).IsError(409, "credential_already_erased");

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
        var id = Ids(await service.AnchoredAsync(tenant.TestKey, People("Finch", 1)))[0];
        (await service.PostAsync(tenant.TestKey, People("Finch", 1))).IsError(409, "external_id_exists");
        await ErasedAsync(tenant, id);
        await service.AnchoredAsync(tenant.TestKey, People("Finch", 1));
    }

    [Theory]
    [InlineData("SignBatch")]
    [InlineData("BuildTree")]
    [InlineData("EnqueueRoot")]
    [InlineData("PrepareAnchor")]
    [InlineData("MarkAnchored")]
    public async Task Erasing_before_any_step_of_issuing_leaves_nothing_that_the_step_brings_back(string step)
    {
        var tenant = await service.TenantAsync();
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        service.BeforeActivity = (name, _) =>
        {
            if (name == step)
            {
                reached.TrySetResult();
            }

            return name == step ? go.Task : Task.CompletedTask;
        };
        var batch = await service.AcceptedAsync(tenant.TestKey, People("Heron", 3));
        await Task.WhenAny(reached.Task, Task.Delay(3000));
        var ids = Ids((await service.GetAsync("/v1/batches/" + batch, tenant.TestKey)).Json);
        await ErasedAsync(tenant, ids[1]);
        service.BeforeActivity = static (_, _) => Task.CompletedTask;
        go.SetResult();
        await AnchoredWithoutAsync(tenant, batch, ids[1], "Heron", 1);
    }

    [Fact]
    public async Task Erasing_between_the_signers_read_and_its_write_makes_it_sign_again_with_what_is_left()
    {
        // A host of its own: nothing else may sign meanwhile.
        var alone = new Service();
        await alone.InitializeAsync();
        try
        {
            await new ErasureTests(alone).EraseWhileSigningAsync();
        }
        finally
        {
            await alone.DisposeAsync();
        }
    }

    [Fact]
    public async Task Of_parallel_erasures_one_is_done_and_the_log_and_the_audit_chain_tell_it()
    {
        var tenant = await service.TenantAsync();
        var id = Ids(await service.AnchoredAsync(tenant.TestKey, People("Wren", 1)))[0];
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EraseAsync(tenant.TestKey, id)));
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
        var batch = await service.AnchoredAsync(tenant.TestKey, People("Ibis", 48));
        var ids = Ids(batch);
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
                var first = await EraseAsync(tenant.TestKey, id, key: "k" + id);
                service.Tables.Before = static _ => { };
                // Two reads to check, two to work, two steps of the audit chain; then the note that a sweep finds.
                var wasBegun = first.Status == 200 || operations > 6;
                if (isResumed)
                {
                    var again = await EraseAsync(tenant.TestKey, id, key: "k" + id);
                    Assert.True(again.Status == 200, again.Text);
                }
                else
                {
                    await service.Host.Node.Core.Erasure.SweepAsync(default);
                }

                var erased = (bool)(await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json["erased"]!;
                Assert.True(erased || (!isResumed && !wasBegun), $"operation {operations}");
                var found = (await service.GetAsync($"/v1/credentials?external_id=xid-Ibis-{Numbers(batch)[id]}%7C", tenant.TestKey)).Json["data"]!.AsArray().Count;
                Assert.Equal(erased ? 0 : 1, found);
            }
        }
    }

    [Fact]
    public async Task The_free_text_of_a_revocation_goes_and_none_comes_after()
    {
        var tenant = await service.TenantAsync();
        var ids = Ids(await service.AnchoredAsync(tenant.TestKey, People("Egret", 2)));
        await RevokeAsync(ids[0], "Zoë Egret 000 Ünïque asked before");
        await ErasedAsync(tenant, ids[0]);
        await ErasedAsync(tenant, ids[1]);
        await RevokeAsync(ids[1], "Zoë Egret 001 Ünïque asked after");
        foreach (var id in ids)
        {
            var read = (await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json;
            Assert.Equal((true, true), ((bool)read["revoked"]!, (bool)read["erased"]!));
            Assert.DoesNotContain("Egret", (await service.GetAsync("/c/" + id)).Text, StringComparison.Ordinal);
        }

        await ContainsAsync(["000 Ünïque asked before", "001 Ünïque asked after"], expected: false);

        async Task RevokeAsync(string id, string reason)
        {
            var answer = await service.SendAsync(HttpMethod.Post, $"/v1/credentials/{id}/revoke", tenant.TestKey, request =>
                request.Content = new StringContent(
                    new JsonObject { ["reason"] = reason, ["reason_code"] = "holder_request" }.ToJsonString(), Encoding.UTF8, "application/json"));
            Assert.True(answer.Status == 200, answer.Text);
        }
    }

    [Fact]
    public async Task The_same_key_answers_the_same_and_not_for_another_credential()
    {
        var tenant = await service.TenantAsync();
        var ids = Ids(await service.AnchoredAsync(tenant.TestKey, People("Crane", 2)));
        var first = await EraseAsync(tenant.TestKey, ids[0], key: "k");
        var again = await EraseAsync(tenant.TestKey, ids[0], key: "k");
        Assert.Equal((200, "true", first.Text), (again.Status, again["Idempotency-Replayed"], again.Text));
        (await EraseAsync(tenant.TestKey, ids[1], key: "k")).IsError(409, "idempotency_key_reused");
    }

    [Fact]
    public async Task Foreign_wrong_environment_and_unknown_are_told_apart_as_for_every_change()
    {
        var (tenant, other) = (await service.TenantAsync(), await service.TenantAsync());
        var id = Ids(await service.AnchoredAsync(tenant.TestKey, People("Gull", 1)))[0];
        (await EraseAsync(other.TestKey, id)).IsError(403, "credential_not_owned");
        (await EraseAsync(tenant.LiveKey, id)).IsError(403, "environment_mismatch");
        (await EraseAsync(tenant.TestKey, "crd_01HXYZABCDEFGHJKMNPQRSTVWX")).IsError(404, "credential_not_found");
        (await EraseAsync(tenant.TestKey, "x")).IsError(404, "credential_not_found");
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
        var error = (await EraseAsync((await service.TenantAsync()).TestKey, "crd_01HXYZABCDEFGHJKMNPQRSTVWX", body)).IsError(400, code);
        Assert.Equal(pointer, (string?)error["details"]?[0]?["pointer"]);
    }

    private static List<string> Ids(JsonNode batch) => [.. batch["credentials"]!.AsArray().Select(static credential => (string)credential!["id"]!)];

    private static Dictionary<string, int> Numbers(JsonNode batch) =>
        batch["credentials"]!.AsArray().ToDictionary(
            static credential => (string)credential!["id"]!, static credential => int.Parse(((string)credential!["external_id"]!).Split('-', '|')[2]));

    private static IEnumerable<string> Secrets(string who, int number) =>
        [$"Zoë {who} {number:D3} Ünïque", $"mail-{who}-{number:D3}@people.example", $"xid-{who}-{number}|", $"meta-{who}-{number:D3}"];

    private static JsonObject People(string who, int count)
    {
        var body = Requests.Of(count);
        for (var i = 0; i < count; i++)
        {
            var credential = body["credentials"]![i]!;
            credential["recipient"]!["name"] = $"Zoë {who} {i:D3} Ünïque";
            credential["recipient"]!["email"] = $"mail-{who}-{i:D3}@people.example";
            credential["external_id"] = $"xid-{who}-{i}|";
            credential["tenant_metadata"] = new JsonObject { ["note"] = $"meta-{who}-{i:D3}" };
        }

        return body;
    }

    private async Task EraseWhileSigningAsync()
    {
        var tenant = await service.TenantAsync();
        var (gate, erased) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (isSigning, isErased, attempts, operations) = (false, false, 0, 0);
        var victim = "";
        service.BeforeActivity = async (name, _) =>
        {
            if (name == "SignBatch")
            {
                await gate.Task;
                attempts++;
                isSigning = true;
            }
        };
        service.Tables.Before = table =>
        {
            // The step reads the batch, publishes its first event (reads the mark and the batch, removes the mark), changes the batch (two), reads
            // the credentials; the eighth is the write of what it signed.
            if (isSigning && !isErased && table == "batches" && ++operations == 8)
            {
                isErased = true;
                ErasedAsync(tenant, victim).GetAwaiter().GetResult();
                erased.SetResult();
            }
        };
        var batch = await service.AcceptedAsync(tenant.TestKey, People("Stork", 3));
        var credentials = (await service.GetAsync("/v1/batches/" + batch, tenant.TestKey)).Json;
        victim = Ids(credentials)[2];
        gate.SetResult();
        // Nobody else may read meanwhile: operations are counted.
        await erased.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await AnchoredWithoutAsync(tenant, batch, victim, "Stork", Numbers(credentials)[victim]);
        Assert.Equal(2, attempts);
    }

    private Task<Answer> EraseAsync(string apiKey, string id, string? body = null, string? key = null) =>
        service.SendAsync(HttpMethod.Post, $"/v1/credentials/{id}/erase", apiKey, request =>
        {
            request.Content = new StringContent(body ?? Request.ToJsonString(), Encoding.UTF8, "application/json");
            if (key is not null)
            {
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            }
        });

    private async Task ErasedAsync(TestTenant tenant, string id)
    {
        var answer = await EraseAsync(tenant.TestKey, id);
        Assert.True(answer.Status == 200, answer.Text);
    }

    private async Task<int> LoadAsync(TestTenant tenant, int lane, CancellationToken stop)
    {
        var sent = 0;
        while (!stop.IsCancellationRequested)
        {
            var id = await service.AcceptedAsync(tenant.TestKey, Requests.Of(5));
            await service.GetAsync("/v1/batches/" + id, tenant.TestKey);
            await service.GetAsync("/v1/credentials?limit=50", tenant.TestKey);
            sent += lane + 1;
        }

        return sent;
    }

    /// <summary>Every text is in the files, or within seconds none is.</summary>
    private async Task ContainsAsync(IEnumerable<string> texts, bool expected)
    {
        var wanted = texts.ToList();
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var files = await StoreFiles.OfAsync(Path.GetDirectoryName(service.Database)!);
            Assert.Contains("learncoin.db", files.Names);
            Assert.Contains("learncoin.db-wal", files.Names);
            Assert.Contains(files.Names, static name => name.StartsWith("keys", StringComparison.Ordinal));
            var found = wanted.ToDictionary(static text => text, files.Find);
            if (expected)
            {
                Assert.All(found.Values, static places => Assert.NotEmpty(places));
                return;
            }

            var log = Encoding.UTF8.GetBytes(HostLog.Text);
            Assert.All(wanted, text => Assert.All(StoreFiles.Forms(text), form => Assert.Equal(-1, log.AsSpan().IndexOf(form.Bytes))));
            var left = found.Where(static pair => pair.Value.Count > 0).Select(static pair => $"{pair.Key}: {string.Join(", ", pair.Value)}").ToList();
            if (left.Count == 0 || watch.Elapsed > TimeSpan.FromSeconds(5))
            {
                Assert.Empty(left);
                return;
            }

            await Task.Delay(200);
        }
    }

    /// <summary>Documents are stored compressed: their plain forms hold none of the texts either.</summary>
    private async Task BlobsAsync(IEnumerable<string> ids, IEnumerable<string> texts)
    {
        var plain = new List<byte[]>();
        foreach (var id in ids)
        {
            var (credential, _) = (await service.Host.Node.Core.Batches.FindCredentialAsync(new CredentialId(id), default))!.Value;
            plain.Add(credential.Document!);
            Assert.Null(credential.Input);
        }

        Assert.All(texts, text => Assert.All(StoreFiles.Forms(text), form => Assert.DoesNotContain(plain, bytes => bytes.AsSpan().IndexOf(form.Bytes) >= 0)));
    }

    private async Task AnchoredWithoutAsync(TestTenant tenant, string batch, string id, string who, int number)
    {
        var anchored = await service.WaitAsync(tenant.TestKey, batch, "anchored");
        Assert.Null((string?)anchored["credentials"]!.AsArray().Single(credential => (string?)credential!["id"] == id)!["recipient_id"]);
        var (credential, found) = (await service.Host.Node.Core.Batches.FindCredentialAsync(new CredentialId(id), default))!.Value;
        Assert.Equal((null, null, null, null, null), (credential.RecipientId, credential.RecipientName, credential.RecipientEmail, credential.ExternalId, credential.ExternalKey));
        Assert.Null(credential.TenantMetadata);
        Assert.Equal(BatchStatus.Anchored, found.Status);
        Assert.NotNull(credential.ErasedAt);
        var document = (await service.GetAsync($"/c/{id}.json")).Bytes;
        Assert.Equal(Core.Verification.Verdict.Valid, (await service.Host.Node.Core.Reports.OfAsync(new CredentialId(id), document, default)).Verdict);
        await ContainsAsync([$"Zoë {who} {number:D3} Ünïque", $"mail-{who}-{number:D3}@people.example", $"meta-{who}-{number:D3}"], expected: false);
    }
}
