using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Migrations;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Verification;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Local.Storage;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Upgrade;

/// <summary>This release on the store that the one before it left in the middle of its work.</summary>
public sealed class PreviousStoreTests(ITestOutputHelper output)
{
    private static readonly JsonSerializerOptions AsInJavaScript = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("stopped")]
    [InlineData("killed")]
    public async Task Everything_that_the_previous_release_had_begun_ends_and_what_it_had_made_stays_as_it_was(string variant)
    {
        using var store = await PreviousStore.OpenAsync(variant);
        var before = TimeProvider.System.GetTimestamp();
        using (var serve = await ServeProcess.StartAsync(store.Deployment))
        {
            output.WriteLine($"served after {TimeProvider.System.GetElapsedTime(before).TotalSeconds:0.0} s");
            foreach (var tenant in store.Tenants)
            {
                await CheckTenantAsync(store, tenant);
            }

            await serve.StopAsync();
        }

        var ledger = new Ledger(store.Anvil, store.Sender);
        await ledger.CheckAsync();
        output.WriteLine($"{(await ledger.ReadAsync()).Count} anchor transactions");
        await CheckStoreAsync(store);

        // And once more, by a process that finds nothing to migrate.
        using var again = await ServeProcess.StartAsync(store.Deployment);
        await again.StopAsync();
    }

    [Fact]
    public async Task A_command_does_not_migrate_a_store_that_a_service_of_the_earlier_release_may_still_run_on()
    {
        using var store = await PreviousStore.OpenAsync("stopped");
        var before = SHA256.HashData(await File.ReadAllBytesAsync(store.Database));
        var (code, text) = await Cli.RunAsync(store.Deployment, "tenants", "list");
        Assert.Equal(78, code);
        Assert.Contains("earlier release", text, StringComparison.Ordinal);
        Assert.Equal(before, SHA256.HashData(await File.ReadAllBytesAsync(store.Database)));
    }

    [Fact]
    public async Task A_store_of_a_newer_release_is_refused_by_service_and_commands_before_anything_is_written()
    {
        using var store = await PreviousStore.OpenAsync("stopped");
        await using (var node = await store.Deployment.OpenAsync())
        {
            Assert.Equal(StoreMigrations.Newest, await node.Core.Schema.VersionAsync(default));
        }

        using (var file = SqliteStore.Open(store.Database))
        {
            await new SqliteTables(file).ChangeAsync(
                "deployment", "schema", "schema", static row => row!.Copy().Set("version", StoreMigrations.Newest + 1L), default);
        }

        foreach (var command in new[] { "serve", "accounts" })
        {
            var files = await FilesAsync();
            var (code, text) = await Cli.RunAsync(store.Deployment, command);
            Assert.True(code == 78, text);
            Assert.Contains("newer release", text, StringComparison.Ordinal);
            Assert.Equal(files, await FilesAsync());
        }

        async Task<string> FilesAsync() => Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(store.Database)));
    }

    private static async Task CheckTenantAsync(PreviousStore store, JsonElement tenant)
    {
        using var client = new ApiClient(store.Deployment.Address, tenant.GetProperty("key").GetString()!, tenant.GetProperty("name").GetString()!);
        using var http = new HttpClient { BaseAddress = new Uri(store.Deployment.Address) };
        Assert.Equal(tenant.GetProperty("name").GetString(), (await client.GetAsync("/v1/tenants/me")).GetProperty("name").GetString());
        foreach (var batch in tenant.GetProperty("batches").EnumerateArray())
        {
            var id = batch.GetProperty("id").GetString()!;
            // The same body under the same key: the answer of then.
            var body = Encoding.UTF8.GetBytes(batch.GetProperty("request").GetRawText());
            Assert.Equal(id, await client.PostUntilAcceptedAsync(Compact(body), batch.GetProperty("idempotency_key").GetString()!));
            Assert.True(client.LastWasReplayed);
            await client.UntilAnchoredAsync(id);
            if (batch.GetProperty("anchor_state").GetString() == "included")
            {
                // What was sent and in no block may be replaced at a higher fee, under its nonce.
                Assert.Equal(batch.GetProperty("hash").GetString(), (await client.GetAsync($"/v1/batches/{id}")).GetProperty("anchor_transaction").GetProperty("hash").GetString());
            }

            foreach (var credential in batch.GetProperty("credentials").EnumerateArray())
            {
                var document = await http.GetByteArrayAsync($"/c/{credential.GetProperty("id").GetString()}.json");
                // A document that had its Merkle proof is the same for ever; one that waited for its anchor gets it now.
                if (batch.GetProperty("status").GetString() == "anchored")
                {
                    Assert.Equal(credential.GetProperty("document_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(document)));
                }
            }
        }

        if (tenant.TryGetProperty("erased", out var erased))
        {
            Assert.True((await client.GetAsync($"/v1/credentials/{erased.GetString()}")).GetProperty("erased").GetBoolean());
            Assert.True((await client.GetAsync($"/v1/credentials/{tenant.GetProperty("revoked").GetString()}")).GetProperty("revoked").GetBoolean());
        }
    }

    private static async Task CheckStoreAsync(PreviousStore store)
    {
        await using var node = await store.Deployment.OpenAsync();
        Assert.True(node.Core.Schema.IsCurrent);
        Assert.Equal(StoreMigrations.Newest, await node.Core.Schema.VersionAsync(default));
        foreach (var tenant in store.Tenants)
        {
            var revoked = tenant.TryGetProperty("revoked", out var id) ? id.GetString() : null;
            foreach (var credential in tenant.GetProperty("batches").EnumerateArray().SelectMany(static batch => batch.GetProperty("credentials").EnumerateArray()))
            {
                var name = new CredentialId(credential.GetProperty("id").GetString()!);
                var (stored, batch) = (await node.Core.Batches.FindCredentialAsync(name, default))!.Value;
                var document = (await node.Core.Documents.ReadAsync(stored, batch, default))!;
                var report = await node.Core.Reports.OfAsync(name, document, default);
                Assert.True(report.Verdict == (name.Value == revoked ? Verdict.Invalid : Verdict.Valid), $"{name}: {string.Join("; ", report.Checks)}");
            }

            Assert.True((await node.Core.Audit.VerifyAsync(new TenantId(tenant.GetProperty("id").GetString()!), default)).IsWhole);
        }

        // The journal of erasures begins with what the store knew.
        Assert.Contains("\"requester\":\"recipient\"", Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Path.GetDirectoryName(store.Database)!, "erasures.jsonl"))), StringComparison.Ordinal);
    }

    /// <summary>As JSON.stringify wrote it when it was sent: the fingerprint is of the bytes.</summary>
    private static byte[] Compact(byte[] json) => JsonSerializer.SerializeToUtf8Bytes(JsonDocument.Parse(json).RootElement, AsInJavaScript);
}
