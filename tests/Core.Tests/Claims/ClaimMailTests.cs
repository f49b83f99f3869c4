using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tests.Claims;

/// <summary>One mail for each credential that is to have one (spec/api.md, "Claims").</summary>
public sealed class ClaimMailTests
{
    [Fact]
    public async Task Only_who_has_an_address_and_does_not_claim_by_itself_gets_a_mail_and_gets_one()
    {
        using var house = await ClaimHouse.OpenAsync();
        var batch = await house.AcceptAsync(("ada@students.example", false), (null, false), ("grace@students.example", true), ("joan@students.example", false));
        await house.QueueAsync(batch);
        await house.AnchorAsync(batch);
        await house.QueueAsync(batch);
        // Twice, as a step that is repeated does.
        await house.QueueAsync(batch);
        await house.PumpAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        await house.QueueAsync(batch);

        Assert.Equal(0, await house.PumpAsync());
        Assert.Equal(["ada@students.example", "joan@students.example"], house.Mailer.Taken.Select(static mail => mail.To).Order(StringComparer.Ordinal));
        var credentials = await house.Core.Batches.CredentialsAsync(batch, withContent: false, default);
        Assert.Equal<string?[]>(["pending", null, "auto_claimed", "pending"], await Task.WhenAll(credentials.Select(credential => house.StateAsync(credential.Id))));
        Assert.Equal<string?[]>(["sent", null, null, "sent"], await Task.WhenAll(credentials.Select(credential => house.MailAsync(credential.Id))));
    }

