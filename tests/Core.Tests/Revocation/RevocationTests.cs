using LearnCoin.Core.Credentials;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tests.Revocation;

/// <summary>One credential: crashes, races with the signer, links. What HTTP says of it is in the API's tests.</summary>
public sealed class RevocationTests
{
    [Fact]
    public async Task A_revocation_that_dies_at_any_storage_call_is_finished_by_a_retry_under_its_key_and_happens_once()
    {
        // Before the call: nothing was done. After it: it was, and nobody heard.
        foreach (var after in (bool[])[false, true])
        {
            for (var fault = 1; ; fault++)
            {
                using var issuer = await Issuer.OpenAsync();
                var batch = await issuer.SignedAsync(2);
                var (wrong, right) = ((await issuer.CredentialsAsync(batch))[0].Id, (await issuer.CredentialsAsync(batch))[1].Id);
                if (!await Faults.BreaksAsync(issuer, fault, after, () => issuer.RevokeAsync(wrong, "k", right)))
                {
                    Assert.InRange(fault, 8, 60);
                    break;
                }

                issuer.Clock.Advance(TimeSpan.FromSeconds(20));
                var retried = await issuer.RevokeAsync(wrong, "k", right);
                Assert.True(retried.IsOk, $"{fault} {after}: {retried.Error?.Code}");
                Assert.Equal("Wrong name.", retried.Value.Revocation.Reason);
                await IsRevokedOnceAsync(issuer, batch, wrong, right);
                Assert.Equal(ErrorCode.CredentialAlreadyRevoked, (await issuer.RevokeAsync(wrong, "other")).Error!.Code);
            }
        }
    }

    [Fact]
    public async Task What_a_dead_revocation_left_undone_is_done_by_the_next_edition_of_the_list()
    {
        for (var fault = 1; ; fault++)
        {
            using var issuer = await Issuer.OpenAsync();
            var batch = await issuer.SignedAsync(2);
            var (wrong, right) = ((await issuer.CredentialsAsync(batch))[0].Id, (await issuer.CredentialsAsync(batch))[1].Id);
            if (!await Faults.BreaksAsync(issuer, fault, after: false, () => issuer.RevokeAsync(wrong, "k", right)))
            {
                break;
            }

            var places = await issuer.PlacesAsync(batch);
            var isRevoked = (await issuer.CredentialsAsync(batch))[0].Revocation is not null;
            // Nobody calls again. The other process makes an edition.
            Assert.Equal(isRevoked ? [places[0].Index] : [], await Issuer.SetBitsAsync(issuer.Other, places[0].List));
            Assert.Equal(isRevoked ? wrong : null, (await issuer.CredentialsAsync(batch))[1].Replaces);
            issuer.Clock.Advance(TimeSpan.FromHours(2));
            await Issuer.SetBitsAsync(issuer.Other, places[0].List);
            Assert.Equal(0, await issuer.NotesAsync());
        }
    }

