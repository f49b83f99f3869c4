using System.Globalization;
using System.Text.Json;
using LearnCoin.EndToEnd.Parts;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Accounts;

/// <summary>A tenant with an anchor account of its own, on a real node, switched by the operators' commands beside a running host.</summary>
public sealed class DedicatedAccountTests(AnvilFixture anvil, ITestOutputHelper output) : IClassFixture<AnvilFixture>
{
    private const int Batches = 3;

    [Fact]
    public async Task Two_tenants_of_which_one_has_its_own_account_have_two_senders_without_gaps_and_verifiers_accept_both()
    {
        await using var service = await LocalService.StartAsync(anvil.Node);
        using var own = await service.Deployment.NewTenantAsync("Own");
        using var other = await service.Deployment.NewTenantAsync("Other");
        var cli = new CommandLine(service.Deployment);
        var (tenant, address) = await DedicateAsync(cli, own);

        foreach (var seed in Enumerable.Range(1, Batches))
        {
            await Task.WhenAll(IssueAsync(own, seed), IssueAsync(other, seed));
        }

        var (ownLedger, sharedLedger) = (new Ledger(anvil.Node, address), await service.LedgerAsync(anvil.Node));
        Assert.Equal(Batches, (await ownLedger.ReadAsync()).Count);
        Assert.Equal(Batches, (await sharedLedger.ReadAsync()).Count);
        await ownLedger.CheckAsync();
        await sharedLedger.CheckAsync();
        await AcceptedAsync(service, await IssueAsync(own, 11));
        await AcceptedAsync(service, await IssueAsync(other, 11));

        var lines = (await cli.RunAsync("accounts")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        var mine = Assert.Single(lines, line => line.GetProperty("tenant").GetString() == tenant);
        Assert.Equal((address, Batches + 1L, 0), (mine.GetProperty("address").GetString(), mine.GetProperty("next_nonce").GetInt64(), mine.GetProperty("waiting_roots").GetInt32()));
        Assert.Equal((2, JsonValueKind.Null), (lines.Count, lines.Single(line => line.GetProperty("tenant").ValueKind == JsonValueKind.Null).GetProperty("pause").ValueKind));
    }

    [Fact]
    public async Task Switched_back_or_put_on_a_lower_plan_its_new_batches_go_by_the_shared_account_and_the_old_go_on_verifying()
    {
        await using var service = await LocalService.StartAsync(anvil.Node);
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        var cli = new CommandLine(service.Deployment);
        var (tenant, address) = await DedicateAsync(cli, client);
        var first = await IssueAsync(client, 1);
        await cli.ToldAsync("tenants", "set-plan", "--tenant", tenant, "--plan", "starter");
        var second = await IssueAsync(client, 2);
        await cli.ToldAsync("tenants", "set-plan", "--tenant", tenant, "--plan", "institution");
        var third = await IssueAsync(client, 3);
        var shown = await cli.ToldAsync("tenants", "set-anchor-account", "--tenant", tenant, "--env", "test", "--shared");
        Assert.Empty(shown.GetProperty("dedicated_anchor_accounts").EnumerateArray());
        var fourth = await IssueAsync(client, 4);

        string Method(JsonElement document) => document.GetProperty("proof")[1].GetProperty("verificationMethod").GetString()!;
        Assert.Equal((Method(first), Method(second)), (Method(third), Method(fourth)));
        Assert.NotEqual(Method(first), Method(second));
        Assert.Equal(2, (await new Ledger(anvil.Node, address).ReadAsync()).Count);
        foreach (var document in new[] { first, second })
        {
            await AcceptedAsync(service, document);
        }
    }

    [Fact]
    public async Task A_dry_account_pauses_its_own_tenant_only_and_the_operator_sees_which_and_why()
    {
        await using var service = await LocalService.StartAsync(anvil.Node);
        using var dry = await service.Deployment.NewTenantAsync("Dry");
        using var other = await service.Deployment.NewTenantAsync("Other");
        var cli = new CommandLine(service.Deployment);
        var tenant = await IdAsync(dry);
        var refused = await cli.RunAsync("tenants", "set-anchor-account", "--tenant", tenant, "--environment", "test", "--dedicated");
        Assert.Equal(1, refused.Code);
        Assert.Matches("^--dedicated: 0x[0-9a-f]{40} on base-sepolia has 0 wei", refused.Errors);
        var set = await cli.RunAsync("tenants", "set-anchor-account", "--tenant", tenant, "--environment", "test", "--dedicated", "--unfunded");
        Assert.True(set.Code == 0, set.Errors);
        Assert.Contains("batches wait until it has funds", set.Errors, StringComparison.Ordinal);
        var address = set.Json.GetProperty("address").GetString()!;
        Assert.StartsWith($"--dedicated: {address} ", refused.Errors, StringComparison.Ordinal);

        var id = await dry.PostUntilAcceptedAsync(BatchBody.Of(2, 1), "key");
        await IssueAsync(other, 1);
        JsonElement account = default;
        await Wait.UntilAsync("the lane says why it stands still", TimeSpan.FromSeconds(30), async () =>
            (account = await LineAsync(cli, tenant)).GetProperty("pause").ValueKind == JsonValueKind.Object);
        Assert.Equal(("balance", 1), (account.GetProperty("pause").GetProperty("reason").GetString(), account.GetProperty("waiting_roots").GetInt32()));
        var waiting = await cli.RunAsync("anchors", "show", id);
        Assert.Equal(1, waiting.Code);
        Assert.Contains("no anchor has this batch yet", waiting.Errors, StringComparison.Ordinal);
        await IssueAsync(other, 2);

        await anvil.Node.FundAsync(address);
        await dry.UntilAnchoredAsync(id);
        Assert.Single(await new Ledger(anvil.Node, address).ReadAsync());
    }

    [Fact]
    public async Task Anchors_are_listed_newest_first_and_shown_by_place_hash_or_batch_without_their_bytes()
    {
        await using var service = await LocalService.StartAsync(anvil.Node);
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        var cli = new CommandLine(service.Deployment);
        await IssueAsync(client, 1);
        var id = await client.PostUntilAcceptedAsync(BatchBody.Of(2, 2), "last");
        await client.UntilAnchoredAsync(id);

        var all = await LinesAsync(cli, "anchors", "list");
        Assert.Equal([1L, 0L], all.Select(static line => line.GetProperty("nonce").GetInt64()));
        Assert.Single(await LinesAsync(cli, "anchors", "list", "--limit", "1"));
        Assert.Equal(2, (await LinesAsync(cli, "anchors", "list", "--env", "test", "--state", "confirmed", "--state", "safe", "--state", "finalized")).Count);
        Assert.Empty(await LinesAsync(cli, "anchors", "list", "--env", "live"));
        Assert.Equal(64, (await cli.RunAsync("anchors", "list", "--state", "lost")).Code);

        var shown = await cli.ToldAsync("anchors", "show", id);
        var reference = all[0].GetProperty("anchor").GetString()!;
        var hash = all[0].GetProperty("hash").GetString()!;
        Assert.Equal((reference, "calldata", hash), (shown.GetProperty("anchor").GetString(), shown.GetProperty("commitment").GetString(), shown.GetProperty("hash").GetString()));
        Assert.Equal([id], shown.GetProperty("batches").EnumerateArray().Select(static batch => batch.GetString()));
        var fee = long.Parse(shown.GetProperty("fee_wei").GetString()!, CultureInfo.InvariantCulture);
        Assert.Equal((fee / 2).ToString(CultureInfo.InvariantCulture), shown.GetProperty("fee_wei_per_credential").GetString());
        Assert.True(shown.GetProperty("attempts")[0].GetProperty("mined").GetBoolean());
        foreach (var name in new[] { reference, hash })
        {
            Assert.Equal(reference, (await cli.ToldAsync("anchors", "show", name)).GetProperty("anchor").GetString());
        }

        await using var node = await service.Deployment.OpenAsync();
        var raw = Convert.ToHexString((await node.Core.AnchorSearch.FindAsync(reference, CancellationToken.None))!.Newest.Raw);
        Assert.DoesNotContain(raw[..40], (await cli.RunAsync("anchors", "show", id)).Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, (await cli.RunAsync("anchors", "show", "0x00")).Code);
    }

    private async Task AcceptedAsync(LocalService service, JsonElement document)
    {
        var verifiers = new Verifiers(service.Deployment, anvil.Node);
        var ours = await verifiers.OursAsync(document);
        Assert.True(ours.Code == 0, ours.Output + ours.Errors);
        if (Verifiers.WithoutBlockcerts is { } reason)
        {
            output.WriteLine("skipped: cert-verifier-js: " + reason);
            return;
        }

        var theirs = await verifiers.BlockcertsAsync(document);
        Assert.True(theirs.Code == 0, theirs.Output + theirs.Errors);
    }

    /// <summary>Gives the tenant an account of its own, with funds.</summary>
    private async Task<(string Tenant, string Address)> DedicateAsync(CommandLine cli, ApiClient client)
    {
        var tenant = await IdAsync(client);
        string[] command = ["tenants", "set-anchor-account", "--tenant", tenant, "--env", "test", "--dedicated"];
        var refused = await cli.RunAsync(command);
        Assert.Equal(1, refused.Code);
        await anvil.Node.FundAsync(refused.Errors.Split(' ')[1]);
        var told = await cli.ToldAsync(command);
        Assert.Equal("test", Assert.Single(told.GetProperty("dedicated_anchor_accounts").EnumerateArray()).GetString());
        return (tenant, told.GetProperty("address").GetString()!);
    }

    private static async Task<JsonElement> LineAsync(CommandLine cli, string tenant) =>
        (await LinesAsync(cli, "accounts")).Single(line => line.GetProperty("tenant").GetString() == tenant);

    private static async Task<List<JsonElement>> LinesAsync(CommandLine cli, params string[] arguments)
    {
        var outcome = await cli.RunAsync(arguments);
        Assert.True(outcome.Code == 0, outcome.Errors);
        return [.. outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
    }

    private static async Task<string> IdAsync(ApiClient client) => (await client.GetAsync("/v1/tenants/me")).GetProperty("id").GetString()!;

    /// <returns>The first document of a new anchored batch.</returns>
    internal static async Task<JsonElement> IssueAsync(ApiClient client, int seed)
    {
        var id = await client.PostUntilAcceptedAsync(BatchBody.Of(2, seed), "key-" + seed.ToString(CultureInfo.InvariantCulture));
        await client.UntilAnchoredAsync(id);
        var credential = (await client.GetAsync($"/v1/batches/{id}")).GetProperty("credentials")[0].GetProperty("id").GetString();
        return (await client.GetAsync($"/v1/credentials/{credential}")).GetProperty("signed_credential");
    }
}
