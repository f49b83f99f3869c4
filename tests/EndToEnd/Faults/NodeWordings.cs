namespace LearnCoin.EndToEnd.Faults;

/// <summary>What nodes say when they refuse a transaction.</summary>
/// <param name="Client">Whose words.</param>
/// <param name="Words">As in its source.</param>
internal sealed record NodeWords(string Client, string Words)
{
    public override string ToString() => $"{Client}: {Words}";
}

/// <summary>
/// Refusals by client, from their sources: geth core/txpool/errors.go and core/error.go, reth crates/rpc and transaction-pool error.rs,
/// erigon txpoolcfg.go, nethermind AcceptTxResult.cs, besu TransactionInvalidReason and JsonRpc RpcErrorType, hardhat's EDR, anvil eth/error.rs.
/// </summary>
internal static class NodeWordings
{
    internal static IReadOnlyList<NodeWords> All { get; } =
    [
        new("geth", "already known"),
        new("geth", "nonce too low: next nonce 7, tx nonce 6"),
        new("geth", "nonce too high: tx nonce 9, gapped nonce 7"),
        new("geth", "transaction underpriced: gas tip cap 1, minimum needed 2"),
        new("geth", "replacement transaction underpriced: new tx gas fee cap 1 <= 2 queued"),
        new("geth", "insufficient funds for gas * price + value: balance 0, tx cost 1, overshot 1"),
        new("geth", "exceeds block gas limit"),
        new("geth", "tx fee (1.20 ether) exceeds the configured cap (1.00 ether)"),
        new("geth", "txpool is full"),
        new("geth", "future transaction tries to replace pending"),
        new("op-geth", "max fee per gas less than block base fee: address 0x0, maxFeePerGas: 1, baseFee: 2"),
        new("reth", "transaction already imported"),
        new("reth", "nonce too low: next nonce 7, tx nonce 6"),
        new("reth", "replacement transaction underpriced"),
        new("reth", "transaction underpriced"),
        new("reth", "txpool is full"),
        new("reth", "tx fee (2 wei) exceeds the configured cap (1 wei)"),
        new("erigon", "already known"),
        new("erigon", "nonce too low"),
        new("erigon", "underpriced"),
        new("erigon", "replacement transaction underpriced"),
        new("erigon", "fee too low"),
        new("erigon", "pending sub-pool is full"),
        new("erigon", "insufficient funds"),
        new("nethermind", "AlreadyKnown"),
        new("nethermind", "OldNonce, Current nonce: 7, nonce of rejected tx: 6"),
        new("nethermind", "NonceGap, Future nonce. Expected nonce: 7"),
        new("nethermind", "FeeTooLow, MaxFeePerGas too low. MaxFeePerGas: 1, BaseFee: 2"),
        new("nethermind", "FeeTooLowToCompete"),
        new("nethermind", "ReplacementNotAllowed"),
        new("nethermind", "InsufficientFunds, Balance is zero, cannot pay gas"),
        new("nethermind", "GasLimitExceeded, Gas limit exceeded"),
        new("besu", "Known transaction"),
        new("besu", "Nonce too low"),
        new("besu", "Nonce too far in the future"),
        new("besu", "Gas price below configured minimum gas price"),
        new("besu", "Replacement transaction underpriced"),
        new("besu", "Upfront cost exceeds account balance"),
        new("besu", "Transaction gas limit exceeds block gas limit"),
        new("besu", "Transaction fee cap exceeded"),
        new("hardhat", "Known transaction: 0x00"),
        new("hardhat", "Nonce too low. Expected nonce to be 7 but got 6."),
        new("hardhat", "Nonce too high. Expected nonce to be 7 but got 9."),
        new("hardhat", "Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 2 is necessary to replace the existing transaction with nonce 7."),
        new("hardhat", "Sender doesn't have enough funds to send tx. The max upfront cost is: 2 and the sender's balance is: 1."),
        new("hardhat", "Transaction maxFeePerGas (1) is too low for the next block, which has a baseFeePerGas of 2"),
        new("hardhat", "Transaction gas limit is 2 and exceeds block gas limit of 1"),
        new("anvil", "transaction already imported"),
        new("anvil", "nonce too low"),
        new("anvil", "max fee per gas less than block base fee"),
        new("anvil", "replacement transaction underpriced"),
        new("anvil", "Insufficient funds for gas * price + value"),
        new("anvil", "intrinsic gas too high -- CallGasCostMoreThanGasLimit"),
    ];
}
