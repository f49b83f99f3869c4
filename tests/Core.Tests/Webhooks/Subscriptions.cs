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
