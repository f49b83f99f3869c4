using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Events;
using LearnCoin.Core.Health;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Logos;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Migrations;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.RateLimits;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Timers;
using LearnCoin.Core.Verification;
using LearnCoin.Core.Webhooks;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core;

/// <summary>What a host brings: one adapter a port.</summary>
/// <param name="Tables">Rows.</param>
/// <param name="Keys">Key store.</param>
/// <param name="Workflows">Starts and nudges workflows; its runner runs the catalog that <see cref="LearnCoinCore.Register"/> filled.</param>
/// <param name="Networks">Chains by environment.</param>
/// <param name="Time">Clock.</param>
/// <param name="Entropy">Randomness.</param>
public sealed record CorePorts(ITables Tables, IKeys Keys, IWorkflows Workflows, AnchorNetworks Networks, TimeProvider Time, IEntropy Entropy)
{
    /// <summary>Where operators are told of failures.</summary>
    public IAlerts Alerts { get; init; } = NoAlerts.Instance;
    /// <summary>Fetches, under guard, what tenants name.</summary>
    public IDocumentFetcher Documents { get; init; } = NoDocuments.Instance;
    /// <summary>Cleans the store's files after an erasure; by default there is nothing to clean.</summary>
    public IStoreHygiene Hygiene { get; init; } = NoHygiene.Instance;
    /// <summary>Says whether the store's workflows run; null where the platform runs them.</summary>
    public IWorkflowRunner? Runner { get; init; }
    /// <summary>The product's figures, ended by the host; null: they are of nobody.</summary>
    public ProductTelemetry? Telemetry { get; init; }
    /// <summary>Sends webhooks.</summary>
    public IWebhookSender Sender { get; init; } = NoWebhookSender.Instance;
    /// <summary>Sends mail.</summary>
    public IMailer Mailer { get; init; } = NoMailer.Instance;
    /// <summary>Writes mail.</summary>
    public IMailRenderer MailRenderer { get; init; } = NoMailRenderer.Instance;
    /// <summary>Queues of work that needs no workflow.</summary>
    public IQueue Queue { get; init; } = new MemoryQueue(TimeProvider.System);
    /// <summary>Remembers erasures outside of the store; by default nothing does.</summary>
    public IErasureJournal Journal { get; init; } = NoErasureJournal.Instance;
}

/// <summary>The product, put together by hand from a host's ports: the one place where its parts meet.</summary>
public sealed partial class LearnCoinCore
{
    private readonly IssuanceActivities issuance;
    private readonly AnchorPreparation preparation;
    private readonly AnchorActivities anchoring;
    private readonly AnchorWorkflows anchorWorkflows;
    private readonly PublishEventWorkflow publishing;
    private readonly DeliveryAttempts delivering;

