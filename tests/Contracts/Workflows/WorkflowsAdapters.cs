namespace LearnCoin.Contracts.Workflows;

public sealed class MemoryRunningTests() : RunningContract(TestTables.Memory());

public sealed class MemoryEventsTests() : EventsContract(TestTables.Memory());

public sealed class MemoryRecoveryTests() : RecoveryContract(TestTables.Memory());

public sealed class MemoryLeaseTests() : LeaseContract(TestTables.Memory());

public sealed class SqliteRunningTests() : RunningContract(TestTables.Sqlite());

public sealed class SqliteEventsTests() : EventsContract(TestTables.Sqlite());

public sealed class SqliteRecoveryTests() : RecoveryContract(TestTables.Sqlite());

public sealed class SqliteLeaseTests() : LeaseContract(TestTables.Sqlite());

public sealed class MemoryCrashTests() : CrashContract(TestTables.Memory());

public sealed class SqliteCrashTests() : CrashContract(TestTables.Sqlite());

public sealed class MemoryClockTests() : ClockContract(TestTables.Memory());

public sealed class SqliteClockTests() : ClockContract(TestTables.Sqlite());
