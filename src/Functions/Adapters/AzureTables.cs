using Azure;
using Azure.Data.Tables;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Functions.Adapters;

/// <summary>
/// Tables of a storage account. Every write is an entity group transaction, also a single one: one path, one form of failure. Tables are
/// made when first written to. Names and keys go as they are: <see cref="TableRules"/> refuses for every adapter what the service refuses.
/// </summary>
/// <remarks>
/// The SDK sends a request again when its answer was lost, and the second try of a write that had succeeded meets its own rows: 409 or 412.
/// So every write puts a random mark into its rows, and a refused write whose mark is found in the store was done. Deletes leave no mark: a
/// transaction of deletes alone that was sent twice reports NotFound, which says truly that the row is gone.
/// </remarks>
internal sealed class AzureTables(TableServiceClient service) : ITables
{
    private const string Service = "table";
    private const int MarkBytes = 16;

    // ETag of a row that another write has replaced since ours: it must match nothing.
    private static readonly string Superseded = "W/\"datetime'1601-01-01T00%3A00%3A00Z'\"";

    public async ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        TableRules.CheckTable(table);
        TableRules.CheckKeys(partitionKey, rowKey);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await FindAsync(service.GetTableClient(table), partitionKey, rowKey, cancellationToken) is { } entity ? EntityCodec.Decode(entity) : null;
        }
        catch (Exception exception) when (StorageOutage.Is(exception, cancellationToken))
        {
            throw StorageOutage.Of(Service, exception);
        }
    }

    public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken) =>
        TransactAsync(table, [change], cancellationToken);

    public async ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        TableRules.CheckChanges(table, changes);
        cancellationToken.ThrowIfCancellationRequested();
        var mark = new byte[MarkBytes];
        SystemEntropy.Instance.Fill(mark);
        var client = service.GetTableClient(table);
        try
        {
            try
            {
                return await SubmitAsync(client, changes, mark, cancellationToken);
            }
            catch (RequestFailedException failure) when (failure.Status == 404)
            {
                await client.CreateIfNotExistsAsync(cancellationToken);
                return await SubmitAsync(client, changes, mark, cancellationToken);
            }
        }
        catch (Exception exception) when (StorageOutage.Is(exception, cancellationToken))
        {
            throw StorageOutage.Of(Service, exception);
        }
    }

    public async ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken)
    {
        TableRules.CheckQuery(table, range, take);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var query = service.GetTableClient(table).QueryAsync<TableEntity>(Filter(range), take, cancellationToken: cancellationToken);
            await foreach (var page in query.AsPages(continuation, take))
            {
                return new RowPage([.. page.Values.Select(EntityCodec.Decode)], string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken);
            }

            return new RowPage([], null);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return new RowPage([], null); // never written to
        }
        catch (Exception exception) when (StorageOutage.Is(exception, cancellationToken))
        {
            throw StorageOutage.Of(Service, exception);
        }
    }

    /// <exception cref="RequestFailedException">404: the table is not there; else an outage.</exception>
    private static async Task<WriteResult> SubmitAsync(TableClient client, IReadOnlyList<RowChange> changes, byte[] mark, CancellationToken cancellationToken)
    {
        try
        {
            var responses = await client.SubmitTransactionAsync(changes.Select(change => Action(change, mark)), cancellationToken);
            return Done([.. changes.Select((change, i) => change.Kind == RowChangeKind.Delete ? null : responses.Value[i].Headers.ETag?.ToString())]);
        }
        catch (TableTransactionFailedException failure)
        {
            // Without an index the first change that can have failed so is taken.
            var index = failure.FailedTransactionActionIndex ?? changes.ToList().FindIndex(change => Outcome(failure, change.Kind) is not null);
            if (index < 0 || Outcome(failure, changes[index].Kind) is not { } outcome)
            {
                throw;
            }

            return await DoneBeforeAsync(client, changes, index, mark, cancellationToken) ?? new WriteResult(outcome, index, []);
        }
    }

    private static WriteOutcome? Outcome(RequestFailedException failure, RowChangeKind kind) => (failure.Status, kind) switch
    {
        (409, RowChangeKind.Insert) when failure.ErrorCode is null or "EntityAlreadyExists" => WriteOutcome.AlreadyExists,
        (412, RowChangeKind.Update or RowChangeKind.Delete) => WriteOutcome.EtagMismatch,
        (404, RowChangeKind.Update or RowChangeKind.Delete) when failure.ErrorCode is not "TableNotFound" => WriteOutcome.NotFound,
        _ => null,
    };

    /// <summary>The result of a refused write that was done by an earlier try of the same request; null when it was not.</summary>
    private static async Task<WriteResult?> DoneBeforeAsync(
        TableClient client, IReadOnlyList<RowChange> changes, int refused, byte[] mark, CancellationToken cancellationToken)
    {
        // All or nothing was done: one row that bears the mark tells of all.
        var witness = changes[refused].Kind == RowChangeKind.Delete ? changes.FirstOrDefault(static change => change.Kind != RowChangeKind.Delete) : changes[refused];
        if (witness is null || await EtagAsync(witness) == Superseded)
        {
            return null;
        }

        var etags = new string?[changes.Count];
        for (var i = 0; i < etags.Length; i++)
        {
            etags[i] = changes[i].Kind == RowChangeKind.Delete ? null : await EtagAsync(changes[i]);
        }

        return Done(etags);

        async Task<string> EtagAsync(RowChange change) =>
            await FindAsync(client, change.Row.PartitionKey, change.Row.RowKey, cancellationToken) is { } entity && EntityCodec.HasMark(entity, mark)
                ? entity.ETag.ToString()
                : Superseded;
    }

    private static async Task<TableEntity?> FindAsync(TableClient client, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        try
        {
            var found = await client.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: cancellationToken);
            return found.HasValue ? found.Value : null;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null; // the table is not there either
        }
    }

    private static TableTransactionAction Action(RowChange change, byte[] mark) => change.Kind switch
    {
        RowChangeKind.Insert => new(TableTransactionActionType.Add, EntityCodec.Encode(change.Row, mark)),
        RowChangeKind.Update => new(TableTransactionActionType.UpdateReplace, EntityCodec.Encode(change.Row, mark), new ETag(change.Etag!)),
        RowChangeKind.Upsert => new(TableTransactionActionType.UpsertReplace, EntityCodec.Encode(change.Row, mark)),
        _ => new(TableTransactionActionType.Delete, new TableEntity(change.Row.PartitionKey, change.Row.RowKey), new ETag(change.Etag!)),
    };

    // The service compares keys in the ordinal order of their UTF-16 units; the SDK quotes the values.
    private static string Filter(RowRange range) => (range.FromRowKey, range.ToRowKey) switch
    {
        (null, null) => TableClient.CreateQueryFilter($"PartitionKey eq {range.PartitionKey}"),
        ({ } from, null) => TableClient.CreateQueryFilter($"PartitionKey eq {range.PartitionKey} and RowKey ge {from}"),
        (null, { } to) => TableClient.CreateQueryFilter($"PartitionKey eq {range.PartitionKey} and RowKey lt {to}"),
        ({ } from, { } to) => TableClient.CreateQueryFilter($"PartitionKey eq {range.PartitionKey} and RowKey ge {from} and RowKey lt {to}"),
    };

    private static WriteResult Done(IReadOnlyList<string?> etags) => new(WriteOutcome.Done, -1, etags);
}
