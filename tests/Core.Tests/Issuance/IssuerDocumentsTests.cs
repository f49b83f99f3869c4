using System.Text;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Local.Keys;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Issuance;

public sealed class IssuerDocumentsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-issuer-");
    private readonly BreakingTables tables = new(new MemoryTables());
    private readonly TestClock clock = new();
    private readonly ITestOutputHelper output;
    private readonly FileKeys files;
    private readonly TenantKeys keys;
    private readonly TenantStore store;
    private readonly IssuerDocuments documents;

    public IssuerDocumentsTests(ITestOutputHelper output)
    {
        this.output = output;
        files = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        keys = new TenantKeys(tables, files, clock, SystemEntropy.Instance);
        store = new TenantStore(tables, keys, clock, SystemEntropy.Instance);
        documents = Another();
    }

    public void Dispose()
    {
        files.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task With_a_thousand_tenants_the_DID_document_costs_one_read_while_nothing_changes()
    {
        for (var number = 0; number < 1_000; number++)
        {
            await store.CreateAsync("School " + string.Concat(number.ToString("D4", null).Select(static digit => "abcdefghkp"[digit - '0'])), "starter", default);
        }

        var started = TimeProvider.System.GetTimestamp();
        var document = await documents.DidDocumentAsync(default);
        output.WriteLine($"1,000 tenants: {document.Length} bytes, made in {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:F1} ms");
        var reads = new List<string>();
        tables.Before = reads.Add;
        started = TimeProvider.System.GetTimestamp();
        Assert.Same(document, await documents.DidDocumentAsync(default));
        output.WriteLine($"kept: {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:F3} ms");
        Assert.Equal(["deployment"], reads);
    }

    [Fact]
    public async Task What_changes_shows_at_once_in_every_process()
    {
        var other = Another();
        var tenant = (await store.CreateAsync("Acme University", "starter", default)).Value;
        foreach (var one in new[] { documents, other })
        {
            Assert.Contains("Acme University", await TextAsync(one), StringComparison.Ordinal);
        }

        await store.RenameAsync(tenant.Id, "Acme Institute", default);
        Assert.Contains("[\"Acme University\",\"Acme Institute\"]", await TextAsync(other), StringComparison.Ordinal);
        var audit = new AuditChain(tables, clock);
        var made = await new KeyRotation(keys, new CustomDidStore(tables), audit, clock).RotateAsync(tenant.Id, default);
        Assert.Contains(made.Fragment, await TextAsync(other), StringComparison.Ordinal);
        await new KeyRotation(keys, new CustomDidStore(tables), audit, clock).CompromiseAsync(tenant.Id, null, clock.GetUtcNow(), default);
        Assert.Contains("\"revoked\":\"2030-05-31T23:00:00Z\"", await TextAsync(other), StringComparison.Ordinal);
        await new AnchorKeys(tables, files, clock).EnsureAsync("anchor-test", default);
        Assert.Contains("#anchor-", await TextAsync(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_whose_process_died_before_it_told_of_it_shows_after_20_seconds()
    {
        await store.CreateAsync("Zeta University", "starter", default);
        Assert.Contains("Zeta University", await TextAsync(documents), StringComparison.Ordinal);
        await DieAtTellingAsync();
        Assert.DoesNotContain("Eta School", await TextAsync(documents), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Contains("Eta School", await TextAsync(documents), StringComparison.Ordinal);
    }

    private async Task DieAtTellingAsync()
    {
        var zeta = (await store.ListAsync(default))[^1];
        tables.Before = static table =>
        {
            if (table == "deployment")
            {
                throw new IOException("killed");
            }
        };
        await Assert.ThrowsAsync<IOException>(() => store.RenameAsync(zeta.Id, "Eta School", default));
        tables.Before = static _ => { };
    }

    private static async Task<string> TextAsync(IssuerDocuments documents) => Encoding.UTF8.GetString(await documents.DidDocumentAsync(default));

    private IssuerDocuments Another() => new(
        store, keys, new AnchorKeys(tables, files, clock), new IssuerVersion(tables), new PublicUrls(new LearnCoinOptions { PublicOrigin = "https://issuer.example" }), clock);
}
