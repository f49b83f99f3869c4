using System.Globalization;

namespace LearnCoin.Core.Storage;

/// <summary>Tables in memory, for tests and short-lived tools: nothing outlives the object.</summary>
public sealed class MemoryTables : ITables
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Dictionary<string, Partition>> tables = new(StringComparer.OrdinalIgnoreCase);
    private long version;

    public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        TableRules.CheckTable(table);
        TableRules.CheckKeys(partitionKey, rowKey);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return ValueTask.FromResult<Row?>(Find(table, partitionKey)?.Find(rowKey) is { } row ? Clone(row, row.Etag) : null);
        }
    }

    public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken) =>
        TransactAsync(table, [change], cancellationToken);

    public ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        TableRules.CheckChanges(table, changes);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var partition = FindOrAdd(table, changes[0].Row.PartitionKey);
            for (var i = 0; i < changes.Count; i++)
            {
                var outcome = RowPrecondition.Check(changes[i], partition.Find(changes[i].Row.RowKey)?.Etag);
                if (outcome != WriteOutcome.Done)
                {
                    return ValueTask.FromResult(new WriteResult(outcome, i, []));
                }
            }

            return ValueTask.FromResult(new WriteResult(WriteOutcome.Done, -1, [.. changes.Select(change => Apply(partition, change))]));
        }
    }

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken)
    {
        TableRules.CheckQuery(table, range, take);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var rows = Find(table, range.PartitionKey)?.Rows ?? [];
            var from = Partition.IndexOf(rows, continuation ?? range.FromRowKey ?? string.Empty);
            var page = new List<Row>();
            for (var i = from; i < rows.Count && (range.ToRowKey is null || string.CompareOrdinal(rows[i].RowKey, range.ToRowKey) < 0); i++)
            {
                if (page.Count == take)
                {
                    return ValueTask.FromResult(new RowPage(page, rows[i].RowKey));
                }

                page.Add(Clone(rows[i], rows[i].Etag));
            }

            return ValueTask.FromResult(new RowPage(page, null));
        }
    }

    private string? Apply(Partition partition, RowChange change)
    {
        if (change.Kind == RowChangeKind.Delete)
        {
            partition.Remove(change.Row.RowKey);
            return null;
        }

        var etag = (++version).ToString(CultureInfo.InvariantCulture);
        partition.Put(Clone(change.Row, etag));
        return etag;
    }

    // Callers may change what they gave and what they got: neither must reach the stored row.
    private static Row Clone(Row row, string? etag)
    {
        var clone = new Row(row.PartitionKey, row.RowKey) { Etag = etag };
        foreach (var (name, value) in row.Values)
        {
            clone.Set(name, value switch
            {
                DateTimeOffset time => time.ToUniversalTime(),
                byte[] bytes => bytes.ToArray(),
                _ => value,
            });
        }

        return clone;
    }

    private Partition? Find(string table, string partitionKey) => tables.GetValueOrDefault(table)?.GetValueOrDefault(partitionKey);

    private Partition FindOrAdd(string table, string partitionKey)
    {
        if (!tables.TryGetValue(table, out var partitions))
        {
            tables[table] = partitions = new Dictionary<string, Partition>(StringComparer.Ordinal);
        }

        if (!partitions.TryGetValue(partitionKey, out var partition))
        {
            partitions[partitionKey] = partition = new Partition();
        }

        return partition;
    }

    /// <summary>Rows of a partition in ordinal order of their keys.</summary>
    private sealed class Partition
    {
        public List<Row> Rows { get; } = [];

        /// <summary>Index of the first row whose key is not below <paramref name="rowKey"/>.</summary>
        public static int IndexOf(List<Row> rows, string rowKey)
        {
            var (low, high) = (0, rows.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = string.CompareOrdinal(rows[middle].RowKey, rowKey) < 0 ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        public Row? Find(string rowKey)
        {
            var index = IndexOf(Rows, rowKey);
            return IsAt(index, rowKey) ? Rows[index] : null;
        }

        public void Put(Row row)
        {
            var index = IndexOf(Rows, row.RowKey);
            if (IsAt(index, row.RowKey))
            {
                Rows[index] = row;
            }
            else
            {
                Rows.Insert(index, row);
            }
        }

        public void Remove(string rowKey) => Rows.RemoveAt(IndexOf(Rows, rowKey));

        private bool IsAt(int index, string rowKey) =>
            index < Rows.Count && string.Equals(Rows[index].RowKey, rowKey, StringComparison.Ordinal);
    }
}
