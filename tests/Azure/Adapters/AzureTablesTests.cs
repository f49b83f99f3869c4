using LearnCoin.Contracts;
using LearnCoin.Contracts.Storage;
using Xunit.Abstractions;

namespace LearnCoin.Azure.Tests.Adapters;

[TestCaseOrderer(WhereAzurite.Type, WhereAzurite.Assembly)]
public sealed class AzureTablesTests(AzuriteTables azurite, ITestOutputHelper output)
    : TablesContract(new TestTables(azurite.Adapter, azurite.NewTable())), IClassFixture<AzuriteTables>
{
    [Fact]
    public void It_says_when_there_is_no_emulator() => WhereAzurite.Tell(output);
}
