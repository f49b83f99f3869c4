using System.Globalization;
using System.Text;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Core.Webhooks;
using LearnCoin.Core.Workflows;
using LearnCoin.Local.Keys;

namespace LearnCoin.Core.Tests.Webhooks;

/// <summary>A tenant with endpoints whose answers are scripted, on a clock that is moved by hand; steps are called one by one.</summary>
internal sealed class Subscriptions : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-webhooks-");
    private readonly FileKeys keys;
    private readonly WorkflowCatalog catalog = new();
    private int events;

    private Subscriptions()
    {
        var options = new LearnCoinOptions { PublicOrigin = "https://issuer.example" };
        keys = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        Keys = new CountingKeys(keys);
        var network = AnchorNetwork.Create(TenantEnvironment.Test, options.Anchoring, new ScriptedNode());
        Core = new LearnCoinCore(options, new CorePorts(Tables, Keys, Workflows, new AnchorNetworks([network]), Clock, SystemEntropy.Instance) { Sender = Sender });
        Core.Register(catalog);
    }

    public BreakingTables Tables { get; } = new(new MemoryTables());

    public TestClock Clock { get; } = new();

    public CountingKeys Keys { get; }

    public Starts Workflows { get; } = new();

    public ScriptedSender Sender { get; } = new();

    public LearnCoinCore Core { get; }

    public Tenant Tenant { get; private set; } = null!;

    public static async Task<Subscriptions> OpenAsync()
    {
        var opened = new Subscriptions();
        opened.Tenant = (await opened.Core.Tenants.CreateAsync("Example University", "industry", default)).Value;
        return opened;
    }

    public async Task<WebhookEndpoint> SubscribeAsync(string name = "one")
    {
        var (_, wrapped) = await Core.WebhookSecrets.CreateAsync(default);
        var endpoint = new WebhookEndpoint(
            WebhookId.Create(Clock.GetUtcNow(), SystemEntropy.Instance),
            Tenant.Id,
            TenantEnvironment.Test,
            $"https://{name}.example/hook",
            [EventTypes.CredentialRevoked, EventTypes.WebhookDisabled],
            Clock.GetUtcNow()) { Secret = wrapped };
        await Core.Webhooks.AddAsync(endpoint, default);
        return endpoint;
    }

    /// <summary>An event, entered; it is not fanned out yet.</summary>
    public async Task<PublishedEvent> HappenAsync(string data = """{"revoked_at":null}""")
    {
        // Of no credential that is stored: its data are what is given.
        var told = new DomainEvent(EventTypes.CredentialRevoked, string.Create(CultureInfo.InvariantCulture, $"thing_{++events}"), 0, Clock.GetUtcNow());
        var published = new PublishedEvent(told, Tenant.Id, TenantEnvironment.Test) { Data = Encoding.UTF8.GetBytes(data) };
        await Core.Events.AddAsync([published], default);
        return published;
    }

    public Task<string> FanOutAsync(PublishedEvent published) => catalog.Activities[PublishEventWorkflow.FanOut](published.Reference, default);

    /// <summary>An event on its way to an endpoint.</summary>
    public async Task<Delivery> BeginAsync(WebhookEndpoint endpoint, string data = """{"revoked_at":null}""")
    {
        var delivery = Delivery.Of(await HappenAsync(data), endpoint.Id, Clock.GetUtcNow());
        await Core.Deliveries.AddAsync(delivery, default);
        return delivery;
    }

    /// <summary>Runs a timed task as its timer does. (Its lease would move the clock.)</summary>
    public Task RunAsync(string task) => Core.Timers.All.Single(one => one.Name == task).RunAsync(default);

    public Task<string> AttemptAsync(Delivery delivery) => catalog.Activities[DeliverWebhookWorkflow.Attempt](delivery.Reference, default);

    /// <summary>Attempts as its workflow makes them, until it is over.</summary>
    public Task DeliverAsync(Delivery delivery) => new ClockedContext(Clock, catalog).RunAsync(DeliverWebhookWorkflow.RunAsync, delivery.Reference);

    public async Task<Delivery> LookAsync(Delivery delivery) => (await Core.Deliveries.FindAsync(delivery.Webhook, delivery.Id, default))!;

    public async Task<WebhookEndpoint> LookAsync(WebhookEndpoint endpoint) =>
        (await Core.Webhooks.FindAsync(endpoint.Tenant, endpoint.Environment, endpoint.Id, default))!;

    public async Task<int> OpenCountAsync()
    {
        var count = 0;
        await foreach (var _ in Core.Deliveries.ListOpenAsync(default))
        {
            count++;
        }

        return count;
    }

    /// <summary>Events of a type that are published.</summary>
    public async Task<IReadOnlyList<PublishedEvent>> PublishedAsync(string type)
    {
        var found = new List<PublishedEvent>();
        await foreach (var one in Core.Events.ListAsync(Tenant.Id, TenantEnvironment.Test, DateTimeOffset.UnixEpoch, Clock.GetUtcNow().AddDays(2), default))
        {
            if (one.Event.Type == type)
            {
                found.Add(one);
            }
        }

        return found;
    }

    /// <summary>Breaks the n-th storage call, after which nothing reaches the store any more: the process is dead. False when there is no such call.</summary>
    public async Task<bool> DiesAtAsync(int n, bool after, Func<Task> work)
    {
        var (calls, isDead) = (0, false);
        void Count(string table)
        {
            isDead = isDead || Interlocked.Increment(ref calls) >= n;
            if (isDead)
            {
                throw new IOException(table);
            }
        }

        Tables.Before = after ? _ => { if (isDead) { Count(""); } } : Count;
        Tables.After = after ? Count : static _ => { };
        try
        {
            await work();
        }
        catch (IOException)
        {
            Assert.True(isDead);
        }

        Tables.Before = static _ => { };
        Tables.After = static _ => { };
        return isDead;
    }

    public void Dispose()
    {
        keys.Dispose();
        folder.Delete(recursive: true);
    }
}

