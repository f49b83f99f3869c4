using System.Net;
using System.Text.Json;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.EndToEnd.Flow;

/// <summary>The way of a batch where others are on it too, or the chain is away.</summary>
public sealed class FlowTests(AnvilFixture anvil) : IClassFixture<AnvilFixture>
{
    [Fact]
    public async Task Two_tenants_batches_posted_at_once_share_a_transaction_and_both_verify()
    {
        // A window long enough for both to be signed, on a busy machine too.
        await using var service = await LocalService.StartAsync(anvil.Node, windowSeconds: 3);
        using var one = await service.Deployment.NewTenantAsync("One");
        using var two = await service.Deployment.NewTenantAsync("Two");
        var ids = await Task.WhenAll(one.PostUntilAcceptedAsync(BatchBody.Of(5, 1), "key"), two.PostUntilAcceptedAsync(BatchBody.Of(8, 2), "key"));
        Assert.NotEqual(ids[0], ids[1]);
        await Task.WhenAll(one.UntilAnchoredAsync(ids[0]), two.UntilAnchoredAsync(ids[1]));

        var ledger = await service.LedgerAsync(anvil.Node);
        var issued = new IssuedBatch(service.Deployment, ledger);
        Assert.Equal(await issued.CheckAsync(one, ids[0], 5), await issued.CheckAsync(two, ids[1], 8));
        Assert.Single(await ledger.ReadAsync());
        await ledger.CheckAsync();
    }

    [Fact]
    public async Task A_batch_accepted_while_the_node_is_down_is_anchored_when_it_is_back()
    {
        var port = Loopback.FreePort();
        await using var service = await LocalService.StartAsync(new Deployment($"http://127.0.0.1:{port}"), new PortDecorators());
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        var id = await client.PostUntilAcceptedAsync(BatchBody.Of(3, 1), "key");
        await Wait.UntilAsync("the batch is signed", TimeSpan.FromSeconds(20), async () => await StatusAsync(client, id) == "signed");
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.Equal("signed", await StatusAsync(client, id));

        using var late = await Anvil.StartAsync(port);
        await late.FundAsync(await service.Deployment.AnchorAddressAsync());
        await client.UntilAnchoredAsync(id);

        var ledger = await service.LedgerAsync(late);
        await new IssuedBatch(service.Deployment, ledger).CheckAsync(client, id, 3);
        Assert.Single(await ledger.ReadAsync());
    }

    [Fact]
    public async Task A_batch_waits_for_an_account_without_funds_and_is_anchored_once_it_has_some()
    {
        await using var service = await LocalService.StartAsync(new Deployment(anvil.Node.Url), new PortDecorators());
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        var id = await client.PostUntilAcceptedAsync(BatchBody.Of(3, 1), "key");
        var core = service.Core;
        var lane = await core.Lanes.IdAsync(core.Networks.All.Single(), CancellationToken.None);
        await Wait.UntilAsync("the lane says why it stands still", TimeSpan.FromSeconds(20), async () =>
            (await core.Anchors.HeadAsync(lane, CancellationToken.None)).Pause?.Reason == "balance");
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal("signed", await StatusAsync(client, id));

        await anvil.Node.FundAsync(await service.Deployment.AnchorAddressAsync());
        await client.UntilAnchoredAsync(id);

        var ledger = await service.LedgerAsync(anvil.Node);
        await new IssuedBatch(service.Deployment, ledger).CheckAsync(client, id, 3);
        Assert.Single(await ledger.ReadAsync());
    }

    [Fact]
    public async Task Another_tenants_key_never_sees_the_batch_or_its_credentials()
    {
        await using var service = await LocalService.StartAsync(anvil.Node);
        using var owner = await service.Deployment.NewTenantAsync("Owner");
        using var other = await service.Deployment.NewTenantAsync("Other");
        var id = await owner.PostUntilAcceptedAsync(BatchBody.Of(3, 1), "key");
        await CheckHiddenAsync(other, $"/v1/batches/{id}", "/v1/batches/bat_01ARZ3NDEKTSV4RRFFQ69G5FAV");
        await owner.UntilAnchoredAsync(id);

        var credential = (await owner.GetAsync($"/v1/batches/{id}")).GetProperty("credentials")[0].GetProperty("id").GetString();
        await CheckHiddenAsync(other, $"/v1/batches/{id}", "/v1/batches/bat_01ARZ3NDEKTSV4RRFFQ69G5FAV");
        await CheckHiddenAsync(other, $"/v1/credentials/{credential}", "/v1/credentials/crd_01ARZ3NDEKTSV4RRFFQ69G5FAV");
        Assert.Empty((await other.GetAsync("/v1/batches")).GetProperty("data").EnumerateArray());
        Assert.Equal(0, (await other.GetAsync("/v1/tenants/me")).GetProperty("credentials_issued_this_month").GetInt32());
        // The same idempotency key at another tenant is another request.
        Assert.NotEqual(id, await other.PostUntilAcceptedAsync(BatchBody.Of(3, 1), "key"));
    }

    /// <summary>Answered like one that never was: the same but for the request's id.</summary>
    private static async Task CheckHiddenAsync(ApiClient other, string path, string unknown)
    {
        var hidden = await other.TryGetAsync(path);
        var missing = await other.TryGetAsync(unknown);
        Assert.Equal(HttpStatusCode.NotFound, hidden.Status);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        Assert.Equal(Error(missing.Body), Error(hidden.Body));
    }

    private static (string? Code, string? Message) Error(string body)
    {
        using var json = JsonDocument.Parse(body);
        var error = json.RootElement.GetProperty("error");
        return (error.GetProperty("code").GetString(), error.GetProperty("message").GetString());
    }

    private static async Task<string?> StatusAsync(ApiClient client, string id) =>
        (await client.GetAsync($"/v1/batches/{id}")).GetProperty("status").GetString();
}