    public LearnCoinCore(LearnCoinOptions options, CorePorts ports)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ports);
        var (tables, keys, workflows, unmeasured, time, entropy) = ports;
        Telemetry = ports.Telemetry ?? new ProductTelemetry(time);
        var networks = unmeasured.Around((network, chain) => new MeasuredChain(chain, network.ApiName, Telemetry.Chain, time));
        Options = options;
        Time = time;
        Networks = networks;
        Alerts = ports.Alerts;
        Urls = new PublicUrls(options);
        Origin = new OriginGuard(tables, options);
        Schema = new StoreSchema(tables, time, entropy);
        TenantKeys = new TenantKeys(tables, keys, time, entropy);
        Tenants = new TenantStore(tables, TenantKeys, time, entropy);
        Logos = new TenantLogos(tables, Tenants, ports.Documents, time);
        ApiKeys = new ApiKeyStore(tables, time, entropy);
        ConsoleSessions = new ConsoleSessions(tables, time, entropy);
        Operators = new OperatorAccess(options.Auth);
        RateLimit = new TenantRateLimit(tables, time);
        Quota = new MonthlyQuota(tables);
        Batches = new BatchStore(tables);
        Anchors = new AnchorStore(tables);
        AnchorKeys = new AnchorKeys(tables, keys, time);
        Lanes = new AnchorLanes(networks, AnchorKeys, Anchors, workflows);

        var form = options.Credentials.StatusEntry == "BitstringStatusListEntry" ? StatusForm.Bitstring : StatusForm.StatusList2021;
        var statusLists = new StatusListStore(tables, Urls, form, time, entropy);
        var issuer = new CredentialIssuer(Canonicalizer.Shared, Urls);
        var signingOutages = new SigningOutages(tables, time);
        Audit = new AuditChain(tables, time);
        var didStore = new CustomDidStore(tables);
        var didChecks = new CustomDidChecks(didStore, TenantKeys, AnchorKeys, networks, ports.Documents, Audit, Urls, time);
        CustomDids = new CustomDids(didStore, didChecks, Tenants, Audit, Urls, options, time);
        var issuerKeys = new IssuerKeys(TenantKeys, didStore);
        var signer = new BatchSigner(Batches, Tenants, TenantKeys, CustomDids, issuerKeys, statusLists, issuer, time);
        var policy = FeePolicy.Of(options.Anchoring);
        var pauses = new AnchorPauses(Anchors, Lanes, Alerts, Telemetry.Anchors, time);
        var anchorSigner = new AnchorSigner(keys, time);
        BatchViews = new BatchViews(networks, Lanes, Anchors);
        Events = new EventStore(tables);
        Webhooks = new WebhookStore(tables);
        WebhookSecrets = new WebhookSecrets(keys, entropy);
        Deliveries = new DeliveryStore(tables);
        EventData = new EventData(Batches, BatchViews, Webhooks, Urls, time);
        Outbox = new Outbox(tables, Events, EventData, Webhooks, workflows, time);
        publishing = new PublishEventWorkflow(Events, Outbox, Webhooks, Deliveries, Tenants, workflows, time);
        WebhookRetention = new WebhookRetention(tables, Webhooks, Events, Deliveries, options.Webhooks, time);
        var openedSecrets = new OpenedSecrets(WebhookSecrets, time);
        var attemptSender = new AttemptSender(EventData, openedSecrets, ports.Sender, Telemetry.Webhooks, time, entropy);
        var deliveryParts = new DeliveryParts(
            Deliveries, Webhooks, Events, Tenants, new EndpointHealth(Webhooks, Outbox, time), new DeliveryGate(time, entropy), attemptSender);
        delivering = new DeliveryAttempts(deliveryParts, Telemetry.Webhooks, time);
        var deliverySweep = new DeliverySweep(Deliveries, openedSecrets, Telemetry.Webhooks, workflows, time);
        var anchored = new AnchoredBatches(Batches, Anchors, Outbox, workflows, time);
        var ledger = new AnchorLedger(Anchors, anchored, Lanes, Alerts, Telemetry.Anchors, time);
        var sender = new AnchorSender(Anchors, anchorSigner, pauses, Telemetry.Anchors);
        var follower = new AnchorFollower(Anchors, ledger, policy);
        var driver = new AnchorDriver(Anchors, Lanes, sender, ledger, follower, pauses, policy, options.Anchoring, time);
        AnchorAccounts = new AnchorAccounts(Lanes, AnchorKeys, Tenants, didStore, options);
        LaneViews = new LaneViews(Lanes, Anchors, options.Intake.MaxWaitingRoots, time);
        AnchorSearch = new AnchorSearch(Anchors, Lanes, Batches);
        AnchorAccountChanges = new AnchorAccountChanges(Tenants, AnchorKeys, networks, CustomDids, didChecks, policy, Audit, options);
        ClaimStore = new ClaimStore(tables);
        ClaimMails = new ClaimMails(tables, Batches, Tenants, ClaimStore, ports.Queue, ports.Mailer, ports.MailRenderer, Urls, time, entropy, Alerts, Telemetry.Mail);
        ClaimSessions = new ClaimSessions(ClaimStore, time, entropy);
        Claims = new CredentialClaims(tables, Batches, ClaimStore, ClaimSessions, Outbox, time);
        ClaimResends = new ClaimResends(tables, Batches, ClaimMails, Audit, time);
        ErasureRequests = new RecipientErasureRequests(tables, Batches, time);
        issuance = new IssuanceActivities(Batches, signer, signingOutages, Quota, Anchors, Lanes, AnchorAccounts, anchored, networks, Outbox, ClaimMails, time, Alerts, Telemetry.Batches);
        preparation = new AnchorPreparation(Anchors, anchorSigner, Lanes, pauses, policy, Telemetry.Anchors, time);
        anchoring = new AnchorActivities(Anchors, Lanes, sender, driver, follower, workflows, options.Anchoring, time);
        anchorWorkflows = new AnchorWorkflows(TimeSpan.FromSeconds(options.Anchoring.WindowSeconds));

        var anchorCode = options.Anchoring.AnchorCode == "base" ? AnchorCode.Base : AnchorCode.Eth;
        Documents = new CredentialDocuments(Batches, new AnchorMethods(AnchorKeys, Urls), anchorCode);
        var version = new IssuerVersion(tables);
        Issuer = new IssuerDocuments(Tenants, TenantKeys, AnchorKeys, version, Urls, time);
        var settlement = new RevocationSettlement(tables, Batches, statusLists, time);
        TenantChanges = new TenantChanges(Tenants, Audit, options, time);
        KeyRotation = new KeyRotation(TenantKeys, didStore, Audit, time);
        CompromisedBatches = new CompromisedBatches(Batches, TenantKeys, networks);
        StatusCredentials = new StatusCredentials(statusLists, settlement, TenantKeys, issuerKeys, version, issuer, Urls, form, time);
        CustomDidDocuments = new CustomDidDocuments(didStore, time);
        Reports = new VerificationReports(Issuer, CustomDidDocuments, StatusCredentials, networks, Urls, time);
        var idempotency = new IdempotencyStore(tables, time, entropy);
        Calls = new IdempotentCalls(idempotency, time, entropy);
        var gate = new IntakeGate(TenantKeys, signingOutages, Anchors, AnchorAccounts, networks, options.Intake, time);
        Requests = new RequestLog(tables, time, TimeSpan.FromDays(options.RequestLog.RetentionDays));
        RequestTraces = new RequestTraces(Requests, Audit, Tenants);
        Credentials = new CredentialList(tables);
        Erasures = new ErasureLog(tables);
        Erasure = new CredentialErasure(Batches, Erasures, ports.Journal, Audit, Calls, ports.Hygiene, Outbox, new ClaimErasure(tables, ClaimStore, ErasureRequests, ports.Mailer, time), time);
        ErasureReplay = new ErasureReplay(Tenants, Erasures, Erasure, ports.Journal);
        SetBack = new SetBackStore(Tenants, statusLists, ErasureReplay, time);
        ApiKeyChanges = new ApiKeyChanges(ApiKeys, Audit, time);
        Revocations = new Revocations(tables, Batches, Calls, Audit, settlement, Outbox);
        BatchRevocations = new BatchRevocations(tables, Batches, Calls, Audit, settlement, Outbox);
        Intake = new BatchIntake(
            Batches, Calls, Quota, gate, networks, Urls, form, Origin, workflows, options, time, Telemetry.Batches);
        var outbound = new OutboundRules(new Uri(Urls.PublicOrigin));
        WebhookChanges = new WebhookChanges(Webhooks, WebhookSecrets, WebhookRetention, Calls, Audit, Outbox, outbound, time);
        DeliveryLog = new DeliveryLog(Deliveries);
        Redeliveries = new Redeliveries(Webhooks, Deliveries, DeliveryLog, Events, workflows, TimeSpan.FromDays(options.Webhooks.RetentionDays), time);
        TestDeliveries = new TestDeliveries(deliveryParts, time, entropy);
        var sweeps = new Sweeps(Batches, Quota, idempotency, Tenants, Anchors, Lanes, follower, workflows, time, Requests, Outbox, ClaimMails, ClaimStore);
        var funds = new AnchorFunds(Lanes, AnchorAccounts, Anchors, Alerts, time);
        var watch = new LaneWatch(Lanes, AnchorAccounts, Anchors, Batches, options, new StuckNotes(tables, Alerts, time), Telemetry.Lanes, time);
        Health = new ServiceHealth(StoreFaultAsync, keys, ports.Runner, networks, watch, Telemetry.Chain, time);
        var minute = TimeSpan.FromMinutes(1);
        TimedTask[] tasks =
        [
            new TimedTask(TimerNames.SweepBatches, minute, sweeps.BatchesAsync),
            new TimedTask(TimerNames.SweepAnchors, minute, async cancellationToken =>
            {
                try
                {
                    await sweeps.AnchorsAsync(cancellationToken);
                }
                finally
                {
                    // What stands still is told, above all when a sweep breaks.
                    await watch.LookAsync(cancellationToken);
                }

                await funds.CheckAsync(cancellationToken);
            }),
            new TimedTask(TimerNames.SweepDids, minute, CustomDids.SweepAsync),
            new TimedTask(TimerNames.SweepErasures, minute, Erasure.SweepAsync),
            new TimedTask(TimerNames.SweepOutbox, minute, cancellationToken => AllAsync(cancellationToken, Outbox.SweepAsync, deliverySweep.RunAsync)),
            new TimedTask(TimerNames.PurgeExpired, TimeSpan.FromHours(1), cancellationToken => AllAsync(
                cancellationToken,
                ClaimMails.SweepAsync,
                sweeps.PurgeAsync,
                ConsoleSessions.PurgeAsync,
                async stop => await WebhookRetention.PurgeAsync([.. (await Tenants.ListAsync(stop)).Select(static tenant => tenant.Id)], stop))),
        ];
        Timers = new TimedTasks(new Leases(tables, time, entropy), time, [.. tasks.Select(Telemetry.Work.Around)]);
    }

    /// <summary>Adds the product's workflows and activities to a runner's catalog.</summary>
    public void Register(WorkflowCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var own = new WorkflowCatalog();
        issuance.Register(own);
        anchorWorkflows.Register(own);
        preparation.Register(own);
        anchoring.Register(own);
        publishing.Register(own);
        delivering.Register(own);
        catalog.AddAll(own, Telemetry.Work.Around);
    }

    /// <summary>All of them, though one fails: the first failure comes out at the end.</summary>
    private static async Task AllAsync(CancellationToken cancellationToken, params Func<CancellationToken, Task>[] steps)
    {
        var failures = new FirstFailure();
        foreach (var step in steps)
        {
            await failures.TryAsync(() => step(cancellationToken), cancellationToken);
        }

        failures.Throw();
    }

    /// <summary>Why the store is not one that this release may serve, in a fixed word; null: it is.</summary>
    private async Task<string?> StoreFaultAsync(CancellationToken cancellationToken) =>
        await Origin.FaultAsync(cancellationToken) is not null ? "not_of_this_deployment"
        : await Schema.VersionAsync(cancellationToken) != Schema.Newest ? "schema"
        : null;
}
