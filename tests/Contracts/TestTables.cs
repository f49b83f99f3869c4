using LearnCoin.Core.Storage;
using LearnCoin.Local.Storage;

namespace LearnCoin.Contracts;

/// <summary>Tables of one test, by adapter.</summary>
/// <param name="tables">The adapter.</param>
/// <param name="table">Name of a table that no other test of the same store uses, lower-case.</param>
/// <param name="owned">What ends with the test, in this order.</param>
public sealed class TestTables(ITables tables, string table, params IDisposable[] owned) : IDisposable
{
    private const string Own = "things";

    public ITables Tables => tables;

    public string Table => table;

    public static TestTables Memory() => new(new MemoryTables(), Own);

    public static TestTables Sqlite()
    {
        var folder = new TempFolder();
        var store = SqliteStore.Open(folder.File("store.db"));
        return new TestTables(new SqliteTables(store), Own, store, folder);
    }

    public void Dispose() => Array.ForEach(owned, static part => part.Dispose());
}