    [Fact]
    public async Task The_mail_is_in_the_tenants_name_and_its_own_name_tells_nobody_who_it_is_for()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (id, token) = await house.SentAsync();
        var (mail, content) = (Assert.Single(house.Mailer.Taken), Assert.Single(house.Mailer.Rendered));
        Assert.Equal(("ada@students.example", "Example University"), (mail.To, mail.SenderName));
        Assert.Equal(
            ("Example University", "Ada Lovelace", "Machine Learning", $"https://issuer.example/c/{id}#claim={token}", token, house.Clock.GetUtcNow().AddDays(30), true),
            (content.TenantName, content.RecipientName, content.Achievement, content.ClaimUrl, content.Code, content.ExpiresAt, content.IsTest));
        Assert.Matches("^[0-9a-f]{32}$", mail.Id);
        Assert.Equal(43, token.Length);
    }

    [Fact]
    public async Task Neither_the_secret_nor_a_name_is_in_a_message_and_the_store_knows_the_hash_alone()
    {
        using var house = await ClaimHouse.OpenAsync();
        await house.QueuedAsync();
        var message = (await house.Queue.ReceiveAsync(QueueNames.ClaimMail, TimeSpan.FromSeconds(1), default))!;
        Assert.Matches("^crd_[0-9A-Z]{26} 1 0$", message.Body);
        await house.Core.ClaimMails.HandleAsync(message.Body, default);
        var token = Assert.Single(house.Mailer.Tokens);
        foreach (var (table, partition) in new[] { ("claims", ClaimToken.HashOf(token)[..2]), ("claimends", "ends"), (BatchStore.Table, new CredentialId(message.Body.Split(' ')[0]).Group) })
        {
            var rows = (await house.Tables.QueryAsync(table, new RowRange(partition), 100, null, default)).Rows;
            Assert.NotEmpty(rows);
            Assert.DoesNotContain(rows, row => row.RowKey.Contains(token, StringComparison.Ordinal) || row.Values.Values.OfType<string>().Any(value => value.Contains(token, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Many_hosts_that_receive_the_same_message_send_one_mail()
    {
        using var house = await ClaimHouse.OpenAsync();
        var id = await house.QueuedAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => house.Core.ClaimMails.HandleAsync($"{id} 1 0", default))));
        await house.PumpAsync(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(1));
        Assert.Single(house.Mailer.Taken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("crd_01HXYZABCDEFGHJKMNPQRSTVWX 1")]
    [InlineData("crd_01HXYZABCDEFGHJKMNPQRSTVWX 1 0")]
    [InlineData("crd_01HXYZABCDEFGHJKMNPQRSTVWX -1 0")]
    [InlineData("bat_01HXYZABCDEFGHJKMNPQRSTVWX 1 0 0")]
    public async Task A_message_that_is_none_or_is_of_nothing_is_let_go(string body)
    {
        using var house = await ClaimHouse.OpenAsync();
        await house.Core.ClaimMails.HandleAsync(body, default);
        Assert.Equal((0, 0), (house.Mailer.Tries, await house.PumpAsync()));
    }

    [Fact]
    public async Task A_batch_that_a_reorg_took_back_waits_and_has_its_mail_once_it_is_anchored_again()
    {
        using var house = await ClaimHouse.OpenAsync();
        var id = await house.QueuedAsync();
        var batch = (await house.GetAsync(id)).Batch;
        await house.AnchorAsync(batch, BatchStatus.Signed);
        await house.PumpAsync(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1));
        Assert.Empty(house.Mailer.Taken);

        await house.AnchorAsync(batch);
        await house.QueueAsync(batch);
        await house.PumpAsync(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1));
        await house.AnchorAsync(batch, BatchStatus.Signed);
        await house.AnchorAsync(batch);
        await house.QueueAsync(batch);
        await house.PumpAsync(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1));
        Assert.Single(house.Mailer.Taken);
    }

    [Fact]
    public async Task What_was_revoked_erased_or_failed_before_its_turn_gets_no_mail()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (revoked, erased, failed) = (await house.QueuedAsync(), await house.QueuedAsync(), await house.QueuedAsync());
        var call = new Core.Revocation.RevocationCall(house.Tenant.Id, Core.Tenants.TenantEnvironment.Test, "key_01HXYZABCDEFGHJKMNPQRSTVWX", "req_01HXYZABCDEFGHJKMNPQRSTVWX", null);
        Assert.True((await house.Core.Revocations.RevokeAsync(call, revoked.Value, """{"reason":"r","reason_code":"other"}"""u8.ToArray(), default)).IsOk);
        await house.EraseAsync(erased);
        await house.AnchorAsync((await house.GetAsync(failed)).Batch, BatchStatus.Failed);
        await house.PumpAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        Assert.Equal(0, house.Mailer.Tries);
        Assert.Null(await house.MailAsync(revoked));
        Assert.Equal(ErrorCode.CredentialAlreadyRevoked, (await house.ResendAsync(revoked)).Error!.Code);
        Assert.Equal(ErrorCode.CredentialAlreadyErased, (await house.ResendAsync(erased)).Error!.Code);
        Assert.Equal(ErrorCode.ClaimNotFound, (await house.ResendAsync(failed)).Error!.Code);
    }

    [Fact]
    public async Task A_mail_that_is_refused_is_given_up_at_once_and_told()
    {
        using var house = await ClaimHouse.OpenAsync();
        house.Mailer.OnSend = static _ => throw new MailRefusedException("550");
        var id = await house.QueuedAsync();
        await house.PumpAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(1));
        Assert.Equal((1, "failed", "pending"), (house.Mailer.Tries, await house.MailAsync(id), await house.StateAsync(id)));

        house.Mailer.OnSend = static _ => { };
        Assert.True((await house.ResendAsync(id)).IsOk);
        await house.PumpAsync();
        Assert.Equal("sent", await house.MailAsync(id));
    }

    [Fact]
    public async Task A_mail_that_is_put_off_is_tried_later_and_later_for_five_days()
    {
        using var house = await ClaimHouse.OpenAsync();
        var tries = new List<double>();
        var id = await house.QueuedAsync();
        var began = house.Clock.GetUtcNow();
        house.Mailer.OnSend = _ =>
        {
            tries.Add((house.Clock.GetUtcNow() - began).TotalMinutes);
            throw new MailUnavailableException("reply 450") { IsOfThisMail = true };
        };
        await house.PumpAsync(TimeSpan.FromDays(6), TimeSpan.FromMinutes(1));
        Assert.Equal([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 871, 1231], tries.Take(12));
        Assert.Equal(360, tries[^1] - tries[^2]);
        Assert.InRange(tries[^1], (5 * 1440) - 360, 5 * 1440);
        Assert.Equal("failed", await house.MailAsync(id));
        Assert.Equal(0, await house.PumpAsync());
        Assert.Empty(await house.OpenMailsAsync());
    }

    [Fact]
    public async Task A_mail_server_that_comes_back_gets_the_mail_once_and_a_fault_of_ours_is_tried_again_too()
    {
        using var house = await ClaimHouse.OpenAsync();
        var failures = new Queue<Exception>([new MailUnavailableException("away"), new InvalidOperationException("a bug"), new MailUnavailableException("away")]);
        house.Mailer.OnSend = _ =>
        {
            if (failures.TryDequeue(out var failure))
            {
                throw failure;
            }
        };
        var id = await house.QueuedAsync();
        await house.PumpAsync();
        Assert.Equal("queued", await house.MailAsync(id));
        await house.PumpAsync(TimeSpan.FromDays(1), TimeSpan.FromMinutes(1));
        var mail = Assert.Single(house.Mailer.Taken);
        Assert.Equal((4, "sent"), (house.Mailer.Tries, await house.MailAsync(id)));
        Assert.True((await house.ClaimAsync(house.Mailer.Tokens[0])).IsOk);
        Assert.Equal([mail.Id], ClaimMailWriter.IdsOf(id, 1));
    }

    /// <summary>The promise of crashes: whenever a process dies while it handles a message, at least one link that was sent works.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whenever_the_process_dies_a_link_that_was_sent_works_and_claims_once(bool after)
    {
        for (var n = 1; ; n++)
        {
            using var house = await ClaimHouse.OpenAsync();
            var id = await house.QueuedAsync();
            var broke = await house.BreaksAsync(n, after, () => house.PumpAsync());
            var early = house.Mailer.Tokens.ToList();
            await house.PumpAsync(TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(1));

            Assert.InRange(house.Mailer.Taken.Count, 1, 2);
            Assert.Single(house.Mailer.Taken.Select(static mail => mail.Id).Distinct());
            Assert.Equal("sent", await house.MailAsync(id));
            // A mail that went out before the crash is not made worthless by the one after it.
            Assert.True((await house.ClaimAsync(early.Count > 0 ? early[0] : house.Mailer.Tokens[0])).IsOk);
            Assert.All(house.Mailer.Tokens, token => Assert.Equal(ErrorCode.ClaimAlreadyUsed, house.ClaimAsync(token).Result.Error!.Code));
            Assert.Equal(1, await house.ClaimedEventsAsync(id));
            if (!broke)
            {
                Assert.InRange(n, after ? 4 : 6, 40);
                return;
            }
        }
    }

    [Fact]
    public async Task What_a_process_did_not_queue_before_it_died_the_sweep_of_open_batches_queues()
    {
        using var house = await ClaimHouse.OpenAsync();
        var batch = await house.AcceptAsync(("ada@students.example", false));
        await house.AnchorAsync(batch);
        // The batch is open until the step that queues is over.
        await house.RunTimerAsync(Core.Timers.TimerNames.SweepBatches);
        await house.PumpAsync();
        Assert.Single(house.Mailer.Taken);
    }
}