/// <summary>Answers as it is told, and keeps what it was sent.</summary>
internal sealed class ScriptedSender : IWebhookSender
{
    public static readonly WebhookAnswer Ok = new(200, null, null, null);
    public static readonly WebhookAnswer Broken = new(500, WebhookFailures.Status, null, null);
    public static readonly WebhookAnswer Gone = new(410, WebhookFailures.Status, null, null);

    public Func<WebhookRequest, WebhookAnswer> Answer { get; set; } = static _ => Ok;

    public List<WebhookRequest> Sent { get; } = [];

    public IEnumerable<string> Header(string name) => Sent.Select(request => request.Headers.Single(header => header.Key == name).Value);

    public ValueTask<WebhookAnswer> PostAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        Sent.Add(request with { Body = request.Body.ToArray() });
        return ValueTask.FromResult(Answer(request));
    }
}

/// <summary>Notes which instances were started.</summary>
internal sealed class Starts : IWorkflows
{
    private readonly Lock gate = new();

    public List<string> Started { get; } = [];

    public List<string> Raised { get; } = [];

    /// <summary>Instances that have not ended.</summary>
    public HashSet<string> Live { get; } = new(StringComparer.Ordinal);

    /// <summary>Told the instance; throws when it cannot be started.</summary>
    public Action<string> Starting { get; set; } = static _ => { };

    /// <summary>Told the instance; throws when it cannot be told.</summary>
    public Action<string> Raising { get; set; } = static _ => { };

    public ValueTask<bool> StartAsync(string workflow, string instanceId, string input, CancellationToken cancellationToken)
    {
        Starting(instanceId);
        lock (gate)
        {
            if (Live.Contains(instanceId))
            {
                return ValueTask.FromResult(false);
            }

            Started.Add(instanceId);
        }

        return ValueTask.FromResult(true);
    }

    public ValueTask RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken)
    {
        Raising(instanceId);
        Raised.Add(instanceId);
        return ValueTask.CompletedTask;
    }

    public ValueTask<WorkflowStatus?> GetAsync(string instanceId, CancellationToken cancellationToken) => ValueTask.FromResult<WorkflowStatus?>(null);

    public ValueTask<int> PurgeAsync(DateTimeOffset olderThan, CancellationToken cancellationToken) => ValueTask.FromResult(0);
}

/// <summary>Counts what is asked of the key store.</summary>
internal sealed class CountingKeys(IKeys inner) : IKeys
{
    public int Unwrapped { get; private set; }

    public bool IsDown { get; set; }

    public ValueTask CreateAsync(string name, KeyKind kind, CancellationToken cancellationToken) => inner.CreateAsync(name, kind, cancellationToken);

    public ValueTask<byte[]> PublicKeyAsync(string name, CancellationToken cancellationToken) => inner.PublicKeyAsync(name, cancellationToken);

    public ValueTask<byte[]> SignDigestAsync(string name, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => inner.SignDigestAsync(name, digest, cancellationToken);

    public ValueTask<byte[]> WrapAsync(string name, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken) => inner.WrapAsync(name, secret, cancellationToken);

    public ValueTask UnwrapAsync(string name, ReadOnlyMemory<byte> wrapped, Memory<byte> secret, CancellationToken cancellationToken)
    {
        Unwrapped++;
        return IsDown ? throw new KeyUnavailableException(name, "out of reach") : inner.UnwrapAsync(name, wrapped, secret, cancellationToken);
    }
}

/// <summary>Runs a body whose waits move the clock.</summary>
internal sealed class ClockedContext(TestClock clock, WorkflowCatalog catalog) : IWorkflowContext
{
    private string? next;

    public string InstanceId => "dlv";

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task<string> RunAsync(WorkflowBody body, string input)
    {
        while (true)
        {
            next = null;
            var output = await body(this, input);
            if (next is null)
            {
                return output;
            }

            input = next;
        }
    }

    public Task<string> CallAsync(string activity, string input, RetryPolicy retry) => catalog.Activities[activity](input, default);

    public Task TimerAsync(DateTimeOffset due) => throw new NotSupportedException();

    public Task<string?> WaitForEventAsync(string eventName, TimeSpan timeout)
    {
        clock.Advance(timeout);
        return Task.FromResult<string?>(null);
    }

    public Task StartChildAsync(string workflow, string instanceId, string input) => throw new NotSupportedException();

    public void ContinueAsNew(string input) => next = input;
}
