using LearnCoin.Functions.Adapters;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace LearnCoin.Azure.Tests.Adapters;

/// <summary>The table service for all tests of a class.</summary>
public sealed class AzuriteTables : IAsyncLifetime
{
    private Azurite? azurite;
    private int tables;

    internal Uri Address => azurite?.Address ?? Azurite.Nowhere;

    internal AzureTables Adapter => new(StorageClients.EmulatorTables(Address));

    /// <summary>A table name that no other test uses, on an emulator that runs on too.</summary>
    internal string NewTable() => $"t{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6))}n{Interlocked.Increment(ref tables)}";

    public async Task InitializeAsync() => azurite = Azurite.Missing is null ? await Azurite.TablesAsync() : null;

    public Task DisposeAsync()
    {
        azurite?.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>The queue service for all tests of a class, with a clock that stands.</summary>
public sealed class AzuriteQueues : IAsyncLifetime
{
    private int queues;

    internal Azurite? Service { get; private set; }

    internal string NewQueue() => $"mail-out-{Interlocked.Increment(ref queues)}x";

    public async Task InitializeAsync() => Service = Azurite.Missing is null ? await Azurite.QueuesAsync() : null;

    public Task DisposeAsync()
    {
        Service?.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>For classes whose tests are inherited: without the emulator only the one test is run that says so.</summary>
public sealed class WhereAzurite : ITestCaseOrderer
{
    public const string Type = "LearnCoin.Azure.Tests.Adapters.WhereAzurite";
    public const string Assembly = "LearnCoin.Azure.Tests";
    public const string Teller = "It_says_when_there_is_no_emulator";

    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase => testCases.Where(static test => Azurite.Missing is null || test.TestMethod.Method.Name == Teller);

    internal static void Tell(ITestOutputHelper output) => output.WriteLine(Azurite.Missing is { } reason ? $"skipped: {reason}" : "The storage emulator is there");
}
