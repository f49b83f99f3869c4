using LearnCoin.Api.Mail;
using LearnCoin.Commands;
using LearnCoin.Core;
using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Migrations;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Workflows;
using LearnCoin.Local.Alerts;
using LearnCoin.Local.Chain;
using LearnCoin.Local.Keys;
using LearnCoin.Local.Mail;
using LearnCoin.Local.Outbound;
using LearnCoin.Local.Storage;
using LearnCoin.Local.Workflows;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Standalone.Hosting;

/// <summary>Lets a test put itself between the product and a port.</summary>
public sealed record PortDecorators
{
    public Func<ITables, ITables> Tables { get; init; } = static tables => tables;

    public Func<IKeys, IKeys> Keys { get; init; } = static keys => keys;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Func<IChain, IChain> Chain { get; init; } = static chain => chain;

    public Func<string, ActivityBody, ActivityBody> Activity { get; init; } = static (_, body) => body;

    /// <summary>Around what fetches documents that tenants name.</summary>
    public Func<IDocumentFetcher, IDocumentFetcher> Documents { get; init; } = static documents => documents;

    /// <summary>Resolves the hosts that tenants name; null: the system's resolver.</summary>
    public HostResolver? Resolver { get; init; }

    /// <summary>Around what sends mail.</summary>
    public Func<IMailer, IMailer> Mailer { get; init; } = static mailer => mailer;

    /// <summary>Around every HTTP request.</summary>
    public Func<RequestDelegate, RequestDelegate> Request { get; init; } = static next => next;
}

/// <summary>The product on one machine: SQLite, key files, JSON-RPC. The CLI uses it without running workflows; <c>serve</c> runs them.</summary>
public sealed class LocalNode : IAsyncDisposable
{
    private readonly SqliteStore store;
    private readonly SqliteHygiene hygiene;
    private readonly FileErasureJournal journal;
    private readonly FileKeys keys;
    private readonly GuardedHttp outbound;
    private readonly IMailer mailer;
    private readonly List<JsonRpcChain> chains = [];
    private readonly HttpAlerts? alerts;
    private readonly ProductTelemetry telemetry;

    private LocalNode(Settings settings, ILoggerFactory loggers, PortDecorators decorators)
    {
        var folder = settings.Host.DataDirectory;
        Directory.CreateDirectory(folder);
        store = SqliteStore.Open(StoreNames.DatabaseIn(folder));
        var time = decorators.Time;
        journal = new FileErasureJournal(settings.Host.JournalPath, time);
        hygiene = new SqliteHygiene(store, time);
        telemetry = new ProductTelemetry(time);
        var tables = decorators.Tables(new SqliteTables(store));
        keys = new FileKeys(Path.Combine(folder, StoreNames.Keys), settings.Host.KeyPassphrase, SystemEntropy.Instance);
        alerts = settings.Product.Alerts.Url is { } url ? new HttpAlerts(new Uri(url), time, loggers.CreateLogger<HttpAlerts>()) : null;
        var told = new LoggedAlerts((IAlerts?)alerts ?? NoAlerts.Instance, loggers.CreateLogger<LoggedAlerts>());
        var catalog = new WorkflowCatalog();
        Workflows = new JournalWorkflows(
            tables, catalog, time, SystemEntropy.Instance, loggers.CreateLogger<JournalWorkflows>(), settings.Host.Journal with { Alerts = told });
        var networks = AnchorNetworks.Open(settings.Product.Anchoring, endpoint => decorators.Chain(Open(endpoint)), time, told);
        outbound = new GuardedHttp(new OutboundRules(new Uri(settings.Product.PublicOrigin)), decorators.Resolver);
        Queue = new SqliteQueue(store, time);
        mailer = Mailers.Open(settings.Product, Path.Combine(folder, StoreNames.Mail), isEmbedded: true, time);
        Core = new LearnCoinCore(
            settings.Product,
            new CorePorts(tables, decorators.Keys(keys), Workflows, networks, time, SystemEntropy.Instance)
            {
                Alerts = told,
                Hygiene = hygiene,
                Runner = Workflows,
                Telemetry = telemetry,
                Journal = journal,
                Documents = decorators.Documents(outbound),
                Queue = Queue,
                Mailer = new ToldMailer(decorators.Mailer(mailer), told, time),
                MailRenderer = new MailRenderer(loggers),
            });
        Fill(catalog, decorators);
    }

