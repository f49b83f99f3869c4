using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Issuance;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>Every workflow of Core with a restart in its middle: the product, the worker and the sidecar die, the task hub and the stores stay.</summary>
public sealed class ProductRestartedOnDurableTests(AnvilFixture anvil) : IClassFixture<AnvilFixture>
{
    [Theory]
    [InlineData(IssuanceActivities.SignBatch)]
    [InlineData(IssuanceActivities.BuildTree)]
    [InlineData(IssuanceActivities.EnqueueRoot)]
    [InlineData(IssuanceActivities.MarkAnchored)]
    [InlineData(AnchorPreparation.Prepare)]
    [InlineData(AnchorActivities.Broadcast)]
    [InlineData(AnchorActivities.Observe)]
    [InlineData(AnchorActivities.Confirm)]
    public async Task A_batch_is_anchored_once_when_everything_dies_in_the_middle_of_an_activity(string deadly)
    {
        var (reached, isDeadly) = (new TaskCompletionSource(), true);
        await using var product = await ProductHub.StartAsync(anvil.Node, (name, body) => async (input, cancellationToken) =>
        {
            var result = await body(input, cancellationToken);
            if (name == deadly && isDeadly)
            {
                // Done, and never answered.
                reached.TrySetResult();
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
            }

            return result;
        });
        var batch = await product.AcceptAsync(2);
        await reached.Task.WaitAsync(TimeSpan.FromMinutes(1));
        isDeadly = false;
        await product.CrashAndRestartAsync();

        await product.AssertAnchoredAsync(batch);
        var anchored = await product.Core.Batches.GetAsync(batch, default);
        Assert.Equal(BatchStatus.Anchored, anchored.Status);
        Assert.Equal(0, anchored.Anchor!.Nonce);
        Assert.True(product.Ran[deadly] >= 2);
        if (deadly == AnchorActivities.Observe)
        {
            await product.AssertLaneEndsAsync(batch);
        }

        product.AssertIdsOnly();
    }
}
