using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Webhooks;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Events;

/// <summary>
/// Brings events from the rows of the changes that they tell to those who subscribed to them (transactional outbox). A change enters its event
/// and a mark that it is to be published; here the mark is taken away when a workflow has it. Whoever changes something calls
/// <see cref="PublishAsync(OutboxPlace, CancellationToken)"/> after it, in a step that is repeated until it is done; a request, which nobody repeats, leaves a note before it.
/// Everything may run twice: what is told has the same ids then.
/// </summary>
public sealed class Outbox(ITables tables, EventStore events, EventData data, WebhookStore endpoints, IWorkflows workflows, TimeProvider time)
{
    /// <summary>Notes of what a request is about to change, and of events whose workflow has not ended, by which the sweep finds both.</summary>
    private const string Table = "outbox";
    private const string Changes = "changes";
    private const string Events = "events";

    // A request that left a note and changed nothing for so long is dead.
    private static readonly TimeSpan NoteLife = TimeSpan.FromMinutes(10);

    // What is younger is on its way.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const int StartsSideBySide = 16;

    /// <summary>Called by a request before it changes something: should it die, the sweep publishes what it left.</summary>
    public async Task NoteAsync(OutboxPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place);
        await tables.WriteAsync(Table, RowChange.Upsert(new Row(Changes, place.Key).Set("since", time.GetUtcNow())), cancellationToken);
    }

    /// <summary>Publishes what happened there and is not published yet. Nobody subscribed: it is entered and no more.</summary>
    public async Task PublishAsync(OutboxPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place);
        var marks = new List<Row>();
        await foreach (var mark in tables.AllAsync(place.Table, RowRange.Prefix(place.Partition, DomainEvent.MarkPrefix), cancellationToken))
        {
            marks.Add(mark);
        }

        if (marks.Count > 0)
        {
            await PublishAsync(await data.PublishedAsync([.. marks.Select(DomainEvent.From)], place, cancellationToken), cancellationToken);
            await tables.DeleteAllAsync(place.Table, place.Partition, marks.Select(static mark => mark.RowKey), cancellationToken);
        }
    }

    /// <summary>
    /// Publishes what requests left behind that died, and starts workflows of events that ended without an end. One that fails holds up no
    /// other; the first failure comes out when all have been looked at.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var failures = new FirstFailure();
        await foreach (var note in tables.AllAsync(Table, new RowRange(Changes), cancellationToken))
        {
            await failures.TryAsync(() => SweepAsync(note, now, cancellationToken), cancellationToken);
        }

        await foreach (var note in tables.AllAsync(Table, new RowRange(Events), cancellationToken))
        {
            if (note.RequiredTime("since") + Patience < now)
            {
                await failures.TryAsync(
                    () => workflows.StartAsync(PublishEventWorkflow.Name, note.RowKey, note.RequiredText("event"), cancellationToken).AsTask(), cancellationToken);
            }
        }

        failures.Throw();
    }

    private async Task SweepAsync(Row note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await PublishAsync(OutboxPlace.Parse(note.RowKey), cancellationToken);
        if (note.RequiredTime("since") + NoteLife < now)
        {
            // Under its ETag: a request that has noted it anew keeps it.
            await tables.WriteAsync(Table, RowChange.Delete(Changes, note.RowKey, note.Etag!), cancellationToken);
        }
    }

    /// <summary>The event's workflow has nothing more to do.</summary>
    internal async Task EndAsync(EventId id, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Table, RowChange.Delete(Events, id.Value, RowChange.AnyEtag), cancellationToken);

    /// <param name="published">All of one tenant and environment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task PublishAsync(IReadOnlyList<PublishedEvent> published, CancellationToken cancellationToken)
    {
        if (published.Count == 0)
        {
            // The thing is gone, and its events with it.
            return;
        }

        await events.AddAsync(published, cancellationToken);
        var subscribers = await endpoints.ListAsync(published[0].Tenant, published[0].Environment, cancellationToken);
        var wanted = published.Where(one => subscribers.Any(endpoint => endpoint.Wants(one.Event.Type))).ToList();
        await tables.WriteAllAsync(
            Table,
            wanted.Select(one => RowChange.Upsert(new Row(Events, one.Id.Value).Set("event", one.Reference).Set("since", time.GetUtcNow()))),
            cancellationToken);
        // Of a batch that is revoked there are hundreds, and somebody waits for the answer.
        var options = new ParallelOptions { MaxDegreeOfParallelism = StartsSideBySide, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted, options, async (one, stop) => await workflows.StartAsync(PublishEventWorkflow.Name, one.Id.Value, one.Reference, stop));
    }
}
