using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Claims;
using LearnCoin.Core.Tests.Events;
using LearnCoin.Core.Tests.Kernel;

namespace LearnCoin.Core.Tests.Issuance;

public sealed class BatchStoreTests
{
    private readonly TestClock clock = new();
    private readonly BreakingTables tables = new(new MemoryTables());
    private readonly BatchStore batches;
    private readonly MonthlyQuota quota;
    private readonly TenantId tenant = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);

    public BatchStoreTests()
    {
        batches = new BatchStore(tables);
        quota = new MonthlyQuota(tables);
    }

    [Fact]
    public async Task A_request_that_slept_and_stores_again_does_not_write_over_what_was_signed_meanwhile()
    {
        var (batch, credentials) = New(250);
        await StoreAsync(batch, credentials);
        var stored = await batches.CredentialsAsync(batch.Id, withContent: true, default);
        await batches.UpdateAsync(stored.Select(static credential => credential with { Document = "{}"u8.ToArray(), Input = null }), default);
        await batches.ChangeAsync(batch.Id, static current => current with { Status = BatchStatus.Signed }, default);

        await StoreAsync(batch, credentials);

        Assert.All(await batches.CredentialsAsync(batch.Id, withContent: true, default), static credential => Assert.Equal("{}"u8.ToArray(), credential.Document));
        Assert.Equal(BatchStatus.Signed, (await batches.GetAsync(batch.Id, default)).Status);
    }

    [Fact]
    public async Task A_store_that_died_at_any_write_is_finished_by_the_next()
    {
        for (var writes = 0; writes < 6; writes++)
        {
            var (batch, credentials) = New(250);
            var left = writes;
            tables.After = _ =>
            {
                if (left-- == 0)
                {
                    throw new IOException("killed");
                }
            };
            try
            {
                await StoreAsync(batch, credentials);
            }
            catch (IOException)
            {
                // The request that follows does the rest.
            }

            tables.After = static _ => { };
            await StoreAsync(batch, credentials);
            Assert.Equal(credentials.Select(static credential => credential.Id), (await batches.CredentialsAsync(batch.Id, withContent: true, default)).Select(static credential => credential.Id));
            Assert.NotNull(await batches.FindAsync(batch.Id, default));
        }
    }

    [Fact]
    public async Task A_credential_of_a_batch_that_was_never_committed_is_not_found()
    {
        var (batch, credentials) = New(1);
        await DieBeforeTheCommitAsync(batch, credentials);
        Assert.Null(await batches.FindCredentialAsync(credentials[0].Id, default));
        Assert.Empty((await batches.ListAsync(tenant, TenantEnvironment.Test, null, 10, null, default)).Batches);
    }

    [Fact]
    public async Task Sweeping_gives_back_what_a_dead_request_had_reserved_and_not_before_its_time()
    {
        var (batch, credentials) = New(10);
        await DieBeforeTheCommitAsync(batch, credentials);
        await quota.ReserveAsync(tenant, TenantEnvironment.Test, batch.Id, 10, 10, clock.GetUtcNow(), default);
        var sweeps = Sweeps();
        clock.Advance(TimeSpan.FromMinutes(5));
        await sweeps.BatchesAsync(default);
        Assert.Equal(10, await UsedAsync());
        clock.Advance(TimeSpan.FromSeconds(1));
        await sweeps.BatchesAsync(default);
        Assert.Equal(0, await UsedAsync());

        // Its rows go when no retry under its key can come any more.
        Assert.NotEmpty(await batches.CredentialsAsync(batch.Id, withContent: false, default));
        clock.Advance(IdempotencyStore.Retention);
        await sweeps.BatchesAsync(default);
        Assert.Empty(await OpenAsync());
        Assert.Empty(await batches.CredentialsAsync(batch.Id, withContent: false, default));
        Assert.Equal(0, await UsedAsync());
    }

    [Fact]
    public async Task Sweeping_starts_what_was_accepted_and_closes_what_is_done()
    {
        var (waiting, waitingCredentials) = New(2);
        var (done, doneCredentials) = New(2);
        await quota.ReserveAsync(tenant, TenantEnvironment.Test, done.Id, 2, 10, clock.GetUtcNow(), default);
        await StoreAsync(waiting, waitingCredentials);
        await StoreAsync(done, doneCredentials);
        await batches.ChangeAsync(done.Id, static batch => batch with { Status = BatchStatus.Anchored }, default);
        clock.Advance(TimeSpan.FromMinutes(30));
        var workflows = new RecordingWorkflows();
        await Sweeps(workflows).BatchesAsync(default);
        Assert.Equal([waiting.Id.Value], workflows.Started);
        Assert.Equal([waiting.Id], await OpenAsync());
        Assert.Equal(2, await UsedAsync());
    }

    [Fact]
    public async Task A_batch_is_either_committed_or_abandoned_and_stays_so()
    {
        var (committed, credentials) = New(2);
        Assert.Equal(BatchCommit.Done, await batches.StoreAsync(committed, credentials, default));
        Assert.False(await batches.TryAbandonAsync(committed.Id, default));
        Assert.Equal(BatchCommit.Earlier, await batches.StoreAsync(committed, credentials, default));
        Assert.NotNull(await batches.FindAsync(committed.Id, default));

        var (abandoned, others) = New(2);
        Assert.True(await batches.TryAbandonAsync(abandoned.Id, default));
        Assert.True(await batches.TryAbandonAsync(abandoned.Id, default));
        Assert.Equal(BatchCommit.Abandoned, await batches.StoreAsync(abandoned, others, default));
        Assert.Null(await batches.FindAsync(abandoned.Id, default));
        Assert.Null(await batches.FindCredentialAsync(others[0].Id, default));
        var (listed, _) = await batches.ListAsync(tenant, TenantEnvironment.Test, null, 10, null, default);
        Assert.Equal([committed.Id], listed.Select(static batch => batch.Id));
    }

    /// <summary>The credentials are stored, the batch row, which is the commit, is not.</summary>
    private async Task DieBeforeTheCommitAsync(Batch batch, IReadOnlyList<StoredCredential> credentials)
    {
        var writes = 0;
        tables.Before = table =>
        {
            if (table == "batches" && writes++ == 1)
            {
                throw new IOException("killed");
            }
        };
        await Assert.ThrowsAsync<IOException>(() => StoreAsync(batch, credentials));
        tables.Before = static _ => { };
    }

    private async Task StoreAsync(Batch batch, IReadOnlyList<StoredCredential> credentials)
    {
        await batches.OpenAsync(batch, clock.GetUtcNow(), default);
        await batches.StoreAsync(batch, credentials, default);
    }

    private Sweeps Sweeps(RecordingWorkflows? workflows = null) => new(
        batches, quota, new IdempotencyStore(tables, clock, SystemEntropy.Instance), null!, new AnchorStore(tables), null!, null!, workflows ?? new RecordingWorkflows(), clock, new RequestLog(tables, clock, TimeSpan.FromDays(90)), TestOutbox.On(tables, batches, clock, new RecordingWorkflows()), TestClaims.On(tables, batches, clock), new ClaimStore(tables));

    private async Task<long> UsedAsync() => await quota.UsedAsync(tenant, TenantEnvironment.Test, clock.GetUtcNow(), default);

    private async Task<List<BatchId>> OpenAsync()
    {
        var open = new List<BatchId>();
        await foreach (var batch in batches.ListOpenAsync(default))
        {
            open.Add(batch.Id);
        }

        return open;
    }

    private (Batch Batch, IReadOnlyList<StoredCredential> Credentials) New(int count)
    {
        var batch = new Batch(BatchId.Create(clock.GetUtcNow(), SystemEntropy.Instance), tenant, TenantEnvironment.Test, count, clock.GetUtcNow());
        return (batch, [.. Enumerable.Range(0, count).Select(index =>
            new StoredCredential(CredentialId.Create(batch.Id, SystemEntropy.Instance), batch.Id, index, tenant, TenantEnvironment.Test)
            {
                DocumentId = Uuid.Urn(SystemEntropy.Instance),
                Input = "{}"u8.ToArray(),
            })]);
    }
}
