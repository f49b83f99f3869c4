using System.Globalization;
using System.Text.Json;
using LearnCoin.Api.Tests.Host;
using LearnCoin.EndToEnd.Parts;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Backups;

/// <summary>A machine is lost, and the service comes back from a backup that was made while it worked.</summary>
public sealed class BackupTests(AnvilFixture anvil, ITestOutputHelper output) : IClassFixture<AnvilFixture>, IDisposable
{
    private readonly Deployment deployment = new(anvil.Node.Url);

    private string Data => deployment.Variables["DataDirectory"];

    public void Dispose() => deployment.Dispose();

    [Fact]
    public async Task What_was_accepted_before_the_backup_ends_anchored_and_what_was_erased_after_it_stays_erased()
    {
        using var issuer = await Issuer.CreateAsync(deployment);
        var address = await deployment.AnchorAddressAsync();
        await anvil.Node.FundAsync(address);
        var archive = Path.Combine(deployment.Folder, "backup.tar");
        var journal = Path.Combine(deployment.Folder, "kept.jsonl");
        IReadOnlyList<string> quills;
        List<string> accepted = [];
        Dictionary<string, string> erasedAt = [];
        using (var serve = await ServeProcess.StartAsync(deployment))
        {
            quills = await issuer.IssueAsync(People.Body("Quill", 5, 1), "quills");
            erasedAt[quills[4]] = await issuer.EraseAsync(quills[4]);
            using var stop = new CancellationTokenSource();
            var load = LoadAsync(issuer, accepted, stop.Token);
            await Task.Delay(1000);
            string[] before = [.. accepted];
            Assert.NotEmpty(before);
            await BackUpAsync(archive, before.Length);
            await Task.Delay(500);
            erasedAt[quills[0]] = await issuer.EraseAsync(quills[0]);
            erasedAt[quills[1]] = await issuer.EraseAsync(quills[1]);
            await stop.CancelAsync();
            await load;
            output.WriteLine($"{before.Length} batches accepted before the backup, {accepted.Count} in all");
            accepted = [.. before];
            await serve.KillAsync();
        }

        File.Move(Path.Combine(Data, "erasures.jsonl"), journal);
        Directory.Delete(Data, recursive: true);
        // What the archive holds, it holds: this is why it must be destroyed in time.
        Assert.True((await File.ReadAllBytesAsync(archive)).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(People.Secrets("Quill", 0)[0])) >= 0);

        var (code, text) = await Cli.RunAsync(deployment, "restore", archive);
        Assert.True(code == 64 && text.Contains("--without-erasures", StringComparison.Ordinal), text);
        Assert.False(Directory.Exists(Data));
        var restored = await Cli.JsonAsync(deployment, "restore", archive, "--erasures", journal);
        Assert.Equal((2, 1, 0), Counts(restored));
        await CheckFilesAsync();

