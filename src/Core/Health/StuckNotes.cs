using LearnCoin.Core.Alerts;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Health;

/// <summary>
/// Tells operators of what stands still: at once, every hour while it lasts, and when it is over. Noted in the table <c>outages</c>, so that
/// a restart or another host tells nothing twice and forgets no end.
/// </summary>
internal sealed class StuckNotes(ITables tables, IAlerts alerts, TimeProvider time)
{
    private const string Table = "outages";
    private const string Partition = "stuck";

    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>What stands still now.</summary>
    public async Task<IReadOnlyList<StuckNote>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<StuckNote>();
        await foreach (var row in tables.AllAsync(Table, new RowRange(Partition), cancellationToken))
        {
            found.Add(new StuckNote(row.RowKey, row.RequiredText("subject"), row.RequiredTime("told_at")));
        }

        return found;
    }

    /// <param name="name">What is watched: a lane's id, or a word.</param>
    /// <param name="subject">What stands still; null when all moves.</param>
    /// <param name="types">Of the alert and of the one at its end.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task TellAsync(string name, string? subject, (string Stuck, string Resumed) types, CancellationToken cancellationToken)
    {
        var note = await tables.GetAsync(Table, Partition, name, cancellationToken);
        var now = time.GetUtcNow();
        if (subject is null)
        {
            if (note is not null)
            {
                alerts.Raise(new Alert(types.Resumed, now) { Subject = note.RequiredText("subject") });
                await tables.WriteAsync(Table, RowChange.Delete(Partition, name, note.Etag!), cancellationToken);
            }

            return;
        }

        // A clock that was set must not silence it.
        if (note is null || (now - note.RequiredTime("told_at")).Duration() >= Pause)
        {
            // First the alert: a crash in between tells twice rather than never.
            alerts.Raise(new Alert(types.Stuck, now) { Subject = subject });
            await tables.WriteAsync(Table, RowChange.Upsert(new Row(Partition, name).Set("subject", subject).Set("told_at", now)), cancellationToken);
        }
    }
}

/// <summary>Something that stands still, as operators were told.</summary>
/// <param name="Name">What is watched: a lane's id, or <c>signing</c>.</param>
/// <param name="Subject">What stands still: the lane, or the batch that waits longest.</param>
/// <param name="ToldAt">When that was told last.</param>
public sealed record StuckNote(string Name, string Subject, DateTimeOffset ToldAt);
