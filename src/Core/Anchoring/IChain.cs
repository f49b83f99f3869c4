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
}

/// <param name="Time">Block timestamp.</param>
public sealed record ChainBlock(long Number, string Hash, DateTimeOffset Time);

/// <param name="BaseFee">Base fee per gas of the next block, wei.</param>
/// <param name="Tip">Suggested priority fee per gas, wei.</param>
public sealed record ChainFees(BigInteger BaseFee, BigInteger Tip);

/// <param name="Succeeded">Status 1.</param>
/// <param name="EffectiveGasPrice">wei per gas.</param>
public sealed record ChainReceipt(string TransactionHash, string BlockHash, long BlockNumber, bool Succeeded, long GasUsed, BigInteger EffectiveGasPrice);

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

    /// <summary>Fee below what the node takes, or a replacement that pays too little more.</summary>
    Underpriced,

    InsufficientFunds,

    /// <summary>Any other refusal.</summary>
    Refused,
}

/// <summary>No usable answer from the chain's endpoints. Retried; never read as "not there".</summary>
public sealed class ChainUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
