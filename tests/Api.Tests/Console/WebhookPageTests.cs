using System.Net;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Api.Tests.Webhooks;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Console;

/// <summary>The console's pages of webhooks: what the API does for endpoints and deliveries, done by forms.</summary>
public sealed partial class WebhookPageTests(HookService service) : IClassFixture<HookService>
{
    private const string Path = "/console/webhooks";

    private static int paths;

    [Fact]
    public async Task A_form_that_is_sent_twice_makes_one_endpoint_and_both_answers_show_its_secret()
    {
        var (tenant, browser) = await SignedInAsync();
        var fields = await browser.FieldsAsync(Path, ("url", service.Subscriber + NewPath()), ("events", "batch.anchored"), ("events", "credential.revoked"), ("description", "our own"));
        var answers = await Task.WhenAll(browser.SendAsync(HttpMethod.Post, Path, fields, null), browser.SendAsync(HttpMethod.Post, Path, fields, null));
        Assert.Equal([200, 200], answers.Select(static answer => answer.Status));
        Assert.Single(answers.Select(answer => SecretIn(answer.Text)).Distinct());

        var endpoint = Assert.Single(await EndpointsAsync(tenant));
        Assert.Equal(["batch.anchored", "credential.revoked"], endpoint.Events);
        Assert.Equal("our own", endpoint.Description);
        var entry = Assert.Single(await service.AuditAsync(tenant.Tenant.Id), static entry => entry.Action == "webhook.created");
        Assert.Equal((tenant.Key.Id.Value, endpoint.Id.Value), (entry.Actor, entry.Subject));
        Assert.Contains(entry.RequestId, answers.Select(static answer => answer["X-Request-Id"]));
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_then_stands_on_no_page_and_not_in_plain_in_the_store()
    {
        var (tenant, browser) = await SignedInAsync();
        var made = SecretIn((await MakeAsync(browser, NewPath())).Text);
        var id = Assert.Single(await EndpointsAsync(tenant)).Id;
        var here = $"{Path}/{id}";
        var rotated = SecretIn((await browser.SendAsync(HttpMethod.Post, here + "/rotate-secret", await browser.FieldsAsync(here), null)).Text);
        Assert.NotEqual(made, rotated);
        foreach (var page in new[] { Path, here, here + "/delete", "/console" })
        {
            var text = (await browser.GetAsync(page)).Text;
            Assert.DoesNotContain("whsec_", text, StringComparison.Ordinal);
        }

        Assert.True(await service.IsStoredAsync(id.Value));
        Assert.False(await service.IsStoredAsync(made));
        Assert.False(await service.IsStoredAsync(rotated));
        Assert.Equal(["webhook.created", "webhook.secret_rotated"], (await service.AuditAsync(tenant.Tenant.Id)).Select(static entry => entry.Action));
    }

    [Theory]
    [InlineData("url", "http://192.0.2.1/", "Enter an https address")]
    [InlineData("url", "ftp://example.org/", "Enter an https address")]
    [InlineData("events", "batch.exploded", "Choose one or more events")]
    [InlineData("events", "webhook.test", "Choose one or more events")]
    public async Task What_the_API_refuses_is_refused_in_words_beside_the_field_and_what_was_entered_stays(string field, string value, string sentence)
    {
        var (tenant, browser) = await SignedInAsync();
        var entered = new Dictionary<string, string> { ["url"] = service.Subscriber + NewPath(), ["events"] = "batch.anchored", ["description"] = "\"><script>alert(1)</script>" };
        entered[field] = value;
        var answer = await browser.SendAsync(HttpMethod.Post, Path, await browser.FieldsAsync(Path, [.. entered.Select(static pair => (pair.Key, pair.Value))]), null);
        Assert.Equal(422, answer.Status);
        Assert.Contains(sentence, WebUtility.HtmlDecode(answer.Text), StringComparison.Ordinal);
        Assert.Contains($"value=\"{WebUtility.HtmlEncode(entered["description"]).Replace("&#39;", "&#x27;", StringComparison.Ordinal)}\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", answer.Text, StringComparison.Ordinal);
        Assert.Empty(await EndpointsAsync(tenant));
    }

    [Fact]
    public async Task A_test_is_sent_and_its_attempt_is_shown_with_the_answer_as_text()
    {
        var (tenant, browser) = await SignedInAsync();
        var path = NewPath("<b>bold");
        service.Answers[Uri.UnescapeDataString(path)] = 500;
        await MakeAsync(browser, path);
        var here = $"{Path}/{Assert.Single(await EndpointsAsync(tenant)).Id}";
        var tested = await browser.PostAsync(here + "/test", [], from: here);
        Assert.Equal(303, tested.Status);
        var page = await browser.GetAsync(tested["Location"]!);
        Assert.Contains("The test failed", page.Text, StringComparison.Ordinal);
        Assert.Contains("<dd>500</dd>", page.Text, StringComparison.Ordinal);
        Assert.Contains("the answer of", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("The test failed", (await browser.GetAsync(tested["Location"]!)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_that_failed_is_sent_again_and_a_range_is_replayed()
    {
        var (tenant, browser) = await SignedInAsync();
        var path = NewPath();
        service.Answers[path] = 503;
        await MakeAsync(browser, path, "batch.created");
        var here = $"{Path}/{Assert.Single(await EndpointsAsync(tenant)).Id}";
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        await service.CameAsync(path);
        service.Answers[path] = 204;
        var delivery = DeliveryPattern().Match(await browser.UntilAsync(here, static text => DeliveryPattern().IsMatch(text))).Value;
        Assert.Equal(303, (await browser.PostAsync(delivery + "/retry", [], from: delivery)).Status);
        await browser.UntilAsync(delivery, static text => text.Contains("badge good\">Delivered", StringComparison.Ordinal) && text.Contains("<dd>204</dd>", StringComparison.Ordinal));

        var before = service.Count(path);
        var now = DateTimeOffset.UtcNow;
        var replayed = await browser.PostAsync(
            here + "/replay", [("since", Field(now.AddHours(-2))), ("until", Field(now.AddHours(2)))], from: here);
        Assert.Equal(303, replayed.Status);
        Assert.Contains("1 delivery is on its way.", (await browser.GetAsync(here)).Text, StringComparison.Ordinal);
        await browser.UntilAsync(here, _ => service.Count(path) > before);
        var refused = await browser.PostAsync(here + "/replay", [("since", Field(now)), ("until", Field(now.AddHours(-2)))], from: here);
        Assert.Equal(422, refused.Status);
        Assert.Contains("replay-fault", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_is_changed_switched_off_and_on_and_deleted_and_each_is_audited_as_the_keys_doing()
    {
        var (tenant, browser) = await SignedInAsync();
        await MakeAsync(browser, NewPath());
        var here = $"{Path}/{Assert.Single(await EndpointsAsync(tenant)).Id}";
        var other = service.Subscriber + NewPath();
        Assert.Equal(303, (await browser.PostAsync(here, [("url", other), ("events", "batch.failed"), ("description", "")], from: here)).Status);
        Assert.Equal(303, (await browser.PostAsync(here + "/active", [("active", "false")], from: here)).Status);
        var off = Assert.Single(await EndpointsAsync(tenant));
        Assert.Equal((other, false, null), (off.Url, off.IsActive, off.Description));
        Assert.Contains("switched off by you", (await browser.GetAsync(here)).Text, StringComparison.Ordinal);
        var refused = await browser.PostAsync(here + "/replay", [("since", Field(DateTimeOffset.UtcNow.AddHours(-1))), ("until", Field(DateTimeOffset.UtcNow))], from: here);
        Assert.Equal(422, refused.Status);
        Assert.Contains("The endpoint is disabled", refused.Text, StringComparison.Ordinal);
        Assert.Equal(303, (await browser.PostAsync(here + "/active", [("active", "true")], from: here)).Status);
        Assert.True(Assert.Single(await EndpointsAsync(tenant)).IsActive);
        Assert.Contains("Delete this endpoint?", (await browser.GetAsync(here + "/delete")).Text, StringComparison.Ordinal);
        Assert.Equal((303, Path), Told(await browser.PostAsync(here + "/delete", [], from: here + "/delete")));
        Assert.Empty(await EndpointsAsync(tenant));
        Assert.Equal(404, (await browser.GetAsync(here)).Status);
        var entries = await service.AuditAsync(tenant.Tenant.Id);
        Assert.Equal(["webhook.created", "webhook.updated", "webhook.updated", "webhook.updated", "webhook.deleted"], entries.Select(static entry => entry.Action));
        Assert.All(entries, entry => Assert.Equal(tenant.Key.Id.Value, entry.Actor));
    }

    [Fact]
    public async Task Deliveries_come_in_pages_that_lead_through_all_of_them()
    {
        var (tenant, browser) = await SignedInAsync();
        await MakeAsync(browser, NewPath());
        var endpoint = Assert.Single(await EndpointsAsync(tenant));
        var sent = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            sent.Add((await service.Host.Node.Core.TestDeliveries.SendAsync(tenant.Tenant.Id, TenantEnvironment.Test, endpoint.Id.Value, default)).Value.Id.Value);
        }

        var first = await browser.GetAsync($"{Path}/{endpoint.Id}");
        var next = WebUtility.HtmlDecode(CursorPattern().Match(first.Text).Value);
        var second = await browser.GetAsync(next);
        string[] seen = [.. Ids(first.Text), .. Ids(second.Text)];
        Assert.Equal(25, Ids(first.Text).Count());
        Assert.Equal(sent.Order(StringComparer.Ordinal).Reverse(), seen);
        Assert.DoesNotMatch(CursorPattern(), second.Text);
        Assert.Empty(Ids((await browser.GetAsync($"{Path}/{endpoint.Id}?status=failed")).Text));

        static IEnumerable<string> Ids(string html) => DeliveryPattern().Matches(html).Select(static match => match.Value[^30..]);
    }

    [Fact]
    public async Task An_endpoint_of_another_tenant_or_of_the_other_environment_is_not_there_and_a_key_without_the_scope_sees_none()
    {
        var (owner, _) = await SignedInAsync();
        var foreign = await service.RegisterAsync(owner.TestKey, NewPath(), "batch.created");
        var live = await service.RegisterAsync(owner.LiveKey, NewPath(), "batch.created");
        var (_, stranger) = await SignedInAsync();
        var own = await Browser.OfTenantAsync(service, owner.TestKey);
        var here = $"{Path}/{(string)foreign["id"]!}";
        foreach (var action in new[] { "", "/active", "/test", "/replay", "/rotate-secret", "/delete", "/deliveries/dlv_01HXYZABCDEFGHJKMNPQRSTVWX/retry" })
        {
            var fields = new (string, string)[] { ("url", service.Subscriber + "/x"), ("events", "batch.created"), ("active", "false"), ("since", Field(DateTimeOffset.UtcNow.AddHours(-1))), ("until", Field(DateTimeOffset.UtcNow)), ("once", "ABCDEFGHIJKLMNOPQRSTUV") };
            Assert.Equal(404, (await stranger.PostAsync(here + action, fields)).Status);
            Assert.Equal(404, (await own.PostAsync($"{Path}/{(string)live["id"]!}{action}", fields)).Status);
        }

        Assert.Equal(404, (await stranger.GetAsync(here)).Status);
        Assert.Equal(404, (await stranger.GetAsync(here + "/delete")).Status);
        Assert.Equal(404, (await own.GetAsync($"{Path}/{(string)live["id"]!}")).Status);
        Assert.True((await EndpointsAsync(owner)).Single().IsActive);

        var reader = await Browser.OfTenantAsync(service, await service.KeyAsync(new NewApiKey(owner.Tenant.Id, TenantEnvironment.Test) { Scopes = KeyScopes.BatchesRead }));
        Assert.Equal(403, (await reader.GetAsync(here)).Status);
        Assert.DoesNotContain("href=\"/console/webhooks\"", (await reader.GetAsync("/console")).Text, StringComparison.Ordinal);
    }

    private async Task<(TestTenant Tenant, Browser Browser)> SignedInAsync()
    {
        var tenant = await service.TenantAsync();
        return (tenant, await Browser.OfTenantAsync(service, tenant.TestKey));
    }

    private async Task<Answer> MakeAsync(Browser browser, string path, string events = "batch.anchored")
    {
        var made = await browser.SendAsync(HttpMethod.Post, Path, await browser.FieldsAsync(Path, ("url", service.Subscriber + path), ("events", events)), null);
        Assert.True(made.Status == 200, made.Text);
        return made;
    }

    private Task<IReadOnlyList<Core.Webhooks.WebhookEndpoint>> EndpointsAsync(TestTenant tenant) =>
        service.Host.Node.Core.Webhooks.ListAsync(tenant.Tenant.Id, TenantEnvironment.Test, default);

    private static (int, string?) Told(Answer answer) => (answer.Status, answer["Location"]);

    private static string Field(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static string NewPath(string more = "") => $"/console-{Interlocked.Increment(ref paths)}{Uri.EscapeDataString(more)}";

    private static string SecretIn(string html) => SecretPattern().Match(WebUtility.HtmlDecode(html)) is { Success: true } match ? match.Value : throw new InvalidDataException("The page shows no secret");

    [GeneratedRegex(@"whsec_[A-Za-z0-9+/=]+(?="")", RegexOptions.None, 1_000)]
    private static partial Regex SecretPattern();

    [GeneratedRegex(@"/console/webhooks/whk_\w{26}/deliveries/dlv_\w{26}", RegexOptions.None, 1_000)]
    private static partial Regex DeliveryPattern();

    [GeneratedRegex(@"/console/webhooks/whk_\w{26}\?cursor=dlv_\w{26}", RegexOptions.None, 1_000)]
    private static partial Regex CursorPattern();
}
