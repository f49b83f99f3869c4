using LearnCoin.Core.Batches;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tests.Revocation;

public sealed class BatchRevocationTests
{
    [Fact]
    public async Task Five_hundred_are_revoked_in_few_transactions_and_twice_is_once()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.SignedAsync(500);
        await issuer.RevokeAsync((await issuer.CredentialsAsync(batch))[7].Id);
        var writes = 0;
        issuer.Tables.After = _ => writes++;
        Assert.Equal((499, 1), await issuer.RevokeAsync(batch));
        // Sixteen of credentials with what is told of each, five of events, five of their marks; the audit entry, two notes, the bits, the note again.
        Assert.Equal(31, writes);
        issuer.Tables.After = static _ => { };
        Assert.Equal((0, 500), await issuer.RevokeAsync(batch));
        var places = await issuer.PlacesAsync(batch);
        Assert.Equal(places.Select(static place => place.Index).Order(), await Issuer.SetBitsAsync(issuer.Core, places[0].List));
        // The one that was revoked before keeps its own reason.
        Assert.Equal("Wrong name.", (await issuer.CredentialsAsync(batch))[7].Revocation!.Reason);
    }

    [Fact]
    public async Task It_can_die_at_any_storage_call_and_is_finished_by_a_retry_with_the_same_counts()
    {
        foreach (var after in (bool[])[false, true])
        {
            for (var fault = 1; ; fault++)
            {
                using var issuer = await Issuer.OpenAsync();
                var batch = await issuer.SignedAsync(3);
                await issuer.RevokeAsync((await issuer.CredentialsAsync(batch))[1].Id);
                if (!await Faults.BreaksAsync(issuer, fault, after, () => issuer.RevokeAsync(batch, "k")))
                {
                    Assert.InRange(fault, 6, 60);
                    break;
                }

                issuer.Clock.Advance(TimeSpan.FromSeconds(20));
                Assert.Equal((2, 1), await issuer.RevokeAsync(batch, "k"));
                Assert.Single(await issuer.AuditAsync(), static record => record.Entry.Action == "batch.revoked");
                Assert.Equal((0, 3), await issuer.RevokeAsync(batch, "other"));
                Assert.Equal(0, await issuer.NotesAsync());
                var places = await issuer.PlacesAsync(batch);
                Assert.Equal(places.Select(static place => place.Index).Order(), await Issuer.SetBitsAsync(issuer.Other, places[0].List));
            }
        }
    }

    [Fact]
    public async Task A_list_never_lacks_a_bit_of_a_batch_revocation_that_died()
    {
        for (var fault = 1; ; fault++)
        {
            using var issuer = await Issuer.OpenAsync();
            var batch = await issuer.SignedAsync(150);
            var broke = await Faults.BreaksAsync(issuer, fault, after: true, () => issuer.RevokeAsync(batch));
            var places = await issuer.PlacesAsync(batch);
            var revoked = (await issuer.CredentialsAsync(batch)).Where(static credential => credential.Revocation is not null);
            Assert.Equal(revoked.Select(credential => places[credential.Index].Index).Order(), await Issuer.SetBitsAsync(issuer.Other, places[0].List));
            issuer.Clock.Advance(TimeSpan.FromHours(2));
            await Issuer.SetBitsAsync(issuer.Other, places[0].List);
            Assert.Equal(0, await issuer.NotesAsync());
            if (!broke)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task At_whatever_step_of_the_signer_it_comes_all_are_signed_and_revoked()
    {
        for (var step = 1; ; step++)
        {
            using var issuer = await Issuer.OpenAsync();
            var batch = await issuer.AcceptAsync(120);
            if (!await Faults.BetweenAsync(issuer, step, () => Faults.SignUntilDoneAsync(issuer, batch), () => issuer.RevokeAsync(batch)))
            {
                Assert.InRange(step, 6, 60);
                break;
            }

            await AllAsync(issuer, batch);
        }
    }

    [Fact]
    public async Task At_whatever_step_of_it_the_signer_comes_all_are_signed_and_revoked()
    {
        for (var step = 1; ; step++)
        {
            using var issuer = await Issuer.OpenAsync();
            var batch = await issuer.AcceptAsync(120);
            if (!await Faults.BetweenAsync(issuer, step, () => issuer.RevokeAsync(batch), () => Faults.SignUntilDoneAsync(issuer, batch)))
            {
                Assert.InRange(step, 6, 60);
                break;
            }

            await AllAsync(issuer, batch);
        }
    }

    [Fact]
    public async Task The_credentials_of_a_batch_that_failed_can_be_revoked_and_no_bit_is_wrong_for_it()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.AcceptAsync(2);
        await issuer.RunAsync(IssuanceActivities.FailBatch, batch);
        Assert.Equal((2, 0), await issuer.RevokeAsync(batch));
        Assert.Equal(BatchStatus.Failed, (await issuer.Core.Batches.GetAsync(batch, default)).Status);
        var good = await issuer.SignedAsync(1);
        Assert.Empty(await Issuer.SetBitsAsync(issuer.Core, (await issuer.PlacesAsync(good))[0].List));
    }

    private static async Task AllAsync(Issuer issuer, Core.Kernel.BatchId batch)
    {
        Assert.All(await issuer.CredentialsAsync(batch), static credential => Assert.NotNull(credential.Revocation));
        var places = await issuer.PlacesAsync(batch);
        Assert.Equal(places.Select(static place => place.Index).Order(), await Issuer.SetBitsAsync(issuer.Other, places[0].List));
        Assert.Equal(120 * 32, (await issuer.Core.Batches.LeavesAsync(batch, default)).Length);
    }
}
