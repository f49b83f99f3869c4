namespace LearnCoin.Core.Configuration;

/// <summary>Settings of a deployment. Bound from appsettings.json and the environment; see docs/configuration.md.</summary>
public sealed class LearnCoinOptions
{
    /// <summary>Origin of pages, DID, status lists and issuer profile, such as <c>https://learncoin.example</c>. Required; https except on loopback.</summary>
    public string PublicOrigin { get; set; } = "";

    /// <summary>Origin of the API; default the same as <see cref="PublicOrigin"/>.</summary>
    public string? ApiOrigin { get; set; }

    public AnchoringOptions Anchoring { get; set; } = new();

    public CredentialOptions Credentials { get; set; } = new();

    public IntakeOptions Intake { get; set; } = new();

    public ProxyOptions Proxy { get; set; } = new();

    public PublicLimitOptions PublicLimits { get; set; } = new();

    public AlertOptions Alerts { get; set; } = new();

    public RequestLogOptions RequestLog { get; set; } = new();

    public WebhookOptions Webhooks { get; set; } = new();

    public MailOptions Mail { get; set; } = new();

    public VerificationOptions Verification { get; set; } = new();

    public AuthOptions Auth { get; set; } = new();

    /// <summary>Limits by plan name; defaults of spec/api.md, each can be overridden.</summary>
    public Dictionary<string, PlanOptions> Plans { get; } = new(StringComparer.Ordinal)
    {
        ["developer"] = new PlanOptions { MonthlyPriceUsd = 0, MonthlyCredentials = 500, RequestsPerMinute = 120, LiveKeys = false, CustomDid = false },
        ["starter"] = new PlanOptions { MonthlyPriceUsd = 149, MonthlyCredentials = 2_000, RequestsPerMinute = 120, LiveKeys = true, CustomDid = false },
        ["institution"] = new PlanOptions { MonthlyCredentials = 25_000, RequestsPerMinute = 600, LiveKeys = true, CustomDid = true, DedicatedAnchor = true },
        ["industry"] = new PlanOptions { MonthlyCredentials = 250_000, RequestsPerMinute = 1_200, LiveKeys = true, CustomDid = true, DedicatedAnchor = true },
    };
}

/// <summary>What a plan allows.</summary>
public sealed class PlanOptions
{
    /// <summary>Credentials a calendar month (UTC) and environment.</summary>
    public int MonthlyCredentials { get; set; }

    /// <summary>Requests of a tenant in any sliding 60 s, over all endpoints.</summary>
    public int RequestsPerMinute { get; set; } = 120;

    /// <summary>What <c>/pricing</c> asks for a month, US dollars; null: a price on request. Nothing here bills.</summary>
    public decimal? MonthlyPriceUsd { get; set; }

    /// <summary>Whether the tenant may issue under a DID of its own.</summary>
    public bool CustomDid { get; set; }

    /// <summary>Whether the tenant may have an account of its own for its anchors.</summary>
    public bool DedicatedAnchor { get; set; }

    /// <summary>Whether the tenant may hold live keys.</summary>
    public bool LiveKeys { get; set; } = true;
}

/// <summary>When a batch is refused because what it needs is down (spec/api.md, "When a dependency is down").</summary>
public sealed class IntakeOptions
{
    /// <summary>Outage of the key store or the chain, hours, from which on no batch is taken.</summary>
    public double MaxOutageHours { get; set; } = 6;

    /// <summary>Roots waiting for one chain from which on no batch is taken for it.</summary>
    public int MaxWaitingRoots { get; set; } = 10_000;
}

/// <summary>What stands in front of the service.</summary>
public sealed class ProxyOptions
{
    /// <summary>
    /// Trusted proxies in front: the client's address is this many entries from the right of <c>X-Forwarded-For</c>. 0: the peer of the
    /// connection is the client, and the header is not read.
    /// </summary>
    public int Hops { get; set; }
}

/// <summary>Requests without a working key, by client address, in any sliding 60 s.</summary>
public sealed class PublicLimitOptions
{
    /// <summary>Calls of the limited public endpoints but the verification.</summary>
    public int CallsPerMinute { get; set; } = 60;

    /// <summary>Calls of <c>POST /v1/credentials/verify</c>.</summary>
    public int VerificationsPerMinute { get; set; } = 30;

    /// <summary>Requests answered with 401.</summary>
    public int FailedLoginsPerMinute { get; set; } = 60;
}

