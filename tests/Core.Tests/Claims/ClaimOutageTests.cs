using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tests.Telemetry;
using LearnCoin.Core.Timers;

namespace LearnCoin.Core.Tests.Claims;

/// <summary>What is not a mail's own fault ends none, and no mail is lost.</summary>
public sealed class ClaimOutageTests
{
    [Fact]
    public async Task An_outage_of_weeks_ends_no_mail_and_costs_no_link_that_was_sent_before()
    {
        using var house = await ClaimHouse.OpenAsync();
        using var recorded = new Recorded(house.Core.Telemetry);
        var (id, early) = await house.SentAsync();
        Assert.True((await house.ResendAsync(id)).IsOk);
        house.Mailer.OnSend = static _ => throw new MailUnavailableException("authentication");
        await house.PumpAsync(TimeSpan.FromDays(25), TimeSpan.FromMinutes(30));
        Assert.Equal("queued", await house.MailAsync(id));
        Assert.InRange(house.Mailer.Tries, 90, 130);
        // Nobody has the links of those tries.
        Assert.Equal([ClaimToken.HashOf(early)], (await house.GetAsync(id)).Mail!.Tokens);

        house.Mailer.OnSend = static _ => { };
        await house.PumpAsync(TimeSpan.FromHours(7), TimeSpan.FromMinutes(30));
        Assert.Equal(("sent", 2), (await house.MailAsync(id), house.Mailer.Taken.Count));
        Assert.True((await house.ClaimAsync(early)).IsOk);
        Assert.Equal(ErrorCode.ClaimAlreadyUsed, (await house.ClaimAsync(house.Mailer.Tokens[^1])).Error!.Code);
        Assert.Equal(2, recorded.Of("learncoin.mail.tries", "sent").Count);
        Assert.Equal(house.Mailer.Tries - 2, recorded.Of("learncoin.mail.tries", "waiting").Count);
    }

    [Fact]
    public async Task Only_what_is_the_mails_own_fault_counts_against_it()
    {
        using var house = await ClaimHouse.OpenAsync();
        var tries = 0;
        // Half of the tries fail for its own sake: it lasts longer than five days, and ends.
        house.Mailer.OnSend = _ => throw new MailUnavailableException("reply 450") { IsOfThisMail = ++tries % 2 == 0 };
        var id = await house.QueuedAsync();
        await house.PumpAsync(TimeSpan.FromDays(7), TimeSpan.FromMinutes(30));
        Assert.Equal("queued", await house.MailAsync(id));
        await house.PumpAsync(TimeSpan.FromDays(10), TimeSpan.FromMinutes(30));
        Assert.Equal("failed", await house.MailAsync(id));
    }

