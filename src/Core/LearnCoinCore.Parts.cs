using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Events;
using LearnCoin.Core.Health;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Logos;
using LearnCoin.Core.Migrations;
using LearnCoin.Core.RateLimits;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Timers;
using LearnCoin.Core.Verification;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core;

/// <summary>The parts of the product that hosts and the HTTP surface use.</summary>
public sealed partial class LearnCoinCore
{
    public LearnCoinOptions Options { get; }

    public TimeProvider Time { get; }

    public PublicUrls Urls { get; }

    public AnchorNetworks Networks { get; }

    public OriginGuard Origin { get; }

    public StoreSchema Schema { get; }

    public TenantStore Tenants { get; }

    public TenantLogos Logos { get; }

    public TenantKeys TenantKeys { get; }

    public TenantChanges TenantChanges { get; }

    public KeyRotation KeyRotation { get; }

    public CompromisedBatches CompromisedBatches { get; }

    public CustomDids CustomDids { get; }

    public CustomDidDocuments CustomDidDocuments { get; }

    public ApiKeyStore ApiKeys { get; }

    public ApiKeyChanges ApiKeyChanges { get; }

    /// <summary>Who is signed in to the console.</summary>
    public ConsoleSessions ConsoleSessions { get; }

    /// <summary>Who may sign in to it as an operator.</summary>
    public OperatorAccess Operators { get; }

    public TenantRateLimit RateLimit { get; }

    public MonthlyQuota Quota { get; }

    public BatchStore Batches { get; }

    public BatchViews BatchViews { get; }

    public EventStore Events { get; }

    public EventData EventData { get; }

    public Outbox Outbox { get; }

    public WebhookStore Webhooks { get; }

    public WebhookSecrets WebhookSecrets { get; }

    public DeliveryStore Deliveries { get; }

    public WebhookChanges WebhookChanges { get; }

    public TestDeliveries TestDeliveries { get; }

    public DeliveryLog DeliveryLog { get; }

    public Redeliveries Redeliveries { get; }

    /// <summary>Deletes endpoints, and forgets what has had its time.</summary>
    public WebhookRetention WebhookRetention { get; }

    /// <summary>Mails with claim links.</summary>
    public ClaimMails ClaimMails { get; }

    public ClaimStore ClaimStore { get; }

    public ClaimSessions ClaimSessions { get; }

    public CredentialClaims Claims { get; }

    public ClaimResends ClaimResends { get; }

    /// <summary>What recipients ask their tenants for.</summary>
    public RecipientErasureRequests ErasureRequests { get; }

    public BatchIntake Intake { get; }

    public IdempotentCalls Calls { get; }

    public AuditChain Audit { get; }

    /// <summary>The calls of the API.</summary>
    public RequestLog Requests { get; }

    /// <summary>The calls with what they changed.</summary>
    public RequestTraces RequestTraces { get; }

    public IAlerts Alerts { get; }

    public CredentialList Credentials { get; }

    public CredentialErasure Erasure { get; }

    public ErasureLog Erasures { get; }

    public ErasureReplay ErasureReplay { get; }

    public SetBackStore SetBack { get; }

    public Revocations Revocations { get; }

    public BatchRevocations BatchRevocations { get; }

    public AnchorStore Anchors { get; }

    public AnchorKeys AnchorKeys { get; }

    public AnchorLanes Lanes { get; }

    /// <summary>The lanes, for operators.</summary>
    public LaneViews LaneViews { get; }

    public AnchorAccounts AnchorAccounts { get; }

    public AnchorAccountChanges AnchorAccountChanges { get; }

    public AnchorSearch AnchorSearch { get; }

    public CredentialDocuments Documents { get; }

    public IssuerDocuments Issuer { get; }

    public StatusCredentials StatusCredentials { get; }

    public VerificationReports Reports { get; }

    /// <summary>How the service is.</summary>
    public ServiceHealth Health { get; }

    public ProductTelemetry Telemetry { get; }

    /// <summary>What hosts run by the clock, one of them at a time.</summary>
    public TimedTasks Timers { get; }
}
