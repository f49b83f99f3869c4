using Azure.Core;
using LearnCoin.Api.Mail;
using LearnCoin.Commands;
using LearnCoin.Core;
using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Workflows;
using LearnCoin.Functions.Adapters;
using LearnCoin.Local.Alerts;
using LearnCoin.Local.Keys;
using LearnCoin.Local.Mail;
using LearnCoin.Local.Outbound;
using LearnCoin.Local.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.Functions.Hosting;

/// <summary>The product in the Azure host: Core over the adapters that the settings name. Made once, when first asked for.</summary>
public sealed class AzureNode : IAsyncDisposable, IDisposable
{
    // In the order of their making; ended in the opposite one.
    private readonly List<object> parts = [];
    private SqliteStore? store;
    private TokenCredential? credential;

    public AzureNode(FunctionSettings settings, IWorkflows workflows, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var (product, host) = settings;
        Queue = host.Storage.Provider == "local" ? new SqliteQueue(Store(host), time) : Queues(host);
        var told = new LoggedAlerts(
            product.Alerts.Url is { } url ? Own(new HttpAlerts(new Uri(url), time, loggers.CreateLogger<HttpAlerts>())) : NoAlerts.Instance,
            loggers.CreateLogger<LoggedAlerts>());
        Core = new LearnCoinCore(
            product,
            new CorePorts(Tables(host), Keys(host), workflows, AnchorNetworks.Open(product.Anchoring, Chain, time, told), time, SystemEntropy.Instance)
            {
                Alerts = told,
                // Azure's tables are cleaned by Azure.
                Hygiene = store is null ? NoHygiene.Instance : Own(new SqliteHygiene(store, time)),
                // The platform runs the workflows: there is nobody to ask.
                Runner = null,
                Telemetry = Own(new ProductTelemetry(time)),
                // Azure's tables outlive the worker's disk: there the operator exports the erasures.
                Journal = store is null ? NoErasureJournal.Instance : Own(new FileErasureJournal(Path.Combine(Folder(host), "erasures.jsonl"), time)),
                Queue = Queue,
                Mailer = new ToldMailer(Own(Mailers.Open(product, NeedsFolder(host) ? Path.Combine(Folder(host), "mail") : null, isEmbedded: false, time)), told, time),
                MailRenderer = new MailRenderer(loggers),
                Documents = Own(new GuardedHttp(new OutboundRules(new Uri(product.PublicOrigin)))),
            });
    }

    public LearnCoinCore Core { get; }

    public IQueue Queue { get; }

    /// <summary>Before the worker serves: checks that the store is this deployment's, migrates it where it must be, and completes its erasures.</summary>
    /// <exception cref="SettingsException">The store belongs to another PublicOrigin or to a newer release.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await CheckOriginAsync(cancellationToken);
        await Core.Schema.MigrateAsync(cancellationToken);
        await Core.SetBack.ReconcileAsync(cancellationToken);
    }

    /// <summary>For one command: the store that the settings name (appsettings.json of the working folder, the environment), no workflows run.</summary>
    /// <exception cref="SettingsException">The settings cannot be used.</exception>
    internal static async Task<OpenCore> OpenForCommandAsync(CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(Directory.GetCurrentDirectory())
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .Build();
        var node = new AzureNode(FunctionSettings.Load(configuration), NoWorkflows.Instance, TimeProvider.System, NullLoggerFactory.Instance);
        await node.CheckOriginAsync(cancellationToken);
        await node.Core.Schema.CheckForCommandAsync(cancellationToken);
        return new OpenCore(node.Core, node);
    }

    public async ValueTask DisposeAsync()
    {
        for (var last = parts.Count - 1; last >= 0; last--)
        {
            if (parts[last] is IAsyncDisposable slow)
            {
                await slow.DisposeAsync();
            }
            else
            {
                (parts[last] as IDisposable)?.Dispose();
            }
        }

        parts.Clear();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    // Reads only.
    private async Task CheckOriginAsync(CancellationToken cancellationToken)
    {
        var faults = new[] { await Core.Schema.FaultAsync(cancellationToken), await Core.Origin.FaultAsync(cancellationToken) }.OfType<string>().ToList();
        if (faults.Count > 0)
        {
            throw new SettingsException(faults);
        }
    }

    private ITables Tables(FunctionsOptions host) => host.Storage.Provider switch
    {
        "local" => new SqliteTables(Store(host)),
        "emulator" => new AzureTables(StorageClients.EmulatorTables(new Uri(host.Storage.TableServiceUri ?? StorageOptions.EmulatorTables))),
        _ => new AzureTables(StorageClients.Tables(new Uri(host.Storage.TableServiceUri!), Credential(host))),
    };

    private AzureQueue Queues(FunctionsOptions host) => new(host.Storage.Provider == "emulator"
        ? StorageClients.EmulatorQueues(new Uri(host.Storage.QueueServiceUri ?? StorageOptions.EmulatorQueues))
        : StorageClients.Queues(new Uri(host.Storage.QueueServiceUri!), Credential(host)));

    private IKeys Keys(FunctionsOptions host) => host.Keys.Provider == "local"
        ? Own(new FileKeys(Path.Combine(Folder(host), "keys"), host.KeyPassphrase, SystemEntropy.Instance))
        : Own<IKeys>(new VaultKeys(VaultKeys.Client(new Uri(host.Keys.VaultUri!), Credential(host))));

    private IChain Chain(Uri endpoint) => Own<IChain>(new NethereumChain(endpoint));

    // One for all services: each keeps its own tokens.
    private TokenCredential Credential(FunctionsOptions host) => credential ??= StorageClients.Credential(host.Azure.ClientId);

    private SqliteStore Store(FunctionsOptions host) => store ??= Own(SqliteStore.Open(Path.Combine(Folder(host), "learncoin.db")));

    private static bool NeedsFolder(FunctionsOptions host) => host.Storage.Provider == "local" || host.Keys.Provider == "local";

    private static string Folder(FunctionsOptions host) => Directory.CreateDirectory(host.DataDirectory).FullName;

    private TPart Own<TPart>(TPart part)
        where TPart : class
    {
        parts.Add(part);
        return part;
    }
}
