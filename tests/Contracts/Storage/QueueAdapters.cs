using LearnCoin.Core.Storage;
using LearnCoin.Local.Storage;

namespace LearnCoin.Contracts.Storage;

public sealed class MemoryQueueTests : QueueContract
{
    public MemoryQueueTests() => Queue = new MemoryQueue(Time);

    protected override IQueue Queue { get; }
}

public sealed class SqliteQueueTests : QueueContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SqliteStore store;

    public SqliteQueueTests()
    {
        store = SqliteStore.Open(folder.File("store.db"));
        Queue = new SqliteQueue(store, Time);
    }

    protected override IQueue Queue { get; }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }
}
