using LearnCoin.Contracts.Storage;
using LearnCoin.Core.Storage;
using LearnCoin.Functions.Adapters;
using Xunit.Abstractions;

namespace LearnCoin.Azure.Tests.Adapters;

[TestCaseOrderer(WhereAzurite.Type, WhereAzurite.Assembly)]
public sealed class AzureQueueTests(AzuriteQueues azurite, ITestOutputHelper output) : QueueContract, IClassFixture<AzuriteQueues>
{
    protected override string Name { get; } = azurite.NewQueue();

    protected override IQueue Queue { get; } = new AzureQueue(StorageClients.EmulatorQueues(azurite.Service?.Address ?? Azurite.Nowhere));

    [Fact]
    public void It_says_when_there_is_no_emulator() => WhereAzurite.Tell(output);

    protected override Task AdvanceAsync(TimeSpan by) => azurite.Service!.AdvanceAsync(by);
}
