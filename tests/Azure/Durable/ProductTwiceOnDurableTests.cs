using LearnCoin.Core;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Functions.Durable;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>Every workflow of Core to its end with each activity run twice: the first result is lost, as when a worker dies between work and answer.</summary>
public sealed class ProductTwiceOnDurableTests(AnvilFixture anvil) : IClassFixture<AnvilFixture>
{
    [Fact]
    public void Every_workflow_and_activity_of_Core_has_its_function_and_no_function_is_without_one()
    {
        var catalog = new WorkflowCatalog();
        var ports = new CorePorts(new MemoryTables(), null!, null!, new AnchorNetworks([]), TimeProvider.System, SystemEntropy.Instance);
        new LearnCoinCore(new LearnCoinOptions { PublicOrigin = "https://issuer.example" }, ports).Register(catalog);
        Assert.Equal(catalog.Workflows.Keys.Order(StringComparer.Ordinal), FunctionTable.Orchestrators);
        Assert.Equal(catalog.Activities.Keys.Append(StartWorkflowFunction.Name).Order(StringComparer.Ordinal), FunctionTable.Activities);
    }

    [Fact]
    public async Task Every_workflow_ends_and_no_name_or_address_is_in_any_history()
    {
        await using var product = await ProductHub.StartAsync(anvil.Node, static (_, body) => Twice(body));
        var batch = await product.AcceptAsync(3);
        await product.AssertAnchoredAsync(batch);
        await product.AssertLaneEndsAsync(batch);
        Assert.Equal(0, (await product.Core.Batches.GetAsync(batch, default)).Anchor!.Nonce);
        string[] all =
        [
            IssuanceActivities.SignBatch, IssuanceActivities.BuildTree, IssuanceActivities.EnqueueRoot, IssuanceActivities.MarkAnchored,
            AnchorPreparation.Prepare, AnchorActivities.Broadcast, AnchorActivities.Observe, AnchorActivities.Confirm,
        ];
        Assert.Equal(all.Order(StringComparer.Ordinal), product.Ran.Keys.Order(StringComparer.Ordinal));
        Assert.All(product.Ran, static ran => Assert.Equal(0, ran.Value % 2));
        product.AssertIdsOnly();
    }

    [Fact]
    public async Task A_batch_that_cannot_be_signed_fails()
    {
        await using var product = await ProductHub.StartAsync(
            anvil.Node, static (name, body) => name == IssuanceActivities.SignBatch ? static (_, _) => Task.FromResult("refused") : Twice(body));
        var batch = await product.AcceptAsync(1);
        Assert.Equal(new WorkflowStatus(WorkflowState.Completed, "failed", null), await product.EndAsync(batch.Value));
        Assert.Equal(BatchStatus.Failed, (await product.Core.Batches.GetAsync(batch, default)).Status);
        Assert.Equal(2, product.Ran[IssuanceActivities.FailBatch]);
        product.AssertIdsOnly();
    }

    private static ActivityBody Twice(ActivityBody body) => async (input, cancellationToken) =>
    {
        await body(input, cancellationToken);
        return await body(input, cancellationToken);
    };
}
