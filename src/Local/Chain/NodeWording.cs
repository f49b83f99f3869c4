using LearnCoin.Core.Anchoring;

namespace LearnCoin.Local.Chain;

/// <summary>What nodes say when they refuse: JSON-RPC has hardly any codes for it, so the wording decides. One table for every chain adapter.</summary>
public static class NodeWording
{
    // JSON-RPC code of a revert: geth, and most others after it (execution-apis, "execution error").
    private const int Revert = 3;

    // JSON-RPC 2.0, "Method not found"; EIP-1474, "Method not supported".
    private const int MethodNotFound = -32_601;
    private const int MethodNotSupported = -32_004;

    // execution-apis: the block of a tag is not known.
    private const int UnknownBlock = -39_001;

    // JSON-RPC 2.0: invalid request, method not found, invalid params; EIP-1474: resource not found, method not supported.
    private static readonly long[] AboutTheQuestion = [-32_600, -32_601, -32_602, -32_001, -32_004, UnknownBlock];

    // Parts of what the clients say, without case. Order matters: the first part that is found decides, so the more telling stand first.
    // The whole sentences, by client and with their sources, are the rows of tests/Contracts/Chain/NodeWordingTests.cs.
    private static readonly (string Words, SendKind Kind)[] Refusals =
    [
        ("replacement transaction underpriced", SendKind.ReplacementUnderpriced), // geth, op-geth, reth, op-reth, erigon, nethermind, besu, hardhat
        ("to replace existing transaction", SendKind.ReplacementUnderpriced), // anvil
        ("could not replace existing", SendKind.ReplacementUnderpriced), // erigon
        ("future transaction tries to replace pending", SendKind.ReplacementUnderpriced), // geth, op-geth
        ("already known", SendKind.AlreadyKnown), // geth, op-geth, reth, op-reth, erigon, nethermind
        ("alreadyknown", SendKind.AlreadyKnown), // nethermind, older
        ("already imported", SendKind.AlreadyKnown), // anvil
        ("known transaction", SendKind.AlreadyKnown), // besu, hardhat
        ("existing txn with same hash", SendKind.AlreadyKnown), // erigon
        ("already exists", SendKind.AlreadyKnown), // proxies before nodes
        ("nonce too low", SendKind.NonceTooLow), // geth, op-geth, reth, op-reth, anvil, hardhat, erigon, nethermind, besu
        ("oldnonce", SendKind.NonceTooLow), // nethermind, older
        ("nonce too high", SendKind.NonceTooHigh), // geth, op-geth, reth, op-reth, anvil, hardhat, nethermind, besu
        ("nonce too far in future", SendKind.NonceTooHigh), // nethermind
        ("noncegap", SendKind.NonceTooHigh), // nethermind, older
        ("nonce gap", SendKind.NonceTooHigh), // nethermind
        ("nonce is too distant", SendKind.NonceTooHigh), // besu
        ("insufficient funds", SendKind.InsufficientFunds), // geth, op-geth, reth, op-reth, anvil, erigon, nethermind
        ("insufficientfunds", SendKind.InsufficientFunds), // nethermind, older
        ("enough funds", SendKind.InsufficientFunds), // hardhat, reth's pool
        ("overdraws from account", SendKind.InsufficientFunds), // reth's pool
        ("upfront cost exceeds account balance", SendKind.InsufficientFunds), // besu
        ("exceeds the configured cap", SendKind.FeeCap), // geth, op-geth, reth, op-reth, erigon
        ("fee cap exceeded", SendKind.FeeCap), // besu
        ("higher than max fee per gas", SendKind.FeeCap), // geth, op-geth, reth, op-reth, anvil, erigon
        ("exceeds max fee per gas", SendKind.FeeCap), // besu
        ("bigger than maxfeepergas", SendKind.FeeCap), // hardhat
        ("max fee per gas higher than 2^256-1", SendKind.FeeCap), // geth, op-geth, reth, op-reth
        ("max priority fee per gas higher than 2^256-1", SendKind.FeeCap), // geth, op-geth, reth, op-reth
        ("underpriced", SendKind.Underpriced), // geth, op-geth, reth, op-reth, erigon, nethermind
        ("fee too low", SendKind.Underpriced), // erigon
        ("feetoolow", SendKind.Underpriced), // nethermind, older
        ("less than block base fee", SendKind.Underpriced), // geth, op-geth, reth, op-reth, anvil, erigon
        ("gas price below minimum", SendKind.Underpriced), // geth and op-geth since 1.16
        ("gas price below", SendKind.Underpriced), // besu
        ("below minimum required priority fee", SendKind.Underpriced), // reth, op-reth
        ("which is below the minimum of", SendKind.Underpriced), // hardhat
        ("is too low for the next block", SendKind.Underpriced), // hardhat
        ("block gas limit", SendKind.GasCap), // geth, op-geth, reth, op-reth, hardhat, besu
        ("gas limit is too high", SendKind.GasCap), // erigon
        ("gas limit too high", SendKind.GasCap), // geth, op-geth, reth, op-reth
        ("gas limit reached", SendKind.GasCap), // nethermind
        ("gaslimitexceeded", SendKind.GasCap), // nethermind, older
        ("max transaction gas limit", SendKind.GasCap), // reth, op-reth
        ("per-transaction gas limit", SendKind.GasCap), // op-geth
        ("transaction gas limit", SendKind.GasCap), // anvil, hardhat
        ("intrinsic gas", SendKind.GasCap), // geth, op-geth, reth, op-reth, anvil, besu, nethermind
        ("intrinsicgas", SendKind.GasCap), // erigon
        ("floor data gas", SendKind.GasCap), // geth, op-geth
        ("requires at least", SendKind.GasCap), // hardhat
        ("pool is full", SendKind.PoolFull), // geth, op-geth, reth, op-reth, erigon
        ("pool not enabled", SendKind.PoolFull), // besu while it syncs
        ("sync is still in progress", SendKind.PoolFull), // besu
        ("node is syncing", SendKind.PoolFull), // nethermind
        ("pool size constraints", SendKind.PoolFull), // reth's pool
        ("account limit exceeded", SendKind.PoolFull), // geth, op-geth
        ("in-flight transaction limit", SendKind.PoolFull), // geth, op-geth
        ("already reserved", SendKind.PoolFull), // geth, op-geth, reth, op-reth
    ];