    [Fact]
    public async Task A_fault_of_ours_is_told_with_each_try_by_its_type_alone()
    {
        using var house = await ClaimHouse.OpenAsync();
        house.Mailer.OnSend = static mail => throw new InvalidOperationException($"a bug about {mail.To}");
        var id = await house.QueuedAsync();
        await house.PumpAsync(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1));
        Assert.Equal(
            [("mail_failing", id.Value, "InvalidOperationException"), ("mail_failing", id.Value, "InvalidOperationException")],
            house.Alerts.Raised.Select(static alert => (alert.Type, alert.Subject, alert.Reason)));
    }

    [Fact]
    public async Task A_mail_that_went_out_while_the_host_was_stopped_is_noted_and_goes_once()
    {
        using var house = await ClaimHouse.OpenAsync();
        using var stopping = new CancellationTokenSource();
        var id = await house.QueuedAsync();
        house.Mailer.OnSend = _ => stopping.Cancel();
        await house.Core.ClaimMails.HandleAsync($"{id} 1 0", stopping.Token);
        Assert.Equal("sent", await house.MailAsync(id));
        await house.PumpAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        Assert.Single(house.Mailer.Taken);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_message_that_is_lost_is_sent_again_by_the_sweep_and_the_mail_goes_once(int when)
    {
        using var house = await ClaimHouse.OpenAsync();
        var id = await house.QueuedAsync();
        if (when == 1)
        {
            // Lost while the mail waits.
            house.Mailer.OnSend = static _ => throw new MailUnavailableException("away");
            await house.PumpAsync();
        }
        else if (when == 2)
        {
            // Lost when a tenant has asked for another.
            await house.PumpAsync();
            Assert.True((await house.ResendAsync(id)).IsOk);
        }

        await house.LoseQueueAsync();
        Assert.Equal(0, await house.PumpAsync());
        house.Mailer.OnSend = static _ => { };
        await house.RunTimerAsync(TimerNames.PurgeExpired);
        await house.RunTimerAsync(TimerNames.PurgeExpired);
        Assert.Equal(1, await house.PumpAsync());
        Assert.Equal((when == 2 ? 2 : 1, "sent"), (house.Mailer.Taken.Count, await house.MailAsync(id)));
        Assert.Empty(await house.OpenMailsAsync());
    }

    [Fact]
    public async Task The_sweep_leaves_alone_what_is_on_its_way_and_forgets_what_needs_no_mail()
    {
        using var house = await ClaimHouse.OpenAsync();
        var claimed = await house.SentAsync();
        var (revoked, waiting) = (await house.QueuedAsync(), await house.QueuedAsync());
        Assert.True((await house.ResendAsync(claimed.Id)).IsOk);
        Assert.True((await house.ClaimAsync(claimed.Token)).IsOk);
        var call = new Core.Revocation.RevocationCall(house.Tenant.Id, Core.Tenants.TenantEnvironment.Test, "key_01HXYZABCDEFGHJKMNPQRSTVWX", "req_01HXYZABCDEFGHJKMNPQRSTVWX", null);
        Assert.True((await house.Core.Revocations.RevokeAsync(call, revoked.Value, """{"reason":"r","reason_code":"other"}"""u8.ToArray(), default)).IsOk);
        house.Mailer.OnSend = static _ => throw new MailUnavailableException("away");
        await house.Core.ClaimMails.SweepAsync(default);
        await house.LoseQueueAsync();
        await house.Core.ClaimMails.HandleAsync($"{waiting} 1 0", default);
        await house.Core.ClaimMails.SweepAsync(default);
        Assert.Equal([$"{waiting}|1"], await house.OpenMailsAsync());
        Assert.Equal(0, await house.PumpAsync());
    }

    [Fact]
    public async Task To_one_address_go_twenty_mails_an_hour_and_the_rest_later()
    {
        using var house = await ClaimHouse.OpenAsync();
        var batch = await house.AcceptAsync([.. Enumerable.Repeat(("victim@students.example", false), 30).Select(static one => ((string?)one.Item1, one.Item2)), ("grace@students.example", false)]);
        await house.AnchorAsync(batch);
        await house.QueueAsync(batch);
        await house.PumpAsync();
        Assert.Equal((20, 1), (house.Mailer.Taken.Count(static mail => mail.To.StartsWith("victim", StringComparison.Ordinal)), house.Mailer.Taken.Count(static mail => mail.To.StartsWith("grace", StringComparison.Ordinal))));
        var rows = (await house.Tables.QueryAsync("mailwindows", new RowRange("windows"), 100, null, default)).Rows;
        Assert.DoesNotContain(rows, static row => row.RowKey.Contains("VICTIM", StringComparison.OrdinalIgnoreCase) || row.Values.Values.OfType<string>().Any());
        await house.PumpAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(10));
        Assert.Equal(31, house.Mailer.Taken.Count);

        house.Clock.Advance(TimeSpan.FromHours(1));
        await house.RunTimerAsync(TimerNames.PurgeExpired);
        Assert.Empty((await house.Tables.QueryAsync("mailwindows", new RowRange("windows"), 100, null, default)).Rows);
    }

    [Fact]
    public async Task A_resend_that_the_credentials_own_limit_refuses_counts_against_no_address()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (id, _) = await house.SentAsync();
        var asked = 0;
        Error? Admit(string address)
        {
            asked++;
            return null;
        }

        Assert.True((await house.ResendAsync(id, Admit)).IsOk);
        Assert.Equal(ErrorCode.RateLimited, (await house.ResendAsync(id, Admit)).Error!.Code);
        Assert.Equal(1, asked);
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        var refused = new Error(ErrorCode.RateLimited, "another limit");
        Assert.Same(refused, (await house.ResendAsync(id, _ => refused)).Error);
        // Nor does a refusal of the address count against the credential.
        Assert.True((await house.ResendAsync(id, Admit)).IsOk);
    }

    [Fact]
    public async Task The_mail_state_tells_the_end_of_the_last_link_even_where_a_newer_one_ends_earlier()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (id, early) = await house.SentAsync();
        var rules = new Core.Outbound.OutboundRules(new Uri("https://issuer.example"));
        await house.Core.Tenants.ChangeAsync(house.Tenant.Id, Core.Tenants.TenantProfile.Read("""{"claim_link_days":1}"""u8.ToArray(), rules).Value.Apply, default);
        Assert.True((await house.ResendAsync(id)).IsOk);
        await house.PumpAsync();
        house.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("pending", await house.StateAsync(id));
        Assert.True((await house.ClaimAsync(early)).IsOk);
    }

    [Fact]
    public async Task Where_no_mail_was_and_none_will_be_there_is_no_claim()
    {
        using var house = await ClaimHouse.OpenAsync();
        var batch = await house.AcceptAsync(("ada@students.example", false), ("grace@students.example", false));
        var ids = (await house.Core.Batches.CredentialsAsync(batch, withContent: false, default)).Select(static credential => credential.Id).ToList();
        Assert.Equal(("pending", "queued"), (await house.StateAsync(ids[0]), await house.MailAsync(ids[0])));
        var call = new Core.Revocation.RevocationCall(house.Tenant.Id, Core.Tenants.TenantEnvironment.Test, "key_01HXYZABCDEFGHJKMNPQRSTVWX", "req_01HXYZABCDEFGHJKMNPQRSTVWX", null);
        Assert.True((await house.Core.Revocations.RevokeAsync(call, ids[0].Value, """{"reason":"r","reason_code":"other"}"""u8.ToArray(), default)).IsOk);
        Assert.Equal((null, null), (await house.StateAsync(ids[0]), await house.MailAsync(ids[0])));
        await house.AnchorAsync(batch, BatchStatus.Failed);
        Assert.Equal((null, null), (await house.StateAsync(ids[1]), await house.MailAsync(ids[1])));

        // As an earlier release wrote it.
        await house.Core.Batches.ChangeAsync(batch, static old => old with { Status = BatchStatus.Anchored, Mails = null }, default);
        Assert.Equal((null, null), (await house.StateAsync(ids[1]), await house.MailAsync(ids[1])));
        Assert.True((await house.ResendAsync(ids[1])).IsOk);
        await house.PumpAsync();
        Assert.Equal(("pending", "sent"), (await house.StateAsync(ids[1]), await house.MailAsync(ids[1])));
    }

    [Fact]
    public async Task A_mail_that_began_while_its_credential_was_being_erased_is_forgotten_with_its_link()
    {
        using var house = await ClaimHouse.OpenAsync();
        var id = await house.QueuedAsync();
        var pumped = false;
        house.Tables.Before = table =>
        {
            // The erasure has looked at the credential, and removes what leads to it: the mail goes out now.
            if (table == "credentialindex" && !pumped)
            {
                pumped = true;
                Task.Run(() => house.PumpAsync()).GetAwaiter().GetResult();
            }
        };
        await house.EraseAsync(id);
        Assert.True(pumped);
        var token = Assert.Single(house.Mailer.Tokens);
        Assert.Contains(house.Mailer.Taken[0].Id, house.Mailer.Forgotten);
        Assert.Null(await house.Tables.GetAsync("claims", ClaimToken.HashOf(token)[..2], ClaimToken.HashOf(token), default));
        Assert.Empty(await house.OpenMailsAsync());
    }

    [Fact]
    public async Task A_message_that_meets_an_erased_credential_forgets_what_the_mailer_still_keeps()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (id, _) = await house.SentAsync();
        await house.EraseAsync(id);
        house.Mailer.Forgotten.Clear();
        await house.Core.ClaimMails.HandleAsync($"{id} 2 0", default);
        Assert.Equal(ClaimMailWriter.IdsOf(id, 2), house.Mailer.Forgotten);
    }

    [Fact]
    public async Task A_request_of_erasure_that_came_after_the_erasure_is_no_task_of_the_tenant()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (id, _) = await house.SentAsync();
        await house.EraseAsync(id);
        var credential = await house.GetAsync(id);
        // As a process leaves it that dies between the entry and the look after it.
        await house.BreaksAsync(2, after: false, () => house.Core.ErasureRequests.AddAsync(credential, default));
        Assert.NotNull(await house.Core.ErasureRequests.FindAsync(house.Tenant.Id, Core.Tenants.TenantEnvironment.Test, id, default));
        Assert.Empty((await house.Core.ErasureRequests.ListAsync(house.Tenant.Id, Core.Tenants.TenantEnvironment.Test, 10, null, default)).Requests);
        Assert.Null(await house.Core.ErasureRequests.FindAsync(house.Tenant.Id, Core.Tenants.TenantEnvironment.Test, id, default));
    }
}