    public LearnCoinCore Core { get; }

    public JournalWorkflows Workflows { get; }

    public IQueue Queue { get; }

    /// <summary>Opens the store of the settings, migrates it where it must be, and brings store and erasure journal together: a host may serve then.</summary>
    /// <exception cref="SettingsException">The store belongs to another PublicOrigin or to a newer release, or is not whole yet.</exception>
    public static Task<LocalNode> OpenAsync(
        Settings settings, ILoggerFactory loggers, PortDecorators decorators, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (StoreNames.IsRestoring(settings.Host.DataDirectory))
        {
            throw new SettingsException(["DataDirectory: a restore is under way here, or broke off. Run 'learncoin restore' again."]);
        }

        return OpenAsync(settings, loggers, decorators, static async (core, cancellationToken) =>
        {
            await core.Schema.MigrateAsync(cancellationToken);
            try
            {
                await core.SetBack.ReconcileAsync(cancellationToken);
            }
            catch (InvalidDataException exception)
            {
                throw new SettingsException([$"Erasure:Journal: {exception.Message}. Take that line out, or put a whole copy of the journal in its place."]);
            }
        }, cancellationToken);
    }

    /// <summary>For one command: the store that the settings name, no workflows run.</summary>
    internal static async Task<OpenCore> OpenForCommandAsync(CancellationToken cancellationToken)
    {
        var settings = Settings.Load(Settings.Read());
        if (StoreNames.IsRestoring(settings.Host.DataDirectory))
        {
            throw new SettingsException(["DataDirectory: a restore is under way here, or broke off. Run 'learncoin restore' again."]);
        }

        if (SqliteStore.IsEarlier(StoreNames.DatabaseIn(settings.Host.DataDirectory)))
        {
            throw new SettingsException([StoreSchema.EarlierRelease]);
        }

        var node = await OpenAsync(
            settings, StandaloneHost.Loggers(), new PortDecorators(), static (core, cancellationToken) => core.Schema.CheckForCommandAsync(cancellationToken), cancellationToken);
        return new OpenCore(node.Core, node);
    }

    private static async Task<LocalNode> OpenAsync(
        Settings settings, ILoggerFactory loggers, PortDecorators decorators, Func<LearnCoinCore, CancellationToken, Task> prepare, CancellationToken cancellationToken)
    {
        var node = new LocalNode(settings, loggers, decorators);
        try
        {
            // First what only reads.
            var faults = new[] { await node.Core.Schema.FaultAsync(cancellationToken), await node.Core.Origin.FaultAsync(cancellationToken) };
            if (faults.OfType<string>().ToList() is { Count: > 0 } found)
            {
                throw new SettingsException(found);
            }

            await prepare(node.Core, cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Workflows.DisposeAsync();
        if (alerts is not null)
        {
            await alerts.DisposeAsync();
        }

        if (mailer is IAsyncDisposable connections)
        {
            await connections.DisposeAsync();
        }

        chains.ForEach(static chain => chain.Dispose());
        telemetry.Dispose();
        outbound.Dispose();
        keys.Dispose();
        await hygiene.DisposeAsync();
        store.Dispose();
        journal.Dispose();
    }

    private void Fill(WorkflowCatalog catalog, PortDecorators decorators)
    {
        var product = new WorkflowCatalog();
        Core.Register(product);
        foreach (var (name, body) in product.Workflows)
        {
            catalog.Add(name, body);
        }

        foreach (var (name, body) in product.Activities)
        {
            catalog.Add(name, decorators.Activity(name, body));
        }
    }

    private JsonRpcChain Open(Uri endpoint)
    {
        var chain = new JsonRpcChain(endpoint);
        chains.Add(chain);
        return chain;
    }
}
