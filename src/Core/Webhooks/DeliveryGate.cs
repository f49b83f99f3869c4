using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Webhooks;

/// <summary>
/// How many attempts one process makes at a time: a few for each endpoint, one for an endpoint that fails, and pools that keep apart what
/// answers, what is slow and what fails. An endpoint that hangs takes places of its own kind only, so it delays nobody who answers.
/// All of it is less than the activities that a host runs at a time (JournalOptions.MaxWaitingActivities; host.json).
/// </summary>
internal sealed class DeliveryGate(TimeProvider time, IEntropy entropy)
{
    /// <summary>Attempts at an endpoint that does well.</summary>
    public const int PerEndpoint = 4;

    private const int HealthyPlaces = 128;
    private const int FailingPlaces = 32;
    private const int SlowPlaces = 256;
    private const int MostWaiting = 512;

    /// <summary>An attempt without an answer for so long is slow.</summary>
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Who is turned away comes back after so long at least, and later the more of them there are.
    private static readonly TimeSpan LeastAway = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostAway = TimeSpan.FromMinutes(5);
    private const int LeastSpreadSeconds = 25;
    private const int SpreadSecondsEach = 5;

    private readonly Turnstile healthy = new(HealthyPlaces, time);
    private readonly Turnstile failing = new(FailingPlaces, time);
    private readonly Turnstile slow = new(SlowPlaces, time);
    private readonly Lock gate = new();
    private readonly Dictionary<WebhookId, Line> lines = [];
    private int waiting;

    /// <summary>Waits a few seconds for a place.</summary>
    /// <param name="endpoint">Which.</param>
    /// <param name="isFailing">It answered nothing well since its last failure.</param>
    /// <param name="isFresh">The first attempt of a delivery.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The place, to be disposed; or null and how long to stay away.</returns>
    public async Task<(Place? Place, TimeSpan Away)> EnterAsync(WebhookId endpoint, bool isFailing, bool isFresh, CancellationToken cancellationToken)
    {
        var line = Join(endpoint);
        var pool = isFailing ? failing : healthy;
        var (isIn, hasLine) = (false, false);
        var patience = Interlocked.Increment(ref waiting) <= MostWaiting ? Patience : TimeSpan.Zero;
        try
        {
            // One who fails is not waited for: its deliveries would all wait here.
            hasLine = isFailing ? line.Turns.TryEnter(1) : await line.Turns.EnterAsync(isFresh, patience, cancellationToken);
            isIn = hasLine && await pool.EnterAsync(isFresh, patience, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
            if (!isIn)
            {
                if (hasLine)
                {
                    line.Turns.Leave();
                }

                Quit(endpoint, line, wasIn: false);
            }
        }

        if (isIn)
        {
            return (new Place(this, endpoint, line, pool), TimeSpan.Zero);
        }

        return (null, AwayFor(Interlocked.Increment(ref line.TurnedAway)));
    }

    /// <summary>Forgets endpoints that nobody is at. Who was turned away is counted from one departure to the next.</summary>
    private void Quit(WebhookId endpoint, Line line, bool wasIn)
    {
        lock (gate)
        {
            if (wasIn)
            {
                line.TurnedAway = 0;
            }

            if (--line.Users == 0)
            {
                lines.Remove(endpoint);
            }
        }
    }

    private Line Join(WebhookId endpoint)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(endpoint, out var line))
            {
                lines[endpoint] = line = new Line(new Turnstile(PerEndpoint, time));
            }

            line.Users++;
            return line;
        }
    }

    private TimeSpan AwayFor(int turnedAway)
    {
        Span<byte> random = stackalloc byte[sizeof(uint)];
        entropy.Fill(random);
        var spread = Math.Clamp((double)turnedAway * SpreadSecondsEach, LeastSpreadSeconds, (MostAway - LeastAway).TotalSeconds);
        return LeastAway + TimeSpan.FromSeconds(spread * BitConverter.ToUInt32(random) / uint.MaxValue);
    }

    /// <summary>A place in the gate while an attempt is under way.</summary>
    public sealed class Place : IDisposable
    {
        private readonly DeliveryGate gate;
        private readonly WebhookId endpoint;
        private readonly Line line;
        private Turnstile pool;

        internal Place(DeliveryGate gate, WebhookId endpoint, Line line, Turnstile pool)
        {
            this.gate = gate;
            this.endpoint = endpoint;
            this.line = line;
            this.pool = pool;
        }

        /// <summary>Called when the answer is long in coming: goes from among those that answer, if there is room elsewhere.</summary>
        public void StepAside()
        {
            if (pool == gate.healthy && gate.slow.TryEnter())
            {
                pool.Leave();
                pool = gate.slow;
            }
        }

        public void Dispose()
        {
            pool.Leave();
            line.Turns.Leave();
            gate.Quit(endpoint, line, wasIn: true);
        }
    }

    internal sealed class Line(Turnstile turns)
    {
        public Turnstile Turns { get; } = turns;

        public int Users;
        public int TurnedAway;
    }
}
