using System.Globalization;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Local.Workflows;

/// <summary>Removes what finished long ago.</summary>
internal static class JournalPurge
{
    private const string Prefix = "f|";
    private const int TicksLength = 19;

    internal static async ValueTask<int> RunAsync(Journal journal, DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        var purged = 0;
        var end = Prefix + olderThan.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
        var range = new RowRange(JournalRows.Partition, Prefix, end);
        string? continuation = null;
        do
        {
            var page = await journal.Tables.QueryAsync(JournalRows.Table, range, TableLimits.MaxPageRows, continuation, cancellationToken);
            continuation = page.Continuation;
            foreach (var row in page.Rows)
            {
                purged += await PurgeAsync(journal, row, cancellationToken) ? 1 : 0;
            }
        }
        while (continuation is not null);
        return purged;
    }

    private static async ValueTask<bool> PurgeAsync(Journal journal, Row finished, CancellationToken cancellationToken)
    {
        var id = finished.RowKey[(Prefix.Length + TicksLength + 1)..];
        var header = await journal.ReadHeaderAsync(id, cancellationToken);
        if (header is not { State: not WorkflowState.Running, Etag: { } etag })
        {
            return false; // started again: that start has removed this row
        }

        // The record first: were the header gone and the process killed, nobody would find the rest.
        var entries = await journal.ReadAllAsync(JournalRows.RunPrefix('j', id), cancellationToken);
        var attempts = await journal.ReadAllAsync(JournalRows.RunPrefix('a', id), cancellationToken);
        await journal.RemoveAsync(entries.Concat(attempts).Where(row => JournalRows.RunOf(row, id) <= header.Run), cancellationToken);
        RowChange[] changes = [RowChange.Delete(JournalRows.Partition, JournalRows.Header(id), etag), JournalRows.Remove(finished)];
        return (await journal.TransactAsync(changes, cancellationToken)).IsDone;
    }
}
