using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
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

namespace LearnCoin.Core.Tests.Batches;

/// <summary>Claims on external ids of batches that came to nothing.</summary>
public sealed class ExternalIdSweepTests
{
    private readonly TestClock clock = new();
    private readonly BreakingTables tables = new(new MemoryTables());
    private readonly BatchStore batches;
    private readonly TenantId tenant = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);

    public ExternalIdSweepTests() => batches = new BatchStore(tables);

    [Fact]
    public async Task A_batch_that_died_uncommitted_frees_its_ids_by_the_sweep_and_not_before_its_time()
    {
        var (dead, next) = (New(250), New(250));
        await batches.OpenAsync(dead.Batch, clock.GetUtcNow(), default);
        Assert.Null(await ClaimAsync(dead));
        clock.Advance(TimeSpan.FromMinutes(5));
        await SweepAsync();
        var refused = await ClaimAsync(next);
        Assert.Equal((ErrorCode.ExternalIdExists, 1, 100), (refused!.Code, refused.RetryAfterSeconds, refused.Details.Count));
        clock.Advance(TimeSpan.FromSeconds(1));
        await SweepAsync();
        Assert.Null(await ClaimAsync(next));
        // The dead one's retry comes too late and is told so.
        Assert.Equal(ErrorCode.ExternalIdExists, (await ClaimAsync(dead))!.Code);
    }

    [Fact]
    public async Task A_request_that_resumes_while_the_sweep_is_at_work_keeps_its_ids()
    {
        var (slow, other) = (New(120), New(120));
        await batches.OpenAsync(slow.Batch, clock.GetUtcNow(), default);
        Assert.Null(await ClaimAsync(slow));
        clock.Advance(TimeSpan.FromMinutes(6));
        var operations = 0;
        // Between any two operations of the sweep the request comes back: notes itself, claims anew.
        for (var at = 1; at < 400; at += 7)
        {
            operations = 0;
            tables.Before = _ =>
            {
                if (++operations == at)
                {
                    tables.Before = static _ => { };
                    batches.OpenAsync(slow.Batch, clock.GetUtcNow(), default).GetAwaiter().GetResult();
                    Assert.Null(ClaimAsync(slow).GetAwaiter().GetResult());
                }
            };
            await SweepAsync();
            tables.Before = static _ => { };
            var resumed = operations >= at;
            if (resumed)
            {
                Assert.Equal(100, (await ClaimAsync(other))!.Details.Count);
            }

            await batches.OpenAsync(slow.Batch, clock.GetUtcNow(), default);
            Assert.Null(await ClaimAsync(slow));
            clock.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.True(operations > 120, "the sweep was met in its midst");
    }

    [Fact]
    public async Task A_batch_that_failed_frees_its_ids_and_forgets_the_recipient_of_what_was_erased()
    {
        var (failed, next) = (New(3), New(3));
        await batches.OpenAsync(failed.Batch, clock.GetUtcNow(), default);
        Assert.Null(await ClaimAsync(failed));
        await batches.StoreAsync(failed.Batch, failed.Credentials, default);
        var erased = (await batches.CredentialsAsync(failed.Batch.Id, withContent: true, default))[1];
        await batches.EraseAsync(erased, failed.Batch, clock.GetUtcNow(), "operation", default);
        Assert.Equal([0, 2], (await ClaimAsync(next))!.Details.Select(static fault => fault.Pointer[13] - '0'));

        var batch = await batches.ChangeAsync(failed.Batch.Id, static current => current with { Status = BatchStatus.Failed }, default);
        await batches.ForgetFailedAsync(batch, default);
        Assert.Null(await ClaimAsync(next));
        var left = await batches.CredentialsAsync(failed.Batch.Id, withContent: true, default);
        Assert.Equal(
            ["urn:uuid:00000000-0000-4000-8000-000000000000"],
            left.Select(static credential => SignedPart.Deserialize(credential.Input).RecipientId).Except([Recipient]));
        Assert.Null(left[1].RecipientId);
    }

    [Fact]
    public async Task A_batch_that_was_abandoned_is_in_no_list_and_breaks_none()
    {
        var (abandoned, kept) = (New(4), New(2));
        await batches.OpenAsync(abandoned.Batch, clock.GetUtcNow(), default);
        Assert.Null(await ClaimAsync(abandoned));
        Assert.True(await batches.TryAbandonAsync(abandoned.Batch.Id, default));
        Assert.Equal(BatchCommit.Abandoned, await batches.StoreAsync(abandoned.Batch, abandoned.Credentials, default));
        // Still held: the id's owner is not there, and may yet give it back.
        Assert.Equal(1, (await ClaimAsync(kept))!.RetryAfterSeconds);
        await batches.ReleaseExternalIdsAsync(tenant, TenantEnvironment.Test, abandoned.Batch.Id, default);
        Assert.Null(await ClaimAsync(kept));
        Assert.Equal(BatchCommit.Done, await batches.StoreAsync(kept.Batch, kept.Credentials, default));

        var list = new CredentialList(tables);
        foreach (var query in new[]
        {
            new CredentialQuery(tenant, TenantEnvironment.Test, null, null, null, 10),
            new CredentialQuery(tenant, TenantEnvironment.Test, Recipient, null, null, 10),
        })
        {
            var (found, next) = await list.ReadAsync(query, default);
            Assert.Equal(kept.Credentials.Select(static credential => credential.Id).OrderBy(static id => id.Value), found.Select(static entry => entry.Credential.Id).OrderBy(static id => id.Value));
            Assert.Null(next);
        }

        Assert.NotEmpty((await tables.QueryAsync("credentialindex", new RowRange($"{tenant}|test", "r", "s"), 100, null, default)).Rows.Skip(2));
        await batches.ForgetAbandonedAsync(abandoned.Credentials, default);
        Assert.Equal(2, (await tables.QueryAsync("credentialindex", new RowRange($"{tenant}|test", "r", "s"), 100, null, default)).Rows.Count);
    }

    [Fact]
    public async Task A_batch_whose_rows_the_sweep_has_begun_to_remove_cannot_be_committed_any_more()
    {
        var dead = New(120);
        // The process died before the commit: all rows are there but the batch's own, which a retry under its key would write.
        await batches.OpenAsync(dead.Batch, clock.GetUtcNow(), default);
        foreach (var chunk in dead.Credentials.Chunk(100))
        {
            Assert.True((await tables.TransactAsync(BatchStore.Table, [.. chunk.Select(static credential => RowChange.Insert(credential.ToRow()))], default)).IsDone);
        }

        clock.Advance(IdempotencyStore.Retention + TimeSpan.FromMinutes(6));
        var operations = 0;
        tables.Before = _ =>
        {
            if (++operations == 60)
            {
                throw new IOException("broken in its midst");
            }
        };
        await Assert.ThrowsAsync<IOException>(SweepAsync);
        tables.Before = static _ => { };
        Assert.InRange((await batches.CredentialsAsync(dead.Batch.Id, withContent: false, default)).Count, 1, 119);
        Assert.Equal(BatchCommit.Abandoned, await batches.StoreAsync(dead.Batch, dead.Credentials, default));
        Assert.Null(await batches.FindAsync(dead.Batch.Id, default));
    }

    private const string Recipient = "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f";

    private Task<Error?> ClaimAsync((Batch Batch, IReadOnlyList<StoredCredential> Credentials) sent) =>
        batches.ExternalIds.ClaimAsync(sent.Batch, sent.Credentials, default);

    private Task SweepAsync() => new Sweeps(
        batches, new MonthlyQuota(tables), new IdempotencyStore(tables, clock, SystemEntropy.Instance), null!, new AnchorStore(tables), null!, null!, new RecordingWorkflows(), clock, null!, TestOutbox.On(tables, batches, clock, new RecordingWorkflows()), TestClaims.On(tables, batches, clock), null!)
        .BatchesAsync(default);

    private (Batch Batch, IReadOnlyList<StoredCredential> Credentials) New(int count)
    {
        var batch = new Batch(BatchId.Create(clock.GetUtcNow(), SystemEntropy.Instance), tenant, TenantEnvironment.Test, count, clock.GetUtcNow());
        var signed = new SignedPart { RecipientId = Recipient, ValidFrom = clock.GetUtcNow(), Achievement = """{"id":"https://a.example/1","name":"n"}"""u8.ToArray() };
        return (batch, [.. Enumerable.Range(0, count).Select(index =>
            new StoredCredential(CredentialId.Create(batch.Id, SystemEntropy.Instance), batch.Id, index, tenant, TenantEnvironment.Test)
            {
                DocumentId = Uuid.Urn(SystemEntropy.Instance),
                RecipientId = Recipient,
                ExternalId = $"x{index}",
                ExternalKey = ExternalIds.KeyOf(signed, $"x{index}"),
                Input = signed.Serialize(),
            })]);
    }
}
