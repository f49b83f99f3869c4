using System.Collections.Concurrent;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.EndToEnd.Flow;

/// <summary>Activities run at least once, on one machine as on Azure: twice must be as good as once.</summary>
public sealed class RepeatedActivityTests(AnvilFixture anvil) : IClassFixture<AnvilFixture>
{
    private static readonly string[] Every =
        ["BroadcastAnchor", "BuildTree", "ConfirmAnchor", "EnqueueRoot", "MarkAnchored", "ObserveAnchor", "PrepareAnchor", "SignBatch"];

    // A look that comes later may see more; nothing else may differ.
    private static readonly (string First, string Second)[] Progress = [("pending", "included"), ("pending", "confirmed"), ("waiting", "done")];

    [Fact]
    public async Task A_batch_whose_every_activity_runs_twice_comes_out_the_same_and_is_anchored_once()
    {
        const int count = 20;
        var ran = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var differences = new ConcurrentQueue<string>();
        var twice = new PortDecorators
        {
            Activity = (name, body) => async (input, cancellationToken) =>
            {
                var first = await body(input, cancellationToken);
                var second = await body(input, cancellationToken);
                ran.AddOrUpdate(name, 1, static (_, times) => times + 1);
                if (first != second && !Progress.Contains((first, second)))
                {
                    differences.Enqueue($"{name}: '{first}', then '{second}'");
                }

                return second;
            },
        };
        await using var service = await LocalService.StartAsync(anvil.Node, twice);
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        var id = await client.PostUntilAcceptedAsync(BatchBody.Of(count, 1), "key");
        await client.UntilAnchoredAsync(id);

        var ledger = await service.LedgerAsync(anvil.Node);
        await new IssuedBatch(service.Deployment, ledger).CheckAsync(client, id, count);
        Assert.Single(await ledger.ReadAsync());
        await ledger.CheckAsync();
        Assert.Empty(differences);
        Assert.Equal(Every, ran.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_activity_that_fails_after_its_work_is_run_again_and_changes_nothing_more()
    {
        const int count = 20;
        var failed = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var failing = new PortDecorators
        {
            Activity = (name, body) => async (input, cancellationToken) =>
            {
                var result = await body(input, cancellationToken);
                return failed.TryAdd(name, true) ? throw new IOException("The answer was lost") : result;
            },
        };
        await using var service = await LocalService.StartAsync(anvil.Node, failing);
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        var id = await client.PostUntilAcceptedAsync(BatchBody.Of(count, 2), "key");
        await client.UntilAnchoredAsync(id);

        var ledger = await service.LedgerAsync(anvil.Node);
        await new IssuedBatch(service.Deployment, ledger).CheckAsync(client, id, count);
        Assert.Single(await ledger.ReadAsync());
        Assert.Equal(Every, failed.Keys.Order(StringComparer.Ordinal));
    }
}
