using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Webhooks;

/// <summary>Who wants to go through the gate.</summary>
/// <param name="Endpoint">Which.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Host">Host of its URL.</param>
/// <param name="IsFailing">It answered nothing well since its last failure.</param>
/// <param name="IsFresh">The first attempt of a delivery.</param>
internal sealed record Visitor(WebhookId Endpoint, TenantId Tenant, string Host, bool IsFailing, bool IsFresh)
{
    public static Visitor Of(WebhookEndpoint endpoint, bool isFailing, bool isFresh) =>
        new(endpoint.Id, endpoint.Tenant, new Uri(endpoint.Url).IdnHost, isFailing, isFresh);
}

/// <summary>
/// How many attempts one process makes at a time: a few for each endpoint, one for an endpoint that fails, some for each host, and pools that
/// keep apart what answers, what is slow and what fails. An endpoint that hangs takes places of its own kind only, and no tenant takes all of
/// a pool (see <see cref="Turnstile"/>): so neither delays anybody else who answers.
/// All of it is less than the activities that a host runs at a time (JournalOptions.MaxWaitingActivities; host.json).
/// </summary>
internal sealed class DeliveryGate(TimeProvider time, IEntropy entropy)
{
    /// <summary>Attempts at an endpoint that does well.</summary>
    public const int PerEndpoint = 4;

    /// <summary>Attempts at a host, of all its endpoints; a tenant has its share of them as of a pool.</summary>
    public const int PerHost = 16;

    public const int HealthyPlaces = 128;
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

    private readonly TimeProvider clock = time;
    private readonly Turnstile healthy = new(HealthyPlaces, isShared: true, time);
    private readonly Turnstile failing = new(FailingPlaces, isShared: true, time);
    private readonly Turnstile slow = new(SlowPlaces, isShared: true, time);
    private readonly Turnstile waiting = new(MostWaiting, isShared: true, time);
    private readonly GateLines<WebhookId> endpoints = new(() => new Turnstile(PerEndpoint, isShared: false, time));
    private readonly GateLines<string> hosts = new(() => new Turnstile(PerHost, isShared: true, time));

    /// <summary>Waits a few seconds for a place.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The place, to be disposed; or null and how long to stay away.</returns>
    public async Task<(Place? Place, TimeSpan Away)> EnterAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        var place = new Place(this, visitor, endpoints.Join(visitor.Endpoint), hosts.Join(visitor.Host));
        var mayWait = waiting.TryEnter(visitor.Tenant);
        var isIn = false;
        try
        {
            isIn = await place.EnterAsync(mayWait ? Patience : TimeSpan.Zero, cancellationToken);
        }
        finally
        {
            if (mayWait)
            {
                waiting.Leave(visitor.Tenant);
            }

            if (!isIn)
            {
                place.Dispose();
            }
        }

        return isIn ? (place, TimeSpan.Zero) : (null, AwayFor(place.TurnedAway));
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
        private readonly Visitor visitor;
        private readonly GateLine line;
        private readonly GateLine host;
        private readonly Stack<Turnstile> entered = [];

        internal Place(DeliveryGate gate, Visitor visitor, GateLine line, GateLine host) =>
            (this.gate, this.visitor, this.line, this.host) = (gate, visitor, line, host);

        /// <summary>How many of the endpoint's were turned away since one of them was let in, this one counted.</summary>
        internal int TurnedAway { get; private set; }

        /// <summary>Called when the answer is long in coming: goes from among those that answer, if there is room elsewhere.</summary>
        public void StepAside()
        {
            if (entered.Peek() == gate.healthy && gate.slow.TryEnter(visitor.Tenant))
            {
                entered.Pop().Leave(visitor.Tenant);
                entered.Push(gate.slow);
            }
        }

        public void Dispose()
        {
            while (entered.TryPop(out var one))
            {
                one.Leave(visitor.Tenant);
            }

            gate.endpoints.Quit(visitor.Endpoint, line);
            gate.hosts.Quit(visitor.Host, host);
        }

        /// <returns>False when there was no place in time.</returns>
        internal async Task<bool> EnterAsync(TimeSpan patience, CancellationToken cancellationToken)
        {
            var began = gate.clock.GetTimestamp();
            // One who fails is not waited for: its deliveries would all wait here.
            var isIn = (visitor.IsFailing ? Enter(line.Turns, 1) : await WaitAsync(line.Turns))
                && (visitor.IsFailing ? Enter(host.Turns) : await WaitAsync(host.Turns))
                && await WaitAsync(visitor.IsFailing ? gate.failing : gate.healthy);
            TurnedAway = isIn ? Interlocked.Exchange(ref line.TurnedAway, 0) : Interlocked.Increment(ref line.TurnedAway);
            return isIn;

            bool Enter(Turnstile turns, int most = int.MaxValue)
            {
                if (!turns.TryEnter(visitor.Tenant, most))
                {
                    return false;
                }

                entered.Push(turns);
                return true;
            }

            async Task<bool> WaitAsync(Turnstile turns)
            {
                if (!await turns.EnterAsync(visitor.Tenant, visitor.IsFresh, patience - gate.clock.GetElapsedTime(began), cancellationToken))
                {
                    return false;
                }

                entered.Push(turns);
                return true;
            }
        }
    }
}
