namespace LearnCoin.Core.Webhooks;

/// <summary>So many at a time; the others wait in two lines, what is new before what is tried again.</summary>
internal sealed class Turnstile(int places, TimeProvider time)
{
    // Of so many places one goes to the line of retries even while there is something new.
    private const int Share = 4;

    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource> fresh = [];
    private readonly LinkedList<TaskCompletionSource> again = [];
    private int inside;
    private int given;

    /// <summary>Goes in without waiting, if there is a place.</summary>
    /// <param name="most">Fewer than the places there are, for one who may not take all of them.</param>
    public bool TryEnter(int most = int.MaxValue)
    {
        lock (gate)
        {
            if (inside >= Math.Min(places, most))
            {
                return false;
            }

            inside++;
            return true;
        }
    }

    /// <returns>False when there was no place in time.</returns>
    public async Task<bool> EnterAsync(bool isFresh, TimeSpan patience, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = isFresh ? fresh : again;
        lock (gate)
        {
            if (inside < places)
            {
                inside++;
                return true;
            }

            line.AddLast(turn);
        }

        try
        {
            await turn.Task.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            var isIn = !TryGiveUp(line, turn);
            if (isIn && cancellationToken.IsCancellationRequested)
            {
                Leave();
            }

            cancellationToken.ThrowIfCancellationRequested();
            return isIn;
        }
    }

    /// <summary>Gives the place to the next in line.</summary>
    public void Leave()
    {
        lock (gate)
        {
            var line = again.Count > 0 && (fresh.Count == 0 || ++given % Share == 0) ? again : fresh;
            if (line.First is not { } next)
            {
                inside--;
                return;
            }

            line.RemoveFirst();
            next.Value.SetResult();
        }
    }

    /// <returns>False when the turn had come meanwhile.</returns>
    private bool TryGiveUp(LinkedList<TaskCompletionSource> line, TaskCompletionSource turn)
    {
        lock (gate)
        {
            return line.Remove(turn);
        }
    }
}
