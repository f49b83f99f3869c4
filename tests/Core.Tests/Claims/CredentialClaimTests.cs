using LearnCoin.Core.Claims;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tests.Claims;

/// <summary>A link claims once, in its time, whoever dies meanwhile (spec/api.md, "Claims").</summary>
public sealed class CredentialClaimTests
{
    [Fact]
    public async Task A_link_claims_once_and_then_says_used()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (id, token) = await house.SentAsync();
        Assert.Equal("pending", await house.StateAsync(id));
        var claimed = (await house.ClaimAsync($"  {token}\n")).Value;
        Assert.Equal((id, house.Clock.GetUtcNow()), (claimed.Id, claimed.ClaimedAt));
        Assert.Equal("claimed", await house.StateAsync(id));
        Assert.Equal(ErrorCode.ClaimAlreadyUsed, (await house.ClaimAsync(token)).Error!.Code);
        Assert.Equal(1, await house.ClaimedEventsAsync(id));

        house.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal(ErrorCode.ClaimAlreadyUsed, (await house.ClaimAsync(token)).Error!.Code);
        Assert.Equal("claimed", await house.StateAsync(id));
        Assert.Equal(ErrorCode.ClaimAlreadyUsed, (await house.ResendAsync(id)).Error!.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("q0n0jv3vYh0cJ0o2Yw1k3mZb6b3mXl0n1y8H2l0c7dE")]
    [InlineData("q0n0jv3vYh0cJ0o2Yw1k3mZb6b3mXl0n1y8H2l0c7dE=")]
    [InlineData("\u0000☃")]
    public async Task What_is_no_token_is_unknown_at_the_price_of_one_read(string token)
    {
        using var house = await ClaimHouse.OpenAsync();
        await house.SentAsync();
        var reads = 0;
        house.Tables.Before = _ => reads++;
        Assert.Equal(ErrorCode.ClaimNotFound, (await house.ClaimAsync(token)).Error!.Code);
        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task A_token_that_differs_in_one_character_is_unknown()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (_, token) = await house.SentAsync();
        for (var i = 0; i < token.Length; i++)
        {
            var other = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Equal(ErrorCode.ClaimNotFound, (await house.ClaimAsync(other)).Error!.Code);
        }

        Assert.True((await house.ClaimAsync(token)).IsOk);
    }

    [Fact]
    public async Task A_link_works_until_its_last_second_and_is_then_expired_and_a_month_later_unknown()
    {
        using var house = await ClaimHouse.OpenAsync();
        var ((first, early), (second, late)) = (await house.SentAsync(), await house.SentAsync());
        house.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.True((await house.ClaimAsync(early)).IsOk);
        Assert.Equal(("claimed", "pending"), (await house.StateAsync(first), await house.StateAsync(second)));
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ErrorCode.ClaimExpired, (await house.ClaimAsync(late)).Error!.Code);
        Assert.Equal("expired", await house.StateAsync(second));

        house.Clock.Advance(TimeSpan.FromDays(29));
        await house.RunTimerAsync(Core.Timers.TimerNames.PurgeExpired);
        Assert.Equal(ErrorCode.ClaimExpired, (await house.ClaimAsync(late)).Error!.Code);
        house.Clock.Advance(TimeSpan.FromDays(2));
        await house.RunTimerAsync(Core.Timers.TimerNames.PurgeExpired);
        Assert.Equal(ErrorCode.ClaimNotFound, (await house.ClaimAsync(late)).Error!.Code);
        Assert.Empty((await house.Tables.QueryAsync("claimends", new RowRange("ends"), 10, null, default)).Rows);

