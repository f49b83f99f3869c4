using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Commands;

/// <summary>The operators' commands as processes of their own, beside a host that serves the same data.</summary>
public sealed class TenantCommandTests(AnvilFixture anvil) : IClassFixture<AnvilFixture>
{
    [Fact]
    public async Task A_rotated_key_signs_the_running_hosts_next_batch_and_shows_in_its_DID_document_at_once()
    {
        await using var service = await LocalService.StartAsync(anvil.Node);
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        var cli = new CommandLine(service.Deployment);
        var tenant = await IdAsync(client);
        using var anyone = new HttpClient { BaseAddress = new Uri(service.Deployment.Address) };
        await anyone.GetStringAsync("/.well-known/did.json"); // what is kept of it must not hide the change
        var made = (await cli.ToldAsync("keys", "rotate-signing", "--tenant", tenant)).GetProperty("signing_key").GetString()!;
        Assert.Contains(made, await anyone.GetStringAsync("/.well-known/did.json"), StringComparison.Ordinal);
        var document = await IssueAsync(client, 1);
        Assert.EndsWith("#" + made, document.GetProperty("proof")[0].GetProperty("verificationMethod").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compromise_of_before_a_batch_was_anchored_lists_it_and_one_of_after_does_not()
    {
        await using var service = await LocalService.StartAsync(anvil.Node);
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        var cli = new CommandLine(service.Deployment);
        var tenant = await IdAsync(client);
        var since = Now();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await IssueAsync(client, 1);
        await Task.Delay(TimeSpan.FromSeconds(2));

        var first = await cli.ToldAsync("keys", "compromise", "--tenant", tenant, "--since", Now());
        Assert.Equal(0, first.GetProperty("affected_batches").GetInt32());
        var key = first.GetProperty("compromised_key").GetString()!;
        var second = await cli.ToldAsync("keys", "compromise", "--tenant", tenant, "--key", key, "--since", since);
        Assert.Equal(2, second.GetProperty("affected_credentials").GetInt32());
        Assert.Equal("fails_verification", second.GetProperty("batches")[0].GetProperty("outcome").GetString());
        Assert.Equal(first.GetProperty("signing_key").GetString(), second.GetProperty("signing_key").GetString());
        foreach (var refused in new[] { Now(), "2000-01-01T00:00:00Z", "2999-01-01T00:00:00Z" })
        {
            Assert.Equal(1, (await cli.RunAsync("keys", "compromise", "--tenant", tenant, "--key", key, "--since", refused)).Code);
        }

        Assert.Equal(64, (await cli.RunAsync("keys", "compromise", "--tenant", tenant, "--since", "yesterday")).Code);
    }

    [Fact]
    public async Task Accounts_tells_the_address_that_needs_funds_and_what_it_has()
    {
        await using var service = await LocalService.StartAsync(anvil.Node);
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        await IssueAsync(client, 1);
        var account = await new CommandLine(service.Deployment).ToldAsync("accounts");
        using var anyone = new HttpClient { BaseAddress = new Uri(service.Deployment.Address) };
        Assert.Contains(account.GetProperty("address").GetString()!, await anyone.GetStringAsync("/issuer/profile.json"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("test", 84_532), (account.GetProperty("environment").GetString(), account.GetProperty("chain_id").GetInt32()));
        Assert.True(BigInteger.Parse(account.GetProperty("balance_wei").GetString()!, CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public async Task Suspending_shuts_a_running_hosts_door_within_five_seconds_and_resuming_opens_it()
    {
        await using var service = await LocalService.StartAsync(anvil.Node);
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        var cli = new CommandLine(service.Deployment);
        var tenant = await IdAsync(client);
        Assert.Equal(JsonValueKind.String, (await cli.ToldAsync("tenants", "suspend", "--tenant", tenant)).GetProperty("suspended_at").ValueKind);
        await Wait.UntilAsync("refused", TimeSpan.FromSeconds(5), async () => (await client.TryGetAsync("/v1/tenants/me")) is (HttpStatusCode.Unauthorized, var body) && body.Contains("api_key_revoked", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, (await cli.ToldAsync("tenants", "resume", "--tenant", tenant)).GetProperty("suspended_at").ValueKind);
        await Wait.UntilAsync("served", TimeSpan.FromSeconds(5), async () => (await client.TryGetAsync("/v1/tenants/me")).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tenants_are_listed_shown_renamed_and_put_on_plans()
    {
        await using var service = await LocalService.StartAsync(anvil.Node);
        using var client = await service.Deployment.NewTenantAsync("First Name");
        using var other = await service.Deployment.NewTenantAsync("Other Name");
        var cli = new CommandLine(service.Deployment);
        var tenant = await IdAsync(client);
        Assert.Equal("Second Name", (await cli.ToldAsync("tenants", "rename", "--tenant", tenant, "--name", "Second Name")).GetProperty("name").GetString());
        var taken = await cli.RunAsync("tenants", "rename", "--tenant", tenant, "--name", "OTHER NAME");
        Assert.Equal(1, taken.Code);
        Assert.StartsWith("--name:", taken.Errors, StringComparison.Ordinal);
        await cli.ToldAsync("tenants", "set-plan", "--tenant", tenant, "--plan", "starter");
        Assert.Equal(1, (await cli.RunAsync("tenants", "set-plan", "--tenant", tenant, "--plan", "platinum")).Code);
        Assert.Equal(1, (await cli.RunAsync("tenants", "show", "--tenant", "tnt_01ARZ3NDEKTSV4RRFFQ69G5FAV")).Code);

        var me = await client.GetAsync("/v1/tenants/me");
        Assert.Equal(("Second Name", "starter", 2_000), (me.GetProperty("name").GetString(), me.GetProperty("plan").GetString(), me.GetProperty("credentials_limit_this_month").GetInt32()));
        var shown = await cli.ToldAsync("tenants", "show", "--tenant", tenant);
        Assert.Equal(["First Name"], shown.GetProperty("earlier_names").EnumerateArray().Select(static name => name.GetString()));
        Assert.Equal((1, "signing"), (shown.GetProperty("api_keys").GetInt32(), shown.GetProperty("signing_keys")[0].GetProperty("state").GetString()));
        var lines = (await cli.RunAsync("tenants", "list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Second Name", "Other Name"], lines.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()));
        Assert.All(lines, static line => Assert.Matches("\"created_at\":\"[-0-9]{10}T[:0-9]{8}\\.[0-9]{3}Z\"", line));
        await using var node = await service.Deployment.OpenAsync();
        var actions = new List<string>();
        await foreach (var record in node.Core.Audit.ListAsync(new Core.Kernel.TenantId(tenant), CancellationToken.None))
        {
            actions.Add($"{record.Entry.Actor} {record.Entry.Action}");
        }

        Assert.Equal(["operator tenant.renamed", "operator tenant.plan_set"], actions);
    }

    [Fact]
    public async Task An_export_holds_all_of_the_tenant_and_nothing_of_others_and_is_brought_up_to_date_by_a_rerun()
    {
        await using var service = await LocalService.StartAsync(anvil.Node);
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        using var other = await service.Deployment.NewTenantAsync("Other");
        var cli = new CommandLine(service.Deployment);
        var document = await IssueAsync(client, 1);
        await IssueAsync(other, 2);
        var folder = Path.Combine(service.Deployment.Folder, "export");
        string[] export = ["tenants", "export", "--tenant", await IdAsync(client), "--out", folder];
        var first = await cli.RunAsync(export);
        Assert.Contains("names", first.Errors, StringComparison.Ordinal);
        Assert.Equal((2, 2), Counts(first.Json));
        Assert.Equal((2, 0), Counts(await cli.ToldAsync(export)));
        await IssueAsync(client, 3);
        Assert.Equal((4, 2), Counts(await cli.ToldAsync(export)));

        var credentials = (await File.ReadAllLinesAsync(Path.Combine(folder, "credentials.jsonl"))).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(4, credentials.Count);
        Assert.Contains(credentials, static credential => credential.GetProperty("recipient").GetProperty("email").GetString() == "recipient-1@students.example");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToList();
        Assert.Equal(4 + 4, files.Count);
        Assert.Contains(files, file => File.ReadAllText(file).Contains(document.GetProperty("id").GetString()!, StringComparison.Ordinal) && file.Contains("documents", StringComparison.Ordinal));
        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(folder, "audit.jsonl"))).Length);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in files)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        Assert.Equal(1, (await cli.RunAsync("tenants", "export", "--tenant", await IdAsync(other), "--out", folder)).Code);
    }

    private static (int Credentials, int Written) Counts(JsonElement told) => (told.GetProperty("credentials").GetInt32(), told.GetProperty("documents_written").GetInt32());

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static async Task<string> IdAsync(ApiClient client) => (await client.GetAsync("/v1/tenants/me")).GetProperty("id").GetString()!;

    /// <returns>The first of two anchored documents.</returns>
    private static async Task<JsonElement> IssueAsync(ApiClient client, int seed)
    {
        var id = await client.PostUntilAcceptedAsync(BatchBody.Of(2, seed), "key-" + seed.ToString(CultureInfo.InvariantCulture));
        await client.UntilAnchoredAsync(id);
        var credential = (await client.GetAsync($"/v1/batches/{id}")).GetProperty("credentials")[0].GetProperty("id").GetString();
        return (await client.GetAsync($"/v1/credentials/{credential}")).GetProperty("signed_credential");
    }
}
