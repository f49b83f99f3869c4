using System.Collections.Concurrent;

namespace LearnCoin.Local.Storage;

/// <summary>
/// The one writer of this process. Transactions that wait at the same time are executed inside one SQLite transaction, each under a
/// savepoint so that a failing one leaves the others alone, and are acknowledged after the common commit is on disk: the cost of a sync
/// is shared by all that came during the sync before.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    // Bounds what one failing commit takes with it, and how long the first of a group waits.
    private const int MaxGroup = 256;

    private readonly Database database;
    private readonly BlockingCollection<WriteJob> waiting = [];
    private readonly Thread thread;

    public GroupCommit(Database database)
    {
        this.database = database;
        thread = new Thread(Run) { IsBackground = true, Name = "store-writer" };
        thread.Start();
    }

    /// <summary>Runs <paramref name="work"/> in a transaction. Once the task completes its effect is durable; work that throws has none.</summary>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public Task<T> RunAsync<T>(Func<Database, T> work, CancellationToken cancellationToken)
    {
        var job = new WriteJob<T>(work, cancellationToken);
        Add(job);
        return job.Task;
    }

    /// <summary>Runs <paramref name="work"/> on the writer's connection outside any transaction, for checkpoints.</summary>
    public Task<T> RunAloneAsync<T>(Func<Database, T> work, CancellationToken cancellationToken)
    {
        var job = new WriteJob<T>(work, cancellationToken) { IsAlone = true };
        Add(job);
        return job.Task;
    }

    /// <summary>Finishes what waits, then closes.</summary>
    public void Dispose()
    {
        waiting.CompleteAdding();
        thread.Join();
        waiting.Dispose();
        database.Dispose();
    }

    private void Add(WriteJob job)
    {
        try
        {
            waiting.Add(job, CancellationToken.None);
        }
        catch (InvalidOperationException closed)
        {
            throw new ObjectDisposedException("The store is closed", closed);
        }
    }

    private void Run()
    {
        var group = new List<WriteJob>(MaxGroup);
        foreach (var first in waiting.GetConsumingEnumerable())
        {
            var next = first;
            while (next is { IsAlone: false })
            {
                if (next.TryBegin())
                {
                    group.Add(next);
                }

                next = null;
                if (group.Count < MaxGroup)
                {
                    waiting.TryTake(out next);
                }
            }

            if (group.Count > 0)
            {
                Commit(group);
                group.Clear();
            }

            if (next is { IsAlone: true } && next.TryBegin())
            {
                next.Execute(database);
                next.Acknowledge();
            }
        }
    }

    private void Commit(List<WriteJob> group)
    {
        try
        {
            database.Execute("BEGIN IMMEDIATE");
            foreach (var job in group)
            {
                Execute(job);
            }

            database.Execute("COMMIT");
        }
        catch (Exception failure)
        {
            Rollback();
            group.ForEach(job => job.Fail(failure));
            return;
        }

        group.ForEach(job => job.Acknowledge());
    }

    private void Execute(WriteJob job)
    {
        database.Execute("SAVEPOINT job");
        if (!job.Execute(database))
        {
            if (database.IsAutocommit)
            {
                // SQLite has rolled back everything, the work of the others included.
                throw new IOException("The transaction was rolled back by the database", job.Failure);
            }

            database.Execute("ROLLBACK TO job");
        }

        database.Execute("RELEASE job");
    }

    private void Rollback()
    {
        try
        {
            if (!database.IsAutocommit)
            {
                database.Execute("ROLLBACK");
            }
        }
        catch (StoreException)
        {
            // The failure that led here is the one to tell.
        }
    }
}
