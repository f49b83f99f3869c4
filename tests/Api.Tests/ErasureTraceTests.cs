using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Tests;

/// <summary>Nothing of what was erased is left in any file or log, whatever goes on meanwhile (reliability.md, row erasure).</summary>
public sealed class ErasureTraceTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task Under_load_no_byte_of_what_was_erased_is_in_any_file_or_log_within_seconds()
    {
        var tenant = await service.TenantAsync();
        var before = await service.AnchoredAsync(tenant.TestKey, ErasureFixture.People("Quill", 60));
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(lane => LoadAsync(tenant, lane, stop.Token)));
        var during = (await service.GetAsync("/v1/batches/" + await service.AcceptedAsync(tenant.TestKey, ErasureFixture.People("Rook", 40)), tenant.TestKey)).Json;
        await ContainsAsync(Secrets("Quill", 3).Concat(Secrets("Rook", 3)), expected: true);

        List<string> erased = [.. ErasureFixture.Ids(before).Take(50), .. ErasureFixture.Ids(during)];
        await Parallel.ForEachAsync(erased, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (id, _) => await service.ErasedAsync(tenant, id));
        await ContainsAsync(Enumerable.Range(0, 50).SelectMany(static n => Secrets("Quill", n)).Concat(Enumerable.Range(0, 40).SelectMany(static n => Secrets("Rook", n))), expected: false);
        await ContainsAsync(Enumerable.Range(50, 10).SelectMany(static n => Secrets("Quill", n)), expected: true);

        var anchored = await service.WaitAsync(tenant.TestKey, (string)during["id"]!, "anchored");
        await stop.CancelAsync();
        Assert.All(await load, static sent => Assert.True(sent > 0));
        Assert.All(anchored["credentials"]!.AsArray(), static credential => Assert.Null((string?)credential!["recipient_id"]));
        await ContainsAsync(Enumerable.Range(0, 40).SelectMany(static n => Secrets("Rook", n)), expected: false);
        await BlobsAsync(erased, Enumerable.Range(0, 50).SelectMany(static n => Secrets("Quill", n)).Concat(Enumerable.Range(0, 40).SelectMany(static n => Secrets("Rook", n))));
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
        var batch = await service.AcceptedAsync(tenant.TestKey, ErasureFixture.People("Heron", 3));
        await Task.WhenAny(reached.Task, Task.Delay(3000));
        var ids = ErasureFixture.Ids((await service.GetAsync("/v1/batches/" + batch, tenant.TestKey)).Json);
        await service.ErasedAsync(tenant, ids[1]);
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
            await new ErasureTraceTests(alone).EraseWhileSigningAsync();
        }
        finally
        {
            await alone.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_free_text_of_a_revocation_goes_and_none_comes_after()
    {
        var tenant = await service.TenantAsync();
        var ids = ErasureFixture.Ids(await service.AnchoredAsync(tenant.TestKey, ErasureFixture.People("Egret", 2)));
        await RevokeAsync(ids[0], "Zoë Egret 000 Ünïque asked before");
        await service.ErasedAsync(tenant, ids[0]);
        await service.ErasedAsync(tenant, ids[1]);
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

    private static IEnumerable<string> Secrets(string who, int number) =>
        [$"Zoë {who} {number:D3} Ünïque", $"mail-{who}-{number:D3}@people.example", $"xid-{who}-{number}|", $"meta-{who}-{number:D3}"];

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
                service.ErasedAsync(tenant, victim).GetAwaiter().GetResult();
                erased.SetResult();
            }
        };
        var batch = await service.AcceptedAsync(tenant.TestKey, ErasureFixture.People("Stork", 3));
        var credentials = (await service.GetAsync("/v1/batches/" + batch, tenant.TestKey)).Json;
        victim = ErasureFixture.Ids(credentials)[2];
        gate.SetResult();
        // Nobody else may read meanwhile: operations are counted.
        await erased.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await AnchoredWithoutAsync(tenant, batch, victim, "Stork", ErasureFixture.Numbers(credentials)[victim]);
        Assert.Equal(2, attempts);
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
