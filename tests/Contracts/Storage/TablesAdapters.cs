namespace LearnCoin.Contracts.Storage;

public sealed class MemoryTablesTests() : TablesContract(TestTables.Memory());

public sealed class SqliteTablesTests() : TablesContract(TestTables.Sqlite());