        using (var serve = await ServeProcess.StartAsync(deployment))
        {
            foreach (var batch in accepted)
            {
                await issuer.Client.UntilAnchoredAsync(batch);
            }

            await CheckErasedAsync(issuer, erasedAt);
            Assert.False((await issuer.Client.GetAsync("/v1/credentials/" + quills[2])).GetProperty("erased").GetBoolean());
            var rooks = await issuer.IssueAsync(People.Body("Rook", 3, 2), "rooks");
            // Places of the lists that were in use may be those of credentials that the store has lost.
            Assert.NotEqual(await ListOfAsync(issuer, quills[2]), await ListOfAsync(issuer, rooks[0]));
            await CheckFilesAsync();
            await serve.StopAsync();
        }

        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(Data, "erasures.jsonl"))).Length);
        var transactions = await new Ledger(anvil.Node, address).ReadAsync();
        Assert.Equal(Enumerable.Range(0, transactions.Count).Select(static nonce => (long)nonce), transactions.Select(static transaction => transaction.Nonce));
        await CheckVerdictsAsync(issuer, quills);
    }

    [Fact]
    public async Task A_journal_on_another_disk_is_replayed_also_when_the_data_folder_was_set_back_by_other_means()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(deployment.Folder, "other-disk")).FullName;
        deployment.Variables["Erasure__Journal"] = Path.Combine(elsewhere, "erasures.jsonl");
        using var issuer = await Issuer.CreateAsync(deployment);
        await anvil.Node.FundAsync(await deployment.AnchorAddressAsync());
        IReadOnlyList<string> ravens;
        string erasedAt;
        using (var serve = await ServeProcess.StartAsync(deployment))
        {
            ravens = await issuer.IssueAsync(People.Body("Raven", 2, 3), "ravens");
            await Cli.JsonAsync(deployment, "backup", "--out", deployment.Folder);
            erasedAt = await issuer.EraseAsync(ravens[0]);
            await serve.StopAsync();
        }

        var archive = Assert.Single(Directory.GetFiles(deployment.Folder, "learncoin-*.tar"));
        Directory.Delete(Data, recursive: true);
        var (code, text) = await Cli.RunAsync(deployment, "restore", archive, "--without-erasures");
        Assert.True(code == 0 && text.Contains("WARNING: NO JOURNAL OF ERASURES WAS NAMED", StringComparison.Ordinal), text);
        using (var serve = await ServeProcess.StartAsync(deployment))
        {
            await CheckErasedAsync(issuer, new Dictionary<string, string> { [ravens[0]] = erasedAt });
            var found = await StoreFiles.OfAsync(Data);
            Assert.All(People.Secrets("Raven", 0), secret => Assert.Empty(found.Find(secret)));
            await serve.StopAsync();
        }

        // Export and replay carry the same lines by hand, as on Azure.
        var (_, exported) = await Cli.RunAsync(deployment, "erasures", "export");
        Assert.Equal(await File.ReadAllLinesAsync(deployment.Variables["Erasure__Journal"]), exported.Split(Environment.NewLine));
        var again = await Cli.JsonAsync(deployment, "erasures", "replay", deployment.Variables["Erasure__Journal"]);
        Assert.Equal((0, 1, 0), Counts(again));
    }

    private static async Task<string> ListOfAsync(Issuer issuer, string credential) => JsonDocument.Parse(await issuer.DocumentAsync(credential))
        .RootElement.GetProperty("credentialStatus").GetProperty("statusListCredential").GetString()!;

    private async Task BackUpAsync(string archive, int least)
    {
        var (code, text) = await Cli.RunAsync(deployment, "backup", "--out", archive);
        Assert.True(code == 0, text);
        Assert.Contains("NOT ENCRYPTED", text, StringComparison.Ordinal);
        var told = JsonDocument.Parse(text[text.IndexOf('{')..(text.LastIndexOf('}') + 1)]).RootElement;
        Assert.Equal("plain", told.GetProperty("keys").GetString());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(archive));
        }

        Assert.Equal([archive], Directory.GetFiles(deployment.Folder, "backup.tar*"));
        Assert.True(least > 0);
        Assert.DoesNotContain("Ünïque", text, StringComparison.Ordinal);
        Assert.Equal(1, (await Cli.RunAsync(deployment, "backup", "--out", archive)).Code);
    }

    private async Task CheckFilesAsync()
    {
        var files = await StoreFiles.OfAsync(Data);
        foreach (var gone in new[] { 0, 1, 4 }.SelectMany(static number => People.Secrets("Quill", number)))
        {
            Assert.True(files.Find(gone).Count == 0, $"{gone}: {string.Join(", ", files.Find(gone))}");
        }

        Assert.All(People.Secrets("Quill", 2), secret => Assert.NotEmpty(files.Find(secret)));
    }

    /// <summary>To the caller, on the page, and in the log with the time and the requester of then.</summary>
    private async Task CheckErasedAsync(Issuer issuer, Dictionary<string, string> erasedAt)
    {
        await using var node = await deployment.OpenAsync();
        var logged = new Dictionary<string, Core.Erasure.ErasureRecord>(StringComparer.Ordinal);
        await foreach (var record in node.Core.ErasureReplay.ListAsync(default))
        {
            logged.Add(record.Credential.Value, record);
        }

        Assert.Equal(erasedAt.Count, logged.Count);
        foreach (var (id, time) in erasedAt)
        {
            Assert.Equal((time, "guardian"), (logged[id].ErasedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), logged[id].Requester));
            var read = await issuer.Client.GetAsync("/v1/credentials/" + id);
            Assert.True(read.GetProperty("erased").GetBoolean());
            Assert.Equal(JsonValueKind.Null, read.GetProperty("recipient_id").ValueKind);
            Assert.Contains("Redacted on recipient request", await issuer.PageAsync(id), StringComparison.Ordinal);
        }
    }

    private async Task CheckVerdictsAsync(Issuer issuer, IReadOnlyList<string> quills)
    {
        await using var node = await deployment.OpenAsync();
        var tenant = new Core.Kernel.TenantId(issuer.Tenant);
        foreach (var id in quills)
        {
            var name = new Core.Kernel.CredentialId(id);
            var (stored, batch) = (await node.Core.Batches.FindCredentialAsync(name, default))!.Value;
            var document = (await node.Core.Documents.ReadAsync(stored, batch, default))!;
            Assert.Equal(Core.Verification.Verdict.Valid, (await node.Core.Reports.OfAsync(name, document, default)).Verdict);
        }

        var entries = new List<Core.Audit.AuditRecord>();
        await foreach (var record in node.Core.Audit.ListAsync(tenant, default))
        {
            entries.Add(record);
        }

        Assert.True((await node.Core.Audit.VerifyAsync(tenant, default)).IsWhole);
        Assert.Equal(
            quills.Take(2).Order(StringComparer.Ordinal).Select(static id => (id, "operator", "guardian")),
            entries.Where(static record => record.Entry.Action == "credential.erasure_replayed")
                .Select(static record => (record.Entry.Subject, record.Entry.Actor, record.Entry.Detail!)).OrderBy(static entry => entry.Subject, StringComparer.Ordinal));
    }

    private static (int Replayed, int Known, int Unknown) Counts(JsonElement told) => (
        told.GetProperty("erasures_replayed").GetInt32(), told.GetProperty("erasures_known").GetInt32(), told.GetProperty("erasures_of_unknown_credentials").GetInt32());

    private static async Task LoadAsync(Issuer issuer, List<string> accepted, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            accepted.Add(await issuer.Client.PostUntilAcceptedAsync(BatchBody.Of(5, 1000 + number), $"load-{number}"));
        }
    }
}