/// <summary>Where operators are told of failures.</summary>
public sealed class AlertOptions
{
    /// <summary>Gets a POST with the request id of each <c>internal_error</c>. May hold a secret: never logged.</summary>
    public string? Url { get; set; }
}

/// <summary>The log of calls.</summary>
public sealed class RequestLogOptions
{
    /// <summary>Days that a call stays in the request log.</summary>
    public int RetentionDays { get; set; } = 90;
}

/// <summary>Events and webhooks.</summary>
public sealed class WebhookOptions
{
    /// <summary>Days that events and the log of their deliveries are kept; until then they can be sent again.</summary>
    public int RetentionDays { get; set; } = 30;
}

/// <summary>Form of the documents.</summary>
public sealed class CredentialOptions
{
    /// <summary><c>StatusList2021Entry</c> (default; read by Blockcerts) or <c>BitstringStatusListEntry</c> (W3C Recommendation).</summary>
    public string StatusEntry { get; set; } = "StatusList2021Entry";
}

/// <summary>How roots reach the chain.</summary>
public sealed class AnchoringOptions
{
    /// <summary>Blocks, the including one counted, after which a batch is anchored. Unset: 1 on test, 3 on live.</summary>
    public int? Confirmations { get; set; }

    /// <summary>How long a lane collects roots before it sends, seconds.</summary>
    public double WindowSeconds { get; set; } = 1;

    /// <summary>Pause between two looks at a pending transaction, seconds.</summary>
    public double PollSeconds { get; set; } = 0.5;

    /// <summary>Minutes after which operators are told of a lane that has something to anchor and gets nothing into a block, or of a batch that is not signed.</summary>
    public double StuckMinutes { get; set; } = 10;

    /// <summary>Chain code in the Merkle proof: <c>eth</c> (default; what published Blockcerts libraries read) or <c>base</c>.</summary>
    public string AnchorCode { get; set; } = "eth";

    /// <summary>No transaction is signed with a higher max fee per gas, gwei: above it, anchors wait and operators are told.</summary>
    public double MaxFeeGwei { get; set; } = 10;

    /// <summary>Least tip per gas, gwei.</summary>
    public double MinTipGwei { get; set; } = 0.001;

    /// <summary>Base fee per gas, gwei, that is counted with at least: what the chain's operator lets it fall to.</summary>
    public double MinBaseFeeGwei { get; set; } = 0.005;

    /// <summary>A transaction that no block has taken for this long is replaced by one that pays more, seconds.</summary>
    public double BumpAfterSeconds { get; set; } = 20;

    public NetworkOptions Test { get; set; } = new() { ChainId = 84_532, ExplorerUrl = "https://sepolia.basescan.org" };

    public NetworkOptions Live { get; set; } = new() { ChainId = 8_453, ExplorerUrl = "https://basescan.org" };
}

/// <summary>One chain. Without any endpoint its environment is closed: no keys, no batches.</summary>
public sealed class NetworkOptions
{
    /// <summary>EIP-155 id; checked against the node.</summary>
    public long ChainId { get; set; }

    /// <summary>JSON-RPC endpoint, the first one. May hold a secret: never logged.</summary>
    public string? RpcUrl { get; set; }

    /// <summary>More JSON-RPC endpoints, of other operators. With three or more, one that lies or stands still changes nothing. May hold secrets: never logged.</summary>
    public IList<string> RpcUrls { get; } = [];

    /// <summary>Longest wait for one answer of one endpoint, seconds.</summary>
    public double RpcTimeoutSeconds { get; set; } = 5;

    /// <summary>Blocks behind the best endpoint from which on what an endpoint says of the chain does not count.</summary>
    public int MaxLagBlocks { get; set; } = 5;

    /// <summary>Endpoints that must say the same before it counts; where they differ, it must be more than half of them besides.</summary>
    public int MinAgreement { get; set; } = 1;

    /// <summary>Origin of the block explorer; <c>/tx/&lt;hash&gt;</c> is appended.</summary>
    public string ExplorerUrl { get; set; } = "";

    /// <summary>
    /// How roots are written: <c>calldata</c> (default; what published verifiers read) or <c>eas</c>, by the EAS contract of OP-stack chains,
    /// where other contracts can look them up. Published verifiers refuse the latter.
    /// </summary>
    public string Commitment { get; set; } = "calldata";

    /// <summary>All endpoints, the first one first.</summary>
    internal IEnumerable<string> Endpoints => RpcUrl is null ? RpcUrls : RpcUrls.Prepend(RpcUrl);
}
