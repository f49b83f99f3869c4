using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using LearnCoin.Core.Storage;

namespace LearnCoin.Local.Storage;

/// <summary>Tables in an SQLite file, with the limits of the table service.</summary>
public sealed class SqliteTables(SqliteStore store) : ITables
{
    private const string SelectRow = "SELECT version, e.data, p.data FROM entity e LEFT JOIN personal p ON p.id = personal_id WHERE table_id = ?1 AND partition_key = ?2 AND row_key = ?3";
    private const string SelectVersion = "SELECT version, personal_id FROM entity WHERE table_id = ?1 AND partition_key = ?2 AND row_key = ?3";
    private const string DeleteRow = "DELETE FROM entity WHERE table_id = ?1 AND partition_key = ?2 AND row_key = ?3";

    private const string PutRow = """
        INSERT INTO entity (table_id, partition_key, row_key, version, data, personal_id) VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, 0))
        ON CONFLICT DO UPDATE SET version = excluded.version, data = excluded.data, personal_id = excluded.personal_id
        """;

    private const string SelectFrom = """
        SELECT row_key, version, e.data, p.data FROM entity e LEFT JOIN personal p ON p.id = personal_id
        WHERE table_id = ?1 AND partition_key = ?2 AND row_key >= ?3 ORDER BY row_key LIMIT ?4
        """;

    private const string SelectBetween = """
        SELECT row_key, version, e.data, p.data FROM entity e LEFT JOIN personal p ON p.id = personal_id
        WHERE table_id = ?1 AND partition_key = ?2 AND row_key >= ?3 AND row_key < ?5 ORDER BY row_key LIMIT ?4
        """;

    // Ids never change once given, so they may be remembered for the life of the store.
    private readonly ConcurrentDictionary<string, long> tableIds = new(StringComparer.OrdinalIgnoreCase);

    public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        TableRules.CheckTable(table);
        TableRules.CheckKeys(partitionKey, rowKey);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(store.Read(database =>
        {
            var id = FindKnownTable(database, table);
            if (id == 0)
            {
                return null;
            }

            var statement = Locate(database, SelectRow, id, KeyCodec.Encode(partitionKey), KeyCodec.Encode(rowKey));
            var row = statement.Step() ? RowCodec.Decode(partitionKey, rowKey, Etag(statement.Int64(0)), statement.Blob(1), statement.Blob(2)) : null;
            statement.Reset();
            return row;
        }));
    }

    public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken) =>
        TransactAsync(table, [change], cancellationToken);

    public async ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        TableRules.CheckChanges(table, changes);

        // Encoded here, in parallel, so that the one writer has only SQLite's work to do.
        var partitionKey = KeyCodec.Encode(changes[0].Row.PartitionKey);
        var writes = new Write[changes.Count];
        var buffer = new ArrayBufferWriter<byte>(1024);
        for (var i = 0; i < writes.Length; i++)
        {
            var row = changes[i].Row;
            var data = RowCodec.Encode(row, personal: false, buffer).ToArray();
            writes[i] = new Write(changes[i], KeyCodec.Encode(row.RowKey), data, RowCodec.Encode(row, personal: true, buffer).ToArray());
        }

        var (id, result) = await store.WriteAsync(
            database =>
            {
                var id = FindOrAddTable(database, table);
                return (id, Apply(database, id, partitionKey, writes));
            },
            cancellationToken);
        tableIds.TryAdd(table, id); // only now: before the commit the name may still be rolled back
        return result;
    }

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken)
    {
        TableRules.CheckQuery(table, range, take);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(store.Read(database =>
        {
            var id = FindKnownTable(database, table);
            return id == 0 ? new RowPage([], null) : ReadPage(database, id, range, take, continuation ?? range.FromRowKey ?? string.Empty);
        }));
    }

    private static RowPage ReadPage(Database database, long table, RowRange range, int take, string from)
    {
        var sql = range.ToRowKey is null ? SelectFrom : SelectBetween;
        var statement = Locate(database, sql, table, KeyCodec.Encode(range.PartitionKey), KeyCodec.Encode(from)).Bind(4, take + 1);
        if (range.ToRowKey is not null)
        {
            statement.Bind(5, KeyCodec.Encode(range.ToRowKey));
        }

        var rows = new List<Row>();
        string? continuation = null;
        while (statement.Step())
        {
            var rowKey = KeyCodec.Decode(statement.Blob(0));
            if (rows.Count == take)
            {
                continuation = rowKey;
                break;
            }

            rows.Add(RowCodec.Decode(range.PartitionKey, rowKey, Etag(statement.Int64(1)), statement.Blob(2), statement.Blob(3)));
        }

        statement.Reset();
        return new RowPage(rows, continuation);
    }

    // Nothing is changed before everything is checked: a refused transaction then has nothing to undo.
    private static WriteResult Apply(Database database, long table, byte[] partitionKey, Write[] writes)
    {
        var slots = new long[writes.Length];
        for (var i = 0; i < writes.Length; i++)
        {
            var statement = Locate(database, SelectVersion, table, partitionKey, writes[i].RowKey);
            var current = statement.Step() ? Etag(statement.Int64(0)) : null;
            slots[i] = current is null ? 0 : statement.Int64(1);
            statement.Reset();
            var outcome = RowPrecondition.Check(writes[i].Change, current);
            if (outcome != WriteOutcome.Done)
            {
                return new WriteResult(outcome, i, []);
            }
        }

        // One number serves the whole transaction: no row occurs in it twice.
        var version = SqliteStore.NextVersion(database);
        var etags = new string?[writes.Length];
        for (var i = 0; i < writes.Length; i++)
        {
            var isDelete = writes[i].Change.Kind == RowChangeKind.Delete;
            var slot = PersonalSlots.Replace(database, slots[i], writes[i].Personal);
            var statement = Locate(database, isDelete ? DeleteRow : PutRow, table, partitionKey, writes[i].RowKey);
            (isDelete ? statement : statement.Bind(4, version).Bind(5, writes[i].Data).Bind(6, slot)).Run();
            etags[i] = isDelete ? null : Etag(version);
        }

        return new WriteResult(WriteOutcome.Done, -1, etags);
    }

    private static Statement Locate(Database database, string sql, long table, byte[] partitionKey, byte[] rowKey) =>
        database.Prepare(sql).Bind(1, table).Bind(2, partitionKey).Bind(3, rowKey);

    private static string Etag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private long FindTable(Database database, string table)
    {
        if (tableIds.TryGetValue(table, out var id))
        {
            return id;
        }

        var statement = database.Prepare("SELECT id FROM logical_table WHERE name = ?1").Bind(1, table);
        id = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return id;
    }

    // A reader sees committed names only.
    private long FindKnownTable(Database reader, string table)
    {
        var id = FindTable(reader, table);
        return id == 0 ? 0 : tableIds.GetOrAdd(table, id);
    }

    private long FindOrAddTable(Database database, string table)
    {
        var id = FindTable(database, table);
        if (id == 0)
        {
            database.Prepare("INSERT INTO logical_table (name) VALUES (?1)").Bind(1, table).Run();
            id = database.LastInsertId;
        }

        return id;
    }

    private sealed record Write(RowChange Change, byte[] RowKey, byte[] Data, byte[] Personal);
}
