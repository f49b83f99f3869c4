using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Workflows;
using LearnCoin.Local.Keys;
using LearnCoin.Local.Workflows;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.Core.Tests.Issuance;

#pragma warning disable CA1001 // xunit calls DisposeAsync.
/// <summary>The whole core in memory, with a batch put into the store behind the intake's back.</summary>
public sealed class IssueBatchTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-issue-");
    private readonly WorkflowCatalog catalog = new();
    private readonly FileKeys keys;
    private readonly JournalWorkflows workflows;
    private readonly LearnCoinCore core;

    public IssueBatchTests()
    {
        var options = new LearnCoinOptions { PublicOrigin = "https://issuer.example" };
        var tables = new MemoryTables();
        keys = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        workflows = new JournalWorkflows(tables, catalog, TimeProvider.System, SystemEntropy.Instance, NullLogger<JournalWorkflows>.Instance);
        var network = AnchorNetwork.Create(TenantEnvironment.Test, options.Anchoring, new ScriptedNode());
        core = new LearnCoinCore(
            options, new CorePorts(tables, keys, workflows, new AnchorNetworks([network]), TimeProvider.System, SystemEntropy.Instance));
        core.Register(catalog);
    }

    public Task InitializeAsync() => workflows.StartAsync(default);

    public async Task DisposeAsync()
    {
        await workflows.DisposeAsync();
        keys.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_batch_that_can_never_be_signed_fails_with_a_reason_and_gives_its_quota_back()
    {
        var batch = await StoreAsync("""{"type":["Achievement"],"name":"n","description":"d","criteria":{"narrative":"x"},"unknownTerm":"1"}""");
        await core.Quota.ReserveAsync(batch.Tenant, batch.Environment, batch.Id, 1, 10, batch.CreatedAt, default);

        await workflows.StartAsync("IssueBatch", batch.Id.Value, batch.Id.Value, default);

        var ended = await EndedAsync(batch.Id);
        Assert.Equal(BatchStatus.Failed, ended.Status);
        Assert.Equal("internal_error", ended.ErrorCode);
        Assert.NotNull(ended.Error);
        Assert.Equal(0, await core.Quota.UsedAsync(batch.Tenant, batch.Environment, batch.CreatedAt, default));
    }

    private async Task<Batch> StoreAsync(string achievement)
    {
        var tenant = (await core.Tenants.CreateAsync("Example University", "developer", default)).Value;
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        var batch = new Batch(BatchId.Create(now, SystemEntropy.Instance), tenant.Id, TenantEnvironment.Test, 1, now);
        var signed = new SignedPart
        {
            RecipientId = "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f",
            ValidFrom = now,
            Achievement = System.Text.Encoding.UTF8.GetBytes(achievement),
        };
        var credential = new StoredCredential(CredentialId.Create(batch.Id, SystemEntropy.Instance), batch.Id, 0, tenant.Id, TenantEnvironment.Test)
        {
            DocumentId = Uuid.Urn(SystemEntropy.Instance),
            Input = signed.Serialize(),
        };
        await core.Batches.OpenAsync(batch, now, default);
        await core.Batches.StoreAsync(batch, [credential], default);
        return batch;
    }

    private async Task<Batch> EndedAsync(BatchId id)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            var status = await workflows.GetAsync(id.Value, default);
            if (status is { State: WorkflowState.Completed })
            {
                Assert.Equal("failed", status.Output);
                return await core.Batches.GetAsync(id, default);
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The workflow did not end");
    }
}
