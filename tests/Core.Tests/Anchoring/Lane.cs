using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Events;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Claims;
using LearnCoin.Core.Tests.Events;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Core.Workflows;
using LearnCoin.Local.Keys;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>A lane on tables in memory with a scripted node: its activities are called one by one.</summary>
internal sealed class Lane : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-lane-");
    private readonly FileKeys keys;
    private readonly WorkflowCatalog catalog = new();

    private Lane(int confirmations, Action<AnchoringOptions>? configure)
    {
        Chain = new CountingChain(Node);
        keys = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        var options = new AnchoringOptions { PollSeconds = 1, MinTipGwei = 0, MinBaseFeeGwei = 0, Confirmations = confirmations };
        configure?.Invoke(options);
        var network = AnchorNetwork.Create(TenantEnvironment.Test, options, Chain);
        Store = new AnchorStore(Tables);
        Keys = new AnchorKeys(Tables, keys, Clock);
        var networks = new AnchorNetworks([network]);
        Lanes = new AnchorLanes(networks, Keys, Store, Workflows);
        Network = network;
        Accounts = new AnchorAccounts(Lanes, Keys, new TenantStore(Tables, null!, Clock, SystemEntropy.Instance), new CustomDidStore(Tables), new LearnCoinOptions());
        Batches = new BatchStore(Tables);
        var policy = FeePolicy.Of(options);
        Telemetry = new ProductTelemetry(Clock);
        var pauses = new AnchorPauses(Store, Lanes, Alerts, Telemetry.Anchors, Clock);
        var signer = new AnchorSigner(keys, Clock);
        Outbox = TestOutbox.On(Tables, Batches, Clock, Workflows, new BatchViews(networks, Lanes, Store));
        Anchored = new AnchoredBatches(Batches, Store, Outbox, Workflows, Clock);
        var ledger = new AnchorLedger(Store, Anchored, Lanes, Alerts, Telemetry.Anchors, Clock);
        var sender = new AnchorSender(Store, signer, pauses, Telemetry.Anchors);
        Follower = new AnchorFollower(Store, ledger, policy);
        var driver = new AnchorDriver(Store, Lanes, sender, ledger, Follower, pauses, policy, options, Clock);
        new AnchorPreparation(Store, signer, Lanes, pauses, policy, Telemetry.Anchors, Clock).Register(catalog);
        new AnchorActivities(Store, Lanes, sender, driver, Follower, Workflows, options, Clock).Register(catalog);
        ClaimMails = TestClaims.On(Tables, Batches, Clock);
        // Signing is not part of this: its activities are never called.
        new IssuanceActivities(Batches, null!, null!, new MonthlyQuota(Tables), Store, Lanes, Accounts, Anchored, networks, Outbox, ClaimMails, Clock, Alerts, Telemetry.Batches).Register(catalog);
    }

    public ProductTelemetry Telemetry { get; }

    public ScriptedNode Node { get; } = new();

    public CountingChain Chain { get; }

    public BreakingTables Tables { get; } = new(new MemoryTables());

    public TestClock Clock { get; } = new();

    public RecordingWorkflows Workflows { get; } = new();

    public AnchorStore Store { get; }

    public AnchorAccounts Accounts { get; }

    public BatchStore Batches { get; }

    public Outbox Outbox { get; }

    public ClaimMails ClaimMails { get; }

    public AnchoredBatches Anchored { get; }

    public AnchorFollower Follower { get; }

    public RecordingAlerts Alerts { get; } = new();

    public AnchorKeys Keys { get; }

    public AnchorLanes Lanes { get; }

    public AnchorNetwork Network { get; }

    public string Id { get; private set; } = "";

    public static async Task<Lane> OpenAsync(int confirmations = 1, Action<AnchoringOptions>? configure = null)
    {
        var lane = new Lane(confirmations, configure);
        lane.Id = await lane.Lanes.IdAsync(lane.Network, default);
        return lane;
    }

    /// <summary>Lets new roots wait.</summary>
    public async Task<IReadOnlyList<BatchId>> EnqueueAsync(int count)
    {
        var batches = Enumerable.Range(0, count).Select(_ => BatchId.Create(Clock.GetUtcNow(), SystemEntropy.Instance)).ToList();
        foreach (var batch in batches)
        {
            await Store.EnqueueAsync(Id, batch, RootOf(batch), 3, Clock.GetUtcNow(), default);
        }

        return batches;
    }

    /// <summary>Puts signed batches into the store, as an intake and a signer would have, and lets their roots wait.</summary>
    public async Task<IReadOnlyList<BatchId>> StoreBatchesAsync(int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => BatchId.Create(Clock.GetUtcNow(), SystemEntropy.Instance)).ToList();
        foreach (var id in ids)
        {
            var batch = new Batch(id, new TenantId("ten_1"), TenantEnvironment.Test, 3, Clock.GetUtcNow()) { Status = BatchStatus.Signed, Root = RootOf(id), SignedAt = Clock.GetUtcNow() };
            await Batches.OpenAsync(batch, Clock.GetUtcNow(), default);
            await Batches.StoreAsync(batch, [], default);
            await RunAsync(IssuanceActivities.EnqueueRoot, id.Value);
        }

        return ids;
    }

    public async Task<IReadOnlyList<WaitingRoot>> WaitingAsync()
    {
        var waiting = new List<WaitingRoot>();
        await foreach (var root in Store.WaitingAsync(Id, default))
        {
            waiting.Add(root);
        }

        return waiting;
    }

    public static byte[] RootOf(BatchId batch) => SHA256.HashData(Encoding.ASCII.GetBytes(batch.Value));

    public Task<string> RunAsync(string activity, string input) => catalog.Activities[activity](input, default);

    public Task<string> PrepareAsync() => RunAsync(AnchorPreparation.Prepare, Id);

    public async Task SweepAsync() => await Follower.SweepAsync(await Lanes.OpenAsync(Id, default), default);

    public async Task<AnchorRecord> AnchorAsync(string reference)
    {
        var parsed = AnchorRef.Parse(reference);
        return await Store.GetAsync(parsed.Lane, parsed.Nonce, default);
    }

    /// <summary>Prepares, sends and mines one anchor, up to inclusion.</summary>
    public async Task<AnchorRecord> IncludeAsync()
    {
        var reference = await PrepareAsync();
        await RunAsync(AnchorActivities.Broadcast, reference);
        Node.Mine(await AnchorAsync(reference), Node.Head + 1);
        Assert.Equal("included", await RunAsync(AnchorActivities.Observe, reference));
        return await AnchorAsync(reference);
    }

    public void Dispose()
    {
        Telemetry.Dispose();
        keys.Dispose();
        folder.Delete(recursive: true);
    }
}

/// <summary>Notes what was started and raised.</summary>
internal sealed class RecordingWorkflows : IWorkflows
{
    public List<string> Started { get; } = [];

    /// <summary>Whether an instance of that id is there already.</summary>
    public Func<string, bool> IsLive { get; set; } = static _ => false;

    public List<(string Instance, string Name, string Payload)> Raised { get; } = [];

    public ValueTask<bool> StartAsync(string workflow, string instanceId, string input, CancellationToken cancellationToken)
    {
        Started.Add(instanceId);
        return ValueTask.FromResult(!IsLive(instanceId));
    }

    public ValueTask RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken)
    {
        Raised.Add((instanceId, eventName, payload));
        return ValueTask.CompletedTask;
    }

    public ValueTask<WorkflowStatus?> GetAsync(string instanceId, CancellationToken cancellationToken) => ValueTask.FromResult<WorkflowStatus?>(null);

    public ValueTask<int> PurgeAsync(DateTimeOffset olderThan, CancellationToken cancellationToken) => ValueTask.FromResult(0);
}

/// <summary>Notes what operators were told.</summary>
internal sealed class RecordingAlerts : IAlerts
{
    public List<Alert> Raised { get; } = [];

    public void Raise(Alert alert) => Raised.Add(alert);
}
