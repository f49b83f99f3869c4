using System.Numerics;

namespace LearnCoin.Core.Anchoring;

/// <summary>An EVM chain through JSON-RPC. Hashes and addresses are lower-case hex with 0x; amounts are wei.</summary>
public interface IChain
{
    /// <summary>EIP-155 chain id that the node reports (eth_chainId).</summary>
    ValueTask<long> ChainIdAsync(CancellationToken cancellationToken);

    /// <summary>Block at a height, or of a tag: latest, safe, finalized. Null when the node has none.</summary>
    ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken);

    /// <summary>EIP-1559 figures of the node: base fee of the next block and a suggested tip.</summary>
    ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken);

    /// <summary>Transactions sent by an address, counted at a tag: latest or pending.</summary>
    ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken);

    ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken);

    /// <summary>Broadcasts a signed transaction (eth_sendRawTransaction).</summary>
    /// <returns>What the node said; its wording is kept for classification.</returns>
    ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken);

    /// <summary>Receipt, or null when the node knows of no inclusion. Says nothing of canonicity: compare block hashes.</summary>
    ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken);

    /// <summary>The transaction itself, or null.</summary>
    ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken);

    /// <summary>Asks a contract at the newest block, sending nothing (eth_call).</summary>
    /// <returns>What it answers; empty where no contract is.</returns>
    /// <exception cref="ChainRevertedException">The contract reverts.</exception>
    ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Gas that a transaction without value would need at the newest block (eth_estimateGas).</summary>
    /// <exception cref="ChainRevertedException">It would revert.</exception>
    ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}

/// <param name="Time">Block timestamp.</param>
public sealed record ChainBlock(long Number, string Hash, DateTimeOffset Time);

/// <param name="BaseFee">Base fee per gas of the next block, wei.</param>
/// <param name="Tip">Suggested priority fee per gas, wei.</param>
public sealed record ChainFees(BigInteger BaseFee, BigInteger Tip);

/// <param name="Succeeded">Status 1.</param>
/// <param name="EffectiveGasPrice">wei per gas.</param>
public sealed record ChainReceipt(string TransactionHash, string BlockHash, long BlockNumber, bool Succeeded, long GasUsed, BigInteger EffectiveGasPrice)
{
    /// <summary>What an OP-stack chain took beside the gas for its data on L1, wei (<c>l1Fee</c>); null where the receipt has none.</summary>
    public BigInteger? L1Fee { get; init; }
}

/// <param name="Input">Calldata.</param>
public sealed record ChainTransaction(string Hash, string From, string? To, byte[] Input, BigInteger Value, long? BlockNumber, string? BlockHash);

/// <summary>Answer to a broadcast. A node that cannot be reached is a <see cref="ChainUnavailableException"/> instead.</summary>
public sealed record SendOutcome(SendKind Kind, string NodeMessage);

public enum SendKind
{
    Accepted,

    /// <summary>The node has it already: success.</summary>
    AlreadyKnown,

    NonceTooLow,

    NonceTooHigh,

    /// <summary>Fee below what the node takes now.</summary>
    Underpriced,

    /// <summary>A transaction of this nonce waits there already, and this one pays too little more.</summary>
    ReplacementUnderpriced,

    InsufficientFunds,

    /// <summary>Gas limit below what the transaction needs, or above what a block or the node allows.</summary>
    GasCap,

    /// <summary>A fee that the node or the protocol cannot take: above the node's cap, or a tip above the maximum fee.</summary>
    FeeCap,

    /// <summary>The node has no room or no time for it now: passes by itself.</summary>
    PoolFull,

    /// <summary>Any other refusal.</summary>
    Refused,
}

/// <summary>The chain was asked and says that the contract reverts: asking again changes nothing by itself.</summary>
public sealed class ChainRevertedException(string message) : Exception(message);

/// <summary>No usable answer from the chain's endpoints. Retried; never read as "not there".</summary>
public sealed class ChainUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The endpoint answered as it should, but this very question has no usable answer there: a bad parameter, a method or a block that it does not have.</summary>
    public bool EndpointIsUp { get; init; }
}
