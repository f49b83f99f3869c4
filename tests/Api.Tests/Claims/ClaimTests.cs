using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests.Claims;

/// <summary>Claims over HTTP (spec/api.md, "Claims (e-mail delivery)").</summary>
public sealed class ClaimTests(ClaimService service) : IClassFixture<ClaimService>
{
    private const string Erasure = """{"requester":"recipient","verified_at":"2026-01-01T00:00:00Z"}""";

    [Fact]
    public async Task The_link_of_the_mail_claims_once_and_the_tenant_sees_it()
    {
        var tenant = await service.TenantAsync();
        var (id, token) = await service.SentAsync(tenant.TestKey);
        var sent = (await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json;
        Assert.Equal(("pending", "sent"), ((string?)sent["claim_state"], (string?)sent["claim_mail"]));

        var claimed = await service.ClaimAsync(token);
        Assert.Equal((200, "no-store", null), (claimed.HasRequestId().Status, claimed["Cache-Control"], claimed["Access-Control-Allow-Origin"]));
        Assert.Equal(["credential_id", "verify_url", "claimed_at"], claimed.Json.AsObject().Select(static member => member.Key));
        Assert.Equal((id, $"{Service.Origin}/c/{id}"), ((string?)claimed.Json["credential_id"], (string?)claimed.Json["verify_url"]));
        (await service.ClaimAsync(token)).IsError(409, "claim_already_used");
        Assert.Equal("claimed", (string?)(await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json["claim_state"]);
    }

    [Fact]
    public async Task The_session_is_a_cookie_of_that_page_alone_that_no_script_reads()
    {
        var (id, token) = await service.SentAsync((await service.TenantAsync()).TestKey);
        var parts = (await service.ClaimAsync(token))["Set-Cookie"]!.Split("; ");
        Assert.Matches("^__Secure-lrn_claim=[A-Za-z0-9_-]{43}$", parts[0]);
        Assert.Equal(["httponly", "max-age=2592000", $"path=/c/{id}".ToLowerInvariant(), "samesite=lax", "secure"], parts[1..].Select(static part => part.ToLowerInvariant()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{}""", 400, "missing_required_field")]
    [InlineData("""{"token":""}""", 400, "invalid_field_format")]
    [InlineData("""{"token":7}""", 400, "invalid_field_format")]
    [InlineData("""{"token":"x","more":1}""", 400, "invalid_field_format")]
    [InlineData("""{"token":"x","token":"y"}""", 400, "invalid_json")]
    [InlineData("""{"token":"q0n0jv3vYh0cJ0o2Yw1k3mZb6b3mXl0n1y8H2l0c7dE"}""", 404, "claim_not_found")]
    public async Task What_is_no_claim_is_told_so(string body, int status, string code)
    {
        var answer = await service.SendAsync(HttpMethod.Post, "/v1/claims", prepare: request => request.Content = new StringContent(body, Encoding.UTF8, "application/json"));
        answer.IsError(status, code);
        Assert.Null(answer["Set-Cookie"]);
    }

    [Fact]
    public async Task A_form_without_JavaScript_claims_and_leads_back_to_the_page()
    {
        var (id, token) = await service.SentAsync((await service.TenantAsync()).TestKey);
        Assert.Contains("Have a code from your e-mail?", (await service.PageAsync(id, null)).Text, StringComparison.Ordinal);
        var wrong = await service.FormAsync($"/c/{id}/claim", null, ("code", "a-secret-mistyped"));
        Assert.Equal((404, "text/html; charset=utf-8"), (wrong.Status, wrong["Content-Type"]));
        Assert.Contains("role=\"alert\"", wrong.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-mistyped", wrong.Text, StringComparison.Ordinal);

        var claimed = await service.FormAsync($"/c/{id}/claim", null, ("code", $" {token}\r\n"));
        Assert.Equal((303, $"/c/{id}#recipient", "no-store"), (claimed.Status, claimed["Location"], claimed["Cache-Control"]));
        var page = await service.PageAsync(id, ClaimService.CookieOf(claimed));
        Assert.Equal(["no-store", "private"], page["Cache-Control"]!.Split(", ").Order(StringComparer.Ordinal));
        Assert.Contains("Your credential", page.Text, StringComparison.Ordinal);
        Assert.Equal(409, (await service.FormAsync($"/c/{id}/claim", null, ("code", token))).Status);
        Assert.Equal(404, (await service.FormAsync("/c/crd_01HXYZABCDEFGHJKMNPQRSTVWX/claim", null, ("code", "x"))).Status);
        Assert.Equal(404, (await service.FormAsync($"/c/{id}/claim", null)).Status);
    }

    [Fact]
    public async Task A_form_that_is_none_or_too_large_is_refused()
    {
        var (id, _) = await service.SentAsync((await service.TenantAsync()).TestKey);
        foreach (var form in new[] { "claim", "erasure-request", "sign-out" })
        {
            (await service.SendAsync(HttpMethod.Post, $"/c/{id}/{form}", prepare: static request => request.Content = new StringContent("{}", Encoding.UTF8, "application/json"))).IsError(415, "unsupported_media_type");
            (await service.FormAsync($"/c/{id}/{form}", null, ("code", new string('x', 5000)))).IsError(413, "payload_too_large");
            (await service.FormAsync($"/c/{id}/{form}", null, [.. Enumerable.Range(0, 20).Select(static n => ($"n{n}", "v"))])).IsError(400, "invalid_field_format");
        }
    }

    [Fact]
    public async Task The_page_stays_the_same_for_all_others_and_shows_more_to_the_one_who_claimed()
    {
        var tenant = await service.TenantAsync();
        var ((id, token), (otherId, otherToken)) = (await service.SentAsync(tenant.TestKey), await service.SentAsync(tenant.TestKey));
        var (cookie, other) = (ClaimService.CookieOf(await service.ClaimAsync(token)), ClaimService.CookieOf(await service.ClaimAsync(otherToken)));
        var mine = await service.PageAsync(id, cookie);
        foreach (var part in new[] { "Download the signed document", "https://www.linkedin.com/profile/add?", "certId=" + id, "issueYear=2026", "issueMonth=4", "QR code of the link", "Ask for the erasure", "Sign out" })
        {
            Assert.Contains(part, mine.Text, StringComparison.Ordinal);
        }

        var stranger = await service.PageAsync(id, null);
        Assert.Equal(["no-cache", "private"], stranger["Cache-Control"]!.Split(", ").Order(StringComparer.Ordinal));
        Assert.Contains("Cookie", stranger["Vary"], StringComparison.Ordinal);
        Assert.DoesNotContain("Sign out", stranger.Text, StringComparison.Ordinal);
        foreach (var wrong in new[] { other, cookie + "x", cookie[..^1], "__Secure-lrn_claim=", "lrn_claim=" + cookie.Split('=')[1] })
        {
            Assert.Equal(stranger.Text, (await service.PageAsync(id, wrong)).Text);
        }

        Assert.DoesNotContain("Sign out", (await service.PageAsync(otherId, cookie)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipients_request_of_erasure_is_a_task_of_the_tenant_until_it_is_done()
    {
        var (tenant, stranger) = (await service.TenantAsync(), await service.TenantAsync());
        var (id, token) = await service.SentAsync(tenant.TestKey);
        var cookie = ClaimService.CookieOf(await service.ClaimAsync(token));
        var formToken = FormTokenOf((await service.PageAsync(id, cookie)).Text);
        // Another site can make a browser send the cookie at most; without the page's own token nothing happens.
        Assert.Equal(303, (await service.FormAsync($"/c/{id}/erasure-request", cookie)).Status);
        Assert.Equal(303, (await service.FormAsync($"/c/{id}/erasure-request", cookie, ("form_token", formToken + "x"))).Status);
        Assert.Equal(303, (await service.FormAsync($"/c/{id}/erasure-request", null, ("form_token", formToken))).Status);
        Assert.Empty(await RequestsAsync(tenant.TestKey));

        Assert.Equal(303, (await service.FormAsync($"/c/{id}/erasure-request", cookie, ("form_token", formToken))).Status);
        Assert.Contains("You asked for the erasure", (await service.PageAsync(id, cookie)).Text, StringComparison.Ordinal);
        var task = Assert.Single(await RequestsAsync(tenant.TestKey))!;
        Assert.Equal((id, $"{Service.Origin}/c/{id}"), ((string?)task["credential_id"], (string?)task["verify_url"]));
        Assert.Empty(await RequestsAsync(stranger.TestKey));
        Assert.Empty(await RequestsAsync(tenant.LiveKey));

        Assert.Equal(200, (await EraseAsync(tenant, id)).Status);
        Assert.Empty(await RequestsAsync(tenant.TestKey));
        Assert.DoesNotContain("Sign out", (await service.PageAsync(id, cookie)).Text, StringComparison.Ordinal);
        Assert.Equal(303, (await service.FormAsync($"/c/{id}/erasure-request", cookie, ("form_token", formToken))).Status);
        Assert.Empty(await RequestsAsync(tenant.TestKey));
    }

    [Fact]
    public async Task Requests_of_erasure_come_page_by_page()
    {
        var tenant = await service.TenantAsync();
        for (var i = 0; i < 3; i++)
        {
            var id = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
            var credential = (await service.Host.Node.Core.Batches.FindCredentialAsync(new Core.Kernel.CredentialId((string)id["credentials"]![0]!["id"]!), default))!.Value.Credential;
            await service.Host.Node.Core.ErasureRequests.AddAsync(credential, default);
        }

        var first = (await service.GetAsync("/v1/erasure-requests?limit=2", tenant.TestKey)).Json;
        Assert.Equal((2, true), (first["data"]!.AsArray().Count, (bool)first["has_more"]!));
        var second = (await service.GetAsync("/v1/erasure-requests?limit=2&cursor=" + first["next_cursor"], tenant.TestKey)).Json;
        Assert.Equal((1, false, null), (second["data"]!.AsArray().Count, (bool)second["has_more"]!, (string?)second["next_cursor"]));
        (await service.GetAsync("/v1/erasure-requests?cursor=bat_01HXYZABCDEFGHJKMNPQRSTVWX", tenant.TestKey)).IsError(400, "invalid_field_format");
    }

    [Fact]
    public async Task Who_signs_out_has_no_session_any_more_anywhere()
    {
        var (id, token) = await service.SentAsync((await service.TenantAsync()).TestKey);
        var cookie = ClaimService.CookieOf(await service.ClaimAsync(token));
        var formToken = FormTokenOf((await service.PageAsync(id, cookie)).Text);
        Assert.Null((await service.FormAsync($"/c/{id}/sign-out", cookie, ("form_token", "x")))["Set-Cookie"]);
        var gone = await service.FormAsync($"/c/{id}/sign-out", cookie, ("form_token", formToken));
        Assert.Contains("max-age=0", gone["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Sign out", (await service.PageAsync(id, cookie)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_credential_is_tried_ten_times_a_minute()
    {
        var (id, token) = await service.SentAsync((await service.TenantAsync()).TestKey);
        Assert.Equal(200, (await service.ClaimAsync(token)).Status);
        for (var i = 0; i < 9; i++)
        {
            Assert.Equal(409, i % 2 == 0 ? (await service.ClaimAsync(token)).Status : (await service.FormAsync($"/c/{id}/claim", null, ("code", token))).Status);
        }

        Assert.NotNull((await service.ClaimAsync(token)).IsError(429, "rate_limited"));
        var form = await service.FormAsync($"/c/{id}/claim", null, ("code", token));
        Assert.Equal(429, form.Status);
        Assert.InRange(int.Parse(form["Retry-After"]!, null), 1, 60);
        var (_, other) = await service.SentAsync((await service.TenantAsync()).TestKey);
        Assert.Equal(200, (await service.ClaimAsync(other)).Status);
    }

    [Fact]
    public async Task The_mail_is_sent_again_on_request_and_each_reason_against_it_has_its_code()
    {
        var tenant = await service.TenantAsync();
        var address = "resend@students.example";
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(4, credential =>
            credential["recipient"]!["email"] = (string)credential["recipient"]!["id"]! == Requests.RecipientId(3) ? null : address));
        // In whatever order the list has them.
        var ids = batch["credentials"]!.AsArray().OrderBy(static credential => (string)credential!["recipient_id"]!, StringComparer.Ordinal).Select(static credential => (string)credential!["id"]!).ToList();
        await service.TokenAsync(address, 3);
        var resent = await ResendAsync(tenant, ids[0]);
        Assert.Equal((202, """{"id":"ID","claim_state":"pending","claim_mail":"queued"}"""), (resent.Status, resent.Text.Replace(ids[0], "ID", StringComparison.Ordinal)));
        var again = await ResendAsync(tenant, ids[0]);
        again.IsError(429, "rate_limited");
        Assert.InRange(int.Parse(again["Retry-After"]!, null), 1, 60);
        var token = await service.TokenAsync(address, 4);
        Assert.Equal(ids[0], (string?)(await service.ClaimAsync(token)).Json["credential_id"]);
        (await ResendAsync(tenant, ids[0])).IsError(409, "claim_already_used");

        await PostAsync(tenant, ids[1], "revoke", """{"reason":"r","reason_code":"other"}""");
        (await ResendAsync(tenant, ids[1])).IsError(409, "credential_already_revoked");
        await EraseAsync(tenant, ids[2]);
        (await ResendAsync(tenant, ids[2])).IsError(409, "credential_already_erased");
        Assert.Contains("recipient.email", (string)(await ResendAsync(tenant, ids[3])).IsError(400, "missing_required_field")["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erasure_ends_link_mail_and_page_and_leaves_no_name_or_address_in_any_file()
    {
        var tenant = await service.TenantAsync();
        const string Name = "Distinctive Cormorant";
        var (id, token) = await service.SentAsync(tenant.TestKey, Name);
        Assert.Contains(Directory.GetFiles(service.Mails, "*.eml"), static file => File.ReadAllText(file).Contains("Cormorant", StringComparison.Ordinal));
        Assert.Equal(200, (await EraseAsync(tenant, id)).Status);
        Assert.DoesNotContain(Directory.GetFiles(service.Mails, "*.eml"), static file => File.ReadAllText(file).Contains("Cormorant", StringComparison.Ordinal));
        (await service.ClaimAsync(token)).IsError(404, "claim_not_found");
        Assert.False(StoreDump.Of(service.Database).Contains("Cormorant"));
        Assert.Null((await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json["claim_state"]);
    }

    [Fact]
    public async Task No_secret_name_or_address_is_in_the_store_the_log_or_the_request_log()
    {
        var tenant = await service.TenantAsync();
        var (id, token) = await service.SentAsync(tenant.TestKey, "Distinctive Bittern");
        var claimed = await service.ClaimAsync(token);
        await service.ClaimAsync(token);
        await service.FormAsync($"/c/{id}/claim", null, ("code", token));
        await service.FormAsync($"/c/{id}/claim", null, ("code", "distinctive-wrong-code"));
        await Task.Delay(1000);
        var session = ClaimService.CookieOf(claimed).Split('=')[1];
        var store = StoreDump.Of(service.Database);
        foreach (var secret in new[] { token, session, "distinctive-wrong-code" })
        {
            Assert.False(store.Contains(secret));
            Assert.DoesNotContain(secret, HostLog.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Bittern", HostLog.Text, StringComparison.Ordinal);
        foreach (var table in new[] { "claims", "claimsessions", "claimends", "openmails", "mailwindows", "erasurerequests", "requestlog", "events", "audit" })
        {
            Assert.False(StoreDump.Of(service.Database, table).Contains("Bittern"), table);
        }
    }

    private static string FormTokenOf(string page) => page.Split("name=\"form_token\" value=\"")[1].Split('"')[0];

    private async Task<JsonArray> RequestsAsync(string key) => (await service.GetAsync("/v1/erasure-requests", key)).Json["data"]!.AsArray();

    private Task<Answer> EraseAsync(TestTenant tenant, string id) => PostAsync(tenant, id, "erase", Erasure);

    private Task<Answer> ResendAsync(TestTenant tenant, string id) => service.SendAsync(HttpMethod.Post, $"/v1/credentials/{id}/resend-claim", tenant.TestKey);

    private Task<Answer> PostAsync(TestTenant tenant, string id, string what, string body) =>
        service.SendAsync(HttpMethod.Post, $"/v1/credentials/{id}/{what}", tenant.TestKey, request => request.Content = new StringContent(body, Encoding.UTF8, "application/json"));
}

/// <summary>A clock that has moved is the whole class's.</summary>
public sealed class ExpiredClaimTests(ClaimService service) : IClassFixture<ClaimService>
{
    [Fact]
    public async Task A_link_that_has_had_its_time_is_410_by_script_and_by_form()
    {
        var tenant = await service.TenantAsync();
        var (id, token) = await service.SentAsync(tenant.TestKey);
        service.Clock.Advance(TimeSpan.FromDays(30));
        (await service.ClaimAsync(token)).IsError(410, "claim_expired");
        var form = await service.FormAsync($"/c/{id}/claim", null, ("code", token));
        Assert.Equal(410, form.Status);
        Assert.Contains("expired", form.Text, StringComparison.Ordinal);
        Assert.Equal("expired", (string?)(await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json["claim_state"]);
    }
}
