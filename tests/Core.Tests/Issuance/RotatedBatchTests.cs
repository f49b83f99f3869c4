using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Local.Keys;

namespace LearnCoin.Core.Tests.Issuance;

/// <summary>Batches whose tenant gets another key or name while they are signed.</summary>
public sealed class RotatedBatchTests : IAsyncLifetime, IDisposable
{
    private const int Count = 150; // more than one transaction writes

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-rotated-");
    private readonly BreakingTables tables = new(new MemoryTables());
    private readonly TestClock clock = new();
    private readonly FileKeys files;
    private readonly TenantKeys keys;
    private readonly TenantStore tenants;
    private readonly BatchStore batches;
    private readonly BatchSigner signer;
    private readonly KeyRotation rotation;
    private readonly TenantChanges changes;
    private Tenant tenant = null!;

    public RotatedBatchTests()
    {
        var options = new LearnCoinOptions { PublicOrigin = "https://issuer.example" };
        var urls = new PublicUrls(options);
        files = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        keys = new TenantKeys(tables, files, clock, SystemEntropy.Instance);
        tenants = new TenantStore(tables, keys, clock, SystemEntropy.Instance);
        batches = new BatchStore(tables);
        var lists = new StatusListStore(tables, urls, StatusForm.StatusList2021, clock, SystemEntropy.Instance);
        var audit = new AuditChain(tables, clock);
        var dids = new CustomDidStore(tables);
        signer = new BatchSigner(
            batches, tenants, keys, new CustomDids(dids, null!, tenants, audit, urls, options, clock), new IssuerKeys(keys, dids), lists, new CredentialIssuer(Canonicalizer.Shared, urls), clock);
        rotation = new KeyRotation(keys, dids, audit, clock);
        changes = new TenantChanges(tenants, audit, options, clock);
    }

    public async Task InitializeAsync() => tenant = (await tenants.CreateAsync("Old Name", "starter", default)).Value;

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        files.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_batch_whose_signing_died_at_any_write_is_signed_by_one_key_and_bears_one_name_whatever_changed_meanwhile(bool compromise)
    {
        for (var step = 0; step < 6; step++)
        {
            var batch = await StoreAsync();
            var writes = 0;
            tables.After = _ =>
            {
                if (writes++ == step)
                {
                    throw new IOException("killed");
                }
            };
            try
            {
                await signer.SignAsync(batch, default);
            }
            catch (IOException)
            {
                // The step is run again below.
            }

            tables.After = static _ => { };
            var named = (await batches.GetAsync(batch.Id, default)).Signing?.IssuerName;
            clock.Advance(TimeSpan.FromMinutes(1));
            var current = compromise
                ? (await rotation.CompromiseAsync(tenant.Id, null, clock.GetUtcNow(), default)).Value.Signing
                : await rotation.RotateAsync(tenant.Id, default);
            var name = $"New Name {(char)('a' + step)}{(compromise ? "x" : "y")}";
            await changes.RenameAsync(tenant.Id, name, default);
            await signer.SignAsync(await batches.GetAsync(batch.Id, default), default);

            await CheckAsync(batch.Id, current, (named ?? name) + " (test)");
        }
    }

    [Fact]
    public async Task A_step_repeated_without_a_change_makes_the_same_documents()
    {
        var batch = await StoreAsync();
        await signer.SignAsync(batch, default);
        var before = await batches.CredentialsAsync(batch.Id, withContent: true, default);
        var leaves = await batches.LeavesAsync(batch.Id, default);
        clock.Advance(TimeSpan.FromMinutes(1));
        await signer.SignAsync(await batches.GetAsync(batch.Id, default), default);
        Assert.Equal(before.Select(static credential => credential.Document), (await batches.CredentialsAsync(batch.Id, withContent: true, default)).Select(static credential => credential.Document));
        Assert.Equal(leaves, await batches.LeavesAsync(batch.Id, default));
    }

    [Fact]
    public async Task A_batch_that_is_signed_is_never_signed_anew()
    {
        var batch = await StoreAsync();
        await signer.SignAsync(batch, default);
        await batches.ChangeAsync(batch.Id, static current => current with { Status = BatchStatus.Signed }, default);
        var before = await batches.CredentialsAsync(batch.Id, withContent: true, default);
        clock.Advance(TimeSpan.FromMinutes(1));
        await rotation.CompromiseAsync(tenant.Id, null, clock.GetUtcNow(), default);
        // By a run that read the batch before.
        await signer.SignAsync(batch, default);
        Assert.Equal(before.Select(static credential => credential.Document), (await batches.CredentialsAsync(batch.Id, withContent: true, default)).Select(static credential => credential.Document));
    }

    private async Task CheckAsync(BatchId id, TenantSigningKey key, string name)
    {
        Assert.Equal(key.Fragment, (await batches.GetAsync(id, default)).Signing!.Key);
        var leaves = await batches.LeavesAsync(id, default);
        var leaf = new byte[32];
        foreach (var credential in await batches.CredentialsAsync(id, withContent: true, default))
        {
            Assert.Equal(name, (string?)System.Text.Json.Nodes.JsonNode.Parse(credential.Document)!["issuer"]!["name"]);
            Assert.True(SignedDocuments.IsBy(credential.Document!, key), "the proof is of the current key and of this document");
            Canonicalizer.Shared.Hash(credential.Document, leaf);
            Assert.Equal(leaf, leaves.AsSpan(credential.Index * 32, 32).ToArray());
        }
    }

    private async Task<Batch> StoreAsync()
    {
        var now = clock.GetUtcNow();
        var batch = new Batch(BatchId.Create(now, SystemEntropy.Instance), tenant.Id, TenantEnvironment.Test, Count, now);
        var credentials = Enumerable.Range(0, Count).Select(index => new StoredCredential(
            CredentialId.Create(batch.Id, SystemEntropy.Instance), batch.Id, index, tenant.Id, TenantEnvironment.Test)
        {
            DocumentId = Uuid.Urn(SystemEntropy.Instance),
            Input = new SignedPart
            {
                RecipientId = Uuid.Urn(SystemEntropy.Instance),
                ValidFrom = now,
                Achievement = """{"id":"https://school.example/a","type":["Achievement"],"name":"n","description":"d","criteria":{"narrative":"x"}}"""u8.ToArray(),
            }.Serialize(),
        }).ToList();
        await batches.StoreAsync(batch, credentials, default);
        return batch;
    }
}
