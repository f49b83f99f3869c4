using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Workflows;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Functions.Durable;
using LearnCoin.Local.Chain;
using LearnCoin.Local.Keys;
using LearnCoin.Local.Storage;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>The product on Durable: the functions of the Azure host over SQLite, key files and an EVM node.</summary>
internal sealed class ProductHub : IAsyncDisposable
{
    public static readonly string[] Secrets = ["Ada Lovelace", "ada.lovelace@example.org", "Analytical Engines", "punched cards", "Example University"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-durable-");
    private readonly SqliteStore store;
    private readonly FileKeys keys;
    private readonly JsonRpcChain chain;
    private readonly ConcurrentDictionary<string, int> ran = new();
    private readonly Func<string, ActivityBody, ActivityBody> decorate;

    private ProductHub(string rpcUrl, Func<string, ActivityBody, ActivityBody>? decorate)
    {
        this.decorate = decorate ?? (static (_, body) => body);
        store = SqliteStore.Open(Path.Combine(folder.FullName, "learncoin.db"));
        keys = new FileKeys(Path.Combine(folder.FullName, "keys"), null, SystemEntropy.Instance);
        chain = new JsonRpcChain(new Uri(rpcUrl));
    }

    public DurableHub Hub { get; } = new();

    public LearnCoinCore Core { get; private set; } = null!;

    public IWorkflows Workflows { get; private set; } = null!;

    /// <summary>How often each activity's body began.</summary>
    public IReadOnlyDictionary<string, int> Ran => ran;

    public static async Task<ProductHub> StartAsync(Anvil node, Func<string, ActivityBody, ActivityBody>? decorate = null)
    {
        var product = new ProductHub(node.Url, decorate);
        await product.HostAsync();
        var key = await product.Core.AnchorKeys.EnsureAsync(product.Core.Networks.Get(TenantEnvironment.Test).KeyName, default);
        await node.FundAsync(key.Address);
        return product;
    }

    /// <summary>The process dies, another begins over the same store and the same task hub.</summary>
    public async Task CrashAndRestartAsync()
    {
        await Hub.CrashAsync();
        await HostAsync();
    }

    public async Task<BatchId> AcceptAsync(int count)
    {
        var tenant = (await Core.Tenants.CreateAsync(Secrets[4], "industry", default)).Value;
        var credentials = new JsonArray([.. Enumerable.Range(0, count).Select(static number => (JsonNode)new JsonObject
        {
            ["recipient"] = new JsonObject
            {
                ["id"] = $"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-{number:x12}",
                ["name"] = $"{Secrets[0]} {number}",
                ["email"] = Secrets[1],
            },
            ["achievement"] = new JsonObject { ["name"] = Secrets[2], ["description"] = Secrets[3], ["criteria"] = new JsonObject { ["narrative"] = "c" } },
            ["issuanceDate"] = "2026-04-23T12:00:01.234Z",
        })]);
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["credentials"] = credentials });
        var answer = await Core.Intake.AcceptAsync(
            new BatchSender(tenant, TenantEnvironment.Test), null, body, static batch => Encoding.UTF8.GetBytes(batch.Id.Value), default);
        return new BatchId(Encoding.UTF8.GetString(answer.Value.Body));
    }

    public async Task<WorkflowStatus> EndAsync(string instance)
    {
        WorkflowStatus? status = null;
        await Wait.UntilAsync(
            $"the end of {instance}",
            TimeSpan.FromMinutes(3),
            async () => (status = await Workflows.GetAsync(instance, default)) is { State: not WorkflowState.Running });
        return status!;
    }

    /// <summary>The batch's workflow and its anchor's follower end well.</summary>
    public async Task AssertAnchoredAsync(BatchId batch)
    {
        Assert.Equal(new WorkflowStatus(WorkflowState.Completed, "anchored", null), await EndAsync(batch.Value));
        var anchor = (await Core.Batches.GetAsync(batch, default)).Anchor!;
        var follower = AnchorWorkflows.FollowerInstance($"{anchor.Lane}:{anchor.Nonce}");
        Assert.Equal(new WorkflowStatus(WorkflowState.Completed, "confirmed", null), await EndAsync(follower));
    }

    /// <summary>Takes over a minute: the lane waits so long for more.</summary>
    public async Task AssertLaneEndsAsync(BatchId batch)
    {
        var lane = (await Core.Batches.GetAsync(batch, default)).Anchor!.Lane;
        Assert.Equal(new WorkflowStatus(WorkflowState.Completed, "idle", null), await EndAsync(AnchorWorkflows.LaneInstance(lane)));
    }

    /// <summary>Nothing of the credentials or their tenant is in what the hub holds, nor in anything that ever went into it or out of it.</summary>
    public void AssertIdsOnly()
    {
        var (held, passed) = (Hub.Store.Texts(), Hub.Traffic.Messages);
        Assert.Contains(held, static text => text.Contains(IssuanceActivities.SignBatch, StringComparison.Ordinal));
        Assert.Contains(passed, static text => text.Contains(IssuanceActivities.SignBatch, StringComparison.Ordinal));
        foreach (var secret in Secrets)
        {
            Assert.DoesNotContain(held.Concat(passed), text => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        chain.Dispose();
        keys.Dispose();
        store.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task HostAsync()
    {
        var options = new LearnCoinOptions { PublicOrigin = "https://issuer.example" };
        options.Anchoring.PollSeconds = 0.2;
        var clients = new DurableClients();
        Workflows = new DurableWorkflows(clients, SystemEntropy.Instance);
        var networks = new AnchorNetworks([AnchorNetwork.Create(TenantEnvironment.Test, options.Anchoring, chain)]);
        Core = new LearnCoinCore(options, new CorePorts(new SqliteTables(store), keys, Workflows, networks, TimeProvider.System, SystemEntropy.Instance));
        var catalog = Catalog();
        object[] services = [catalog, clients, Workflows, new ActivityRunner(catalog, clients)];
        await Hub.StartAsync(registry => FunctionTable.Register(registry, type => Create(type, services), () => Hub.Client));
        clients.Use(Hub.Client);
    }

    private WorkflowCatalog Catalog()
    {
        var (product, catalog) = (new WorkflowCatalog(), new WorkflowCatalog());
        Core.Register(product);
        foreach (var (name, body) in product.Workflows)
        {
            catalog.Add(name, body);
        }

        foreach (var (name, body) in product.Activities)
        {
            var counted = new ActivityBody((input, cancellationToken) =>
            {
                ran.AddOrUpdate(name, 1, static (_, count) => count + 1);
                return body(input, cancellationToken);
            });
            catalog.Add(name, decorate(name, counted));
        }

        return catalog;
    }

    private static object Create(Type type, object[] services)
    {
        var constructor = type.GetConstructors().Single();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => services.Single(parameter.ParameterType.IsInstanceOfType))]);
    }
}
