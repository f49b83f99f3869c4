using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Webhooks;

/// <summary>
/// So many at a time; the others wait in two lines, what is new before what is tried again. Where several tenants come by, none takes all:
/// one may have at most three times as many places as are free. Alone it has three quarters, with another that wants much both have three
/// sevenths, and a part is always free for the next. (Switches share their memory among ports so: Choudhury and Hahne, "Dynamic queue length
/// thresholds", 1998.)
/// </summary>
/// <param name="places">How many.</param>
/// <param name="isShared">Whether tenants share it; else the one that comes may take all.</param>
/// <param name="time">Clock.</param>
internal sealed class Turnstile(int places, bool isShared, TimeProvider time)
{
    // Of so many places one goes to the line of retries even while there is something new.
    private const int Turn = 4;

    /// <summary>Places for each that is free.</summary>
    private const int Share = 3;

    private readonly Lock gate = new();
    private readonly LinkedList<Waiting> fresh = [];
    private readonly LinkedList<Waiting> again = [];
    private readonly Dictionary<TenantId, int> inside = [];
    private int taken;
    private int given;

    /// <summary>Goes in without waiting, if there is a place.</summary>
    /// <param name="tenant">Whose share it is of.</param>
    /// <param name="most">Fewer than the places there are, for one who may not take all of them.</param>
    public bool TryEnter(TenantId tenant, int most = int.MaxValue)
    {
        lock (gate)
        {
            if (taken >= most || !MayEnter(tenant))
            {
                return false;
            }

            Enter(tenant);
            return true;
        }
    }

    /// <returns>False when there was no place in time.</returns>
    public async Task<bool> EnterAsync(TenantId tenant, bool isFresh, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (TryEnter(tenant))
        {
            return true;
        }

        if (patience <= TimeSpan.Zero)
        {
            return false;
        }

        var turn = new Waiting(tenant);
        var line = isFresh ? fresh : again;
        lock (gate)
        {
            line.AddLast(turn);
            // A place may have come free in between.
            LetIn();
        }

        try
        {
            await turn.Come.Task.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            var isIn = !TryGiveUp(line, turn);
            if (isIn && cancellationToken.IsCancellationRequested)
            {
                Leave(tenant);
            }

            cancellationToken.ThrowIfCancellationRequested();
            return isIn;
        }
    }

    /// <summary>Gives the place to the next in line.</summary>
    public void Leave(TenantId tenant)
    {
        lock (gate)
        {
            taken--;
            if (inside[tenant] == 1)
            {
                inside.Remove(tenant);
            }
            else
            {
                inside[tenant]--;
            }

            LetIn();
        }
    }

    private bool MayEnter(TenantId tenant) =>
        taken < places && (!isShared || inside.GetValueOrDefault(tenant) < Share * (places - taken));

    private void Enter(TenantId tenant)
    {
        taken++;
        inside[tenant] = inside.GetValueOrDefault(tenant) + 1;
    }

    private void LetIn()
    {
        while (taken < places && Next() is { } next)
        {
            Enter(next.Tenant);
            next.Come.SetResult();
        }
    }

    /// <summary>Takes the first out of its line that may go in.</summary>
    private Waiting? Next()
    {
        var isTurnOfRetries = again.Count > 0 && fresh.Count > 0 && ++given % Turn == 0;
        return (isTurnOfRetries ? Take(again) : null) ?? Take(fresh) ?? Take(again);
    }

    private Waiting? Take(LinkedList<Waiting> line)
    {
        for (var node = line.First; node is not null; node = node.Next)
        {
            if (MayEnter(node.Value.Tenant))
            {
                line.Remove(node);
                return node.Value;
            }
        }

        return null;
    }

    /// <returns>False when the turn had come meanwhile.</returns>
    private bool TryGiveUp(LinkedList<Waiting> line, Waiting turn)
    {
        lock (gate)
        {
            return line.Remove(turn);
        }
    }

    private sealed class Waiting(TenantId tenant)
    {
        public TenantId Tenant => tenant;

        public TaskCompletionSource Come { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