        Assert.True((await house.ResendAsync(second)).IsOk);
        await house.PumpAsync();
        Assert.Equal("pending", await house.StateAsync(second));
        Assert.True((await house.ClaimAsync(house.Mailer.Tokens[^1])).IsOk);
    }

    [Fact]
    public async Task A_tenant_says_how_long_its_links_work()
    {
        using var house = await ClaimHouse.OpenAsync();
        var rules = new Core.Outbound.OutboundRules(new Uri("https://issuer.example"));
        var profile = Core.Tenants.TenantProfile.Read("""{"claim_link_days":3}"""u8.ToArray(), rules).Value;
        await house.Core.Tenants.ChangeAsync(house.Tenant.Id, profile.Apply, default);
        var (id, token) = await house.SentAsync();
        house.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(("expired", ErrorCode.ClaimExpired), (await house.StateAsync(id), (await house.ClaimAsync(token)).Error!.Code));
    }

    [Fact]
    public async Task Another_mail_adds_a_link_and_the_first_that_is_used_ends_both()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (id, token) = await house.SentAsync();
        Assert.True((await house.ResendAsync(id)).IsOk);
        await house.PumpAsync();
        Assert.Equal(2, house.Mailer.Taken.Select(static mail => mail.Id).Distinct().Count());
        var newer = house.Mailer.Tokens[^1];
        Assert.NotEqual(token, newer);
        Assert.True((await house.ClaimAsync(token)).IsOk);
        Assert.Equal(ErrorCode.ClaimAlreadyUsed, (await house.ClaimAsync(newer)).Error!.Code);
        Assert.Equal(["credential.claim_resent"], (await house.AuditAsync()).Select(static record => record.Entry.Action).Where(static action => action.Contains("claim", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Mails_are_sent_again_once_a_minute_and_five_times_a_day()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (id, _) = await house.SentAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.True((await house.ResendAsync(id)).IsOk);
            house.Clock.Advance(TimeSpan.FromSeconds(20));
            var soon = (await house.ResendAsync(id)).Error!;
            Assert.Equal(ErrorCode.RateLimited, soon.Code);
            Assert.Equal(i < 4 ? 40 : (24 * 3600) - (4 * 60) - 20, soon.RetryAfterSeconds);
            house.Clock.Advance(TimeSpan.FromSeconds(40));
        }

        await house.PumpAsync();
        house.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(5));
        Assert.True((await house.ResendAsync(id)).IsOk);
        Assert.Equal(ErrorCode.RateLimited, (await house.ResendAsync(id)).Error!.Code);
    }

    [Fact]
    public async Task Who_asks_before_the_anchor_waits_for_the_mail_that_comes_anyway()
    {
        using var house = await ClaimHouse.OpenAsync();
        var batch = await house.AcceptAsync(("ada@students.example", false), (null, false), ("grace@students.example", true));
        var credentials = await house.Core.Batches.CredentialsAsync(batch, withContent: false, default);
        Assert.True((await house.ResendAsync(credentials[0].Id)).IsOk);
        Assert.Equal(0, await house.PumpAsync());
        var without = (await house.ResendAsync(credentials[1].Id)).Error!;
        Assert.Equal(ErrorCode.MissingRequiredField, without.Code);
        Assert.Contains("recipient.email", without.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.ClaimAlreadyUsed, (await house.ResendAsync(credentials[2].Id)).Error!.Code);
    }

    [Fact]
    public async Task Of_many_who_claim_at_once_one_does()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (id, token) = await house.SentAsync();
        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => house.ClaimAsync(token))));
        Assert.Single(all, static claim => claim.IsOk);
        Assert.All(all.Where(static claim => !claim.IsOk), static claim => Assert.Equal(ErrorCode.ClaimAlreadyUsed, claim.Error!.Code));
        Assert.Equal(1, await house.ClaimedEventsAsync(id));
        // Those who were late have left no session.
        Assert.Single((await house.Tables.QueryAsync("claimsessions", new RowRange(id.Value), 100, null, default)).Rows);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whenever_the_process_dies_the_claim_is_made_once_or_can_be_made_and_is_told_once(bool after)
    {
        for (var n = 1; ; n++)
        {
            using var house = await ClaimHouse.OpenAsync();
            var (id, token) = await house.SentAsync();
            var broke = await house.BreaksAsync(n, after, () => house.ClaimAsync(token));
            var isClaimed = (await house.GetAsync(id)).ClaimedAt is not null;
            var again = await house.ClaimAsync(token);
            Assert.Equal(isClaimed, again.Error?.Code == ErrorCode.ClaimAlreadyUsed);
            Assert.NotEqual(isClaimed, again.IsOk);
            Assert.Equal(1, await house.ClaimedEventsAsync(id));
            await house.Core.Outbox.SweepAsync(default);
            Assert.Equal(0, await house.CountAsync(id, "tell|credential."));
            if (!broke)
            {
                Assert.InRange(n, after ? 4 : 7, 40);
                return;
            }
        }
    }

    [Fact]
    public async Task A_revoked_credential_can_still_be_claimed()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (id, token) = await house.SentAsync();
        var call = new Core.Revocation.RevocationCall(house.Tenant.Id, Core.Tenants.TenantEnvironment.Test, "key_01HXYZABCDEFGHJKMNPQRSTVWX", "req_01HXYZABCDEFGHJKMNPQRSTVWX", null);
        Assert.True((await house.Core.Revocations.RevokeAsync(call, id.Value, """{"reason":"r","reason_code":"other"}"""u8.ToArray(), default)).IsOk);
        Assert.True((await house.ClaimAsync(token)).IsOk);
    }

    [Fact]
    public async Task An_erasure_kills_links_sessions_requests_and_mails_that_wait()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (id, token) = await house.SentAsync();
        var session = (await house.ClaimAsync(token)).Value.Session;
        await house.Core.ErasureRequests.AddAsync(await house.GetAsync(id), default);
        Assert.True(await house.Core.ClaimSessions.IsOpenAsync(id, session.Id, default));
        var (unclaimed, other) = await house.SentAsync();
        var waiting = await house.QueuedAsync();
        foreach (var credential in new[] { id, waiting, unclaimed })
        {
            await house.EraseAsync(credential);
        }

        Assert.False(await house.Core.ClaimSessions.IsOpenAsync(id, session.Id, default));
        Assert.Equal([ErrorCode.ClaimNotFound, ErrorCode.ClaimNotFound], new[] { (await house.ClaimAsync(token)).Error!.Code, (await house.ClaimAsync(other)).Error!.Code });
        Assert.Empty((await house.Core.ErasureRequests.ListAsync(house.Tenant.Id, Core.Tenants.TenantEnvironment.Test, 10, null, default)).Requests);
        foreach (var gone in new[] { token, other })
        {
            Assert.Null(await house.Tables.GetAsync("claims", ClaimToken.HashOf(gone)[..2], ClaimToken.HashOf(gone), default));
        }

        Assert.Equal([.. ClaimMailWriter.IdsOf(id, 1), .. ClaimMailWriter.IdsOf(unclaimed, 1)], house.Mailer.Forgotten.Distinct());
        var tries = house.Mailer.Tries;
        await house.PumpAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        Assert.Equal(tries, house.Mailer.Tries);
        Assert.Equal(("claimed", null), (await house.StateAsync(id), await house.StateAsync(unclaimed)));
        Assert.Null((await house.GetAsync(unclaimed)).Mail);
        Assert.Empty(await house.OpenMailsAsync());
    }

    [Fact]
    public async Task A_mail_that_goes_out_while_its_credential_is_erased_is_forgotten_and_its_link_is_dead()
    {
        using var house = await ClaimHouse.OpenAsync();
        var id = await house.QueuedAsync();
        house.Mailer.OnSend = _ => Task.Run(() => house.EraseAsync(id)).GetAwaiter().GetResult();
        await house.PumpAsync();
        Assert.Contains(house.Mailer.Taken[0].Id, house.Mailer.Forgotten);
        Assert.Equal(ErrorCode.ClaimNotFound, (await house.ClaimAsync(house.Mailer.Tokens[0])).Error!.Code);
        Assert.Null((await house.GetAsync(id)).Mail);
    }

    [Fact]
    public async Task A_session_is_of_one_credential_ends_by_itself_and_when_its_holder_says_so()
    {
        using var house = await ClaimHouse.OpenAsync();
        var ((id, token), (other, _)) = (await house.SentAsync(), await house.SentAsync());
        var session = (await house.ClaimAsync(token)).Value.Session;
        Assert.True(await house.Core.ClaimSessions.IsOpenAsync(id, session.Id, default));
        Assert.False(await house.Core.ClaimSessions.IsOpenAsync(other, session.Id, default));
        Assert.False(await house.Core.ClaimSessions.IsOpenAsync(id, session.Id + "x", default));
        Assert.Null(await house.Tables.GetAsync("claimsessions", id.Value, session.Id, default));
        house.Clock.Advance(TimeSpan.FromDays(30));
        Assert.False(await house.Core.ClaimSessions.IsOpenAsync(id, session.Id, default));
        house.Clock.Advance(TimeSpan.FromHours(1));
        await house.RunTimerAsync(Core.Timers.TimerNames.PurgeExpired);
        Assert.Empty((await house.Tables.QueryAsync("claimsessions", new RowRange(id.Value), 10, null, default)).Rows);
    }

    [Fact]
    public async Task Neither_a_token_nor_a_session_is_in_the_text_of_what_carries_it()
    {
        using var house = await ClaimHouse.OpenAsync();
        var (_, token) = await house.SentAsync();
        var claimed = (await house.ClaimAsync(token)).Value;
        Assert.DoesNotContain(claimed.Session.Id, $"{claimed} {claimed.Session}", StringComparison.Ordinal);
        var made = ClaimToken.Create(SystemEntropy.Instance);
        Assert.DoesNotContain(made.Text, $"{made}", StringComparison.Ordinal);
    }
}