    // Answers of the endpoint, not of the node's pool: no verdict over the transaction.
    private static readonly string[] Limits =
        ["rate limit", "too many requests", "limit exceeded", "request limit", "capacity", "credits", "quota", "throttl", "timeout", "timed out"];

    // EIP-1474, "Limit exceeded"; besu uses -32005 for other things as well, so the wording of refusals goes before it. 429: Alchemy and others.
    private static readonly long[] LimitCodes = [-32_005, 429];

    /// <summary>What the node's refusal of a transaction means.</summary>
    /// <param name="code">Code of the JSON-RPC error; 0 when there is none.</param>
    /// <param name="message">Its message.</param>
    /// <param name="data">Its data as text, where some nodes and proxies put the reason; null when there is none.</param>
    /// <exception cref="ChainUnavailableException">The endpoint takes no more calls now: nothing is said of the transaction.</exception>
    public static SendOutcome Outcome(long code, string message, string? data = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        var kind = Classify(message);
        if (kind == SendKind.Refused && data is not null)
        {
            kind = Classify(data);
        }

        return kind == SendKind.Refused && IsLimit(code, message)
            ? throw new ChainUnavailableException("The endpoint takes no more calls now")
            : new SendOutcome(kind, message);
    }

    /// <summary>The kind of a refusal; <see cref="SendKind.Refused"/> for words that are in no table.</summary>
    public static SendKind Classify(string message)
    {
        foreach (var (words, kind) in Refusals)
        {
            if (message.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return SendKind.Refused;
    }

    /// <summary>Whether the answer to eth_call or eth_estimateGas says that the contract reverts.</summary>
    public static bool IsRevert(long code, string message) =>
        code == Revert || message.Contains("revert", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the node says that it has no such method.</summary>
    public static bool IsMissingMethod(long code, string message) =>
        code is MethodNotFound or MethodNotSupported
        || message.Contains("does not exist", StringComparison.OrdinalIgnoreCase)
        || message.Contains("not supported", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the node says that it has no such block yet; asked of <c>safe</c> and <c>finalized</c>, which a young chain does not have.</summary>
    public static bool IsMissingBlock(long code, string message) =>
        code == UnknownBlock || message.Contains("not found", StringComparison.OrdinalIgnoreCase) || message.Contains("unknown block", StringComparison.OrdinalIgnoreCase);

    /// <summary>What an error says that is no refusal of a transaction: the question cannot be answered, or the endpoint answers nothing now.</summary>
    /// <param name="method">The JSON-RPC method, named in the message.</param>
    /// <param name="code">Code of the error.</param>
    /// <param name="message">Its message: read, never shown, because an endpoint may put anything there.</param>
    public static ChainUnavailableException Error(string method, long code, string message) => new($"The node answered {method} with an error")
    {
        EndpointIsUp = !IsLimit(code, message) && (AboutTheQuestion.Contains(code) || IsMissingBlock(code, message)),
    };

    private static bool IsLimit(long code, string message) =>
        LimitCodes.Contains(code) || Array.Exists(Limits, words => message.Contains(words, StringComparison.OrdinalIgnoreCase));
}
