namespace LearnCoin.Local.Storage;

/// <summary>Work that waits for the writer, and the task of the one who waits for it.</summary>
internal abstract class WriteJob(CancellationToken cancellationToken)
{
    public bool IsAlone { get; init; }

    public Exception? Failure { get; protected set; }

    /// <summary>False when the caller gave up before the work began. After that, cancelling has no effect: the work will be stored.</summary>
    public bool TryBegin()
    {
        if (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }

        Cancel(cancellationToken);
        return false;
    }

    public abstract bool Execute(Database database);

    public abstract void Acknowledge();

    public abstract void Fail(Exception failure);

    protected abstract void Cancel(CancellationToken token);
}

/// <summary>Work with a result.</summary>
internal sealed class WriteJob<T>(Func<Database, T> work, CancellationToken cancellationToken) : WriteJob(cancellationToken)
{
    // The writer must not run the callers' code.
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Task => completion.Task;

    public override bool Execute(Database database)
    {
        try
        {
            result = work(database);
            return true;
        }
        catch (Exception exception)
        {
            Failure = exception;
            return false;
        }
    }

    public override void Acknowledge()
    {
        if (Failure is null)
        {
            completion.SetResult(result!);
        }
        else
        {
            completion.SetException(Failure);
        }
    }

    public override void Fail(Exception failure) => completion.TrySetException(failure);

    protected override void Cancel(CancellationToken token) => completion.TrySetCanceled(token);
}