    [Fact]
    public async Task A_repeated_call_that_is_refused_repairs_too()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.SignedAsync(1);
        var id = (await issuer.CredentialsAsync(batch))[0].Id;
        issuer.Tables.After = Dies("batches", static () => true);
        await Assert.ThrowsAsync<IOException>(() => issuer.RevokeAsync(id));
        issuer.Tables.After = static _ => { };
        Assert.Equal(ErrorCode.CredentialAlreadyRevoked, (await issuer.RevokeAsync(id)).Error!.Code);
        Assert.Equal(0, await issuer.NotesAsync());
        var places = await issuer.PlacesAsync(batch);
        Assert.Equal([places[0].Index], await Issuer.SetBitsAsync(issuer.Core, places[0].List));
    }

    [Fact]
    public async Task Revoked_before_signing_it_is_signed_and_its_bit_is_set_then()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.AcceptAsync(3);
        var id = (await issuer.CredentialsAsync(batch))[1].Id;
        Assert.True((await issuer.RevokeAsync(id)).IsOk);
        await issuer.SignAsync(batch);
        var places = await issuer.PlacesAsync(batch);
        Assert.Equal([places[1].Index], await Issuer.SetBitsAsync(issuer.Core, places[1].List));
        Assert.NotNull((await issuer.CredentialsAsync(batch))[1].Revocation);
    }

    [Fact]
    public async Task At_whatever_step_of_the_signer_a_revocation_comes_neither_is_lost()
    {
        for (var step = 1; ; step++)
        {
            using var issuer = await Issuer.OpenAsync();
            var batch = await issuer.AcceptAsync(3);
            var id = (await issuer.CredentialsAsync(batch))[2].Id;
            if (!await Faults.BetweenAsync(issuer, step, () => Faults.SignUntilDoneAsync(issuer, batch), () => issuer.RevokeAsync(id)))
            {
                Assert.InRange(step, 6, 60);
                break;
            }

            await IsRevokedAndSignedAsync(issuer, batch, 2);
        }
    }

    [Fact]
    public async Task At_whatever_step_of_a_revocation_the_signer_comes_neither_is_lost()
    {
        for (var step = 1; ; step++)
        {
            using var issuer = await Issuer.OpenAsync();
            var batch = await issuer.AcceptAsync(3);
            var id = (await issuer.CredentialsAsync(batch))[2].Id;
            if (!await Faults.BetweenAsync(issuer, step, async () => Assert.True((await issuer.RevokeAsync(id)).IsOk), () => Faults.SignUntilDoneAsync(issuer, batch)))
            {
                Assert.InRange(step, 6, 60);
                break;
            }

            await IsRevokedAndSignedAsync(issuer, batch, 2);
        }
    }

    [Fact]
    public async Task A_signer_that_died_after_the_documents_sets_the_bits_when_it_runs_again()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.AcceptAsync(2);
        await issuer.RevokeAsync((await issuer.CredentialsAsync(batch))[0].Id);
        for (var fault = 1; await Faults.BreaksAsync(issuer, fault, after: true, () => issuer.RunAsync(IssuanceActivities.SignBatch, batch)); fault++)
        {
            Assert.True(fault < 60);
        }

        await issuer.SignAsync(batch);
        await IsRevokedAndSignedAsync(issuer, batch, 0);
    }

    [Fact]
    public async Task Of_many_calls_at_once_one_revokes()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.SignedAsync(1);
        var id = (await issuer.CredentialsAsync(batch))[0].Id;
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(() => issuer.RevokeAsync(id, n % 2 == 0 ? null : $"k{n}"))));
        Assert.Single(answers, static answer => answer.IsOk);
        Assert.All(answers.Where(static answer => !answer.IsOk), static answer => Assert.Equal(ErrorCode.CredentialAlreadyRevoked, answer.Error!.Code));
    }

    [Fact]
    public async Task A_replay_after_the_reason_was_erased_tells_it_no_more()
    {
        using var issuer = await Issuer.OpenAsync();
        var id = (await issuer.CredentialsAsync(await issuer.SignedAsync(1)))[0].Id;
        Assert.Equal("Ada asked.", (await issuer.RevokeAsync(id, "k", reason: "Ada asked.")).Value.Revocation.Reason);
        await issuer.Tables.ChangeAsync("batches", id.Group, id.Value, static row => row!.Copy().Set("revoked_reason", null), default);
        var replay = (await issuer.RevokeAsync(id, "k", reason: "Ada asked.")).Value;
        Assert.Equal((true, null), (replay.Replayed, replay.Revocation.Reason));
    }

    private static async Task IsRevokedOnceAsync(Issuer issuer, BatchId batch, CredentialId wrong, CredentialId right)
    {
        var credentials = await issuer.CredentialsAsync(batch);
        Assert.Equal((right, wrong), (credentials[0].Revocation!.ReplacedBy, credentials[1].Replaces));
        var entry = Assert.Single(await issuer.AuditAsync(), static record => record.Entry.Action == "credential.revoked").Entry;
        Assert.Equal(("credential.revoked", wrong.Value, Issuer.Key, "reissued"), (entry.Action, entry.Subject, entry.Actor, entry.Detail));
        var places = await issuer.PlacesAsync(batch);
        Assert.Equal([places[0].Index], await Issuer.SetBitsAsync(issuer.Core, places[0].List));
        Assert.Equal(0, await issuer.NotesAsync());
    }

    private static async Task IsRevokedAndSignedAsync(Issuer issuer, BatchId batch, int index)
    {
        Assert.Equal([index], (await issuer.CredentialsAsync(batch)).Where(static credential => credential.Revocation is not null).Select(static credential => credential.Index));
        var places = await issuer.PlacesAsync(batch);
        Assert.Equal([places[index].Index], await Issuer.SetBitsAsync(issuer.Other, places[0].List));
    }

    private static Action<string> Dies(string table, Func<bool> when) => used =>
    {
        if (used == table && when())
        {
            throw new IOException(used);
        }
    };
}
