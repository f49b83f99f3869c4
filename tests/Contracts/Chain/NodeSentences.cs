using LearnCoin.Core.Anchoring;

namespace LearnCoin.Contracts.Chain;

/// <summary>
/// Sentences of the clients, as their sources have them (read 2026-11-22, main branches unless a version stands there; numbers filled in),
/// and what they mean to us.
/// </summary>
public static class NodeSentences
{
    // core/error.go, core/txpool/errors.go, core/txpool/validation.go, internal/ethapi/api.go
    public static TheoryData<string, string, SendKind> Geth => new()
    {
        { "geth", "nonce too low: next nonce 4, tx nonce 3", SendKind.NonceTooLow },
        { "geth", "nonce too high: tx nonce 9, gapped nonce 4", SendKind.NonceTooHigh },
        { "geth", "already known", SendKind.AlreadyKnown },
        { "geth", "transaction underpriced", SendKind.Underpriced },
        { "geth", "transaction underpriced: gas tip cap 0, minimum needed 1", SendKind.Underpriced },
        { "geth 1.16", "transaction gas price below minimum: gas tip cap 0, minimum needed 1", SendKind.Underpriced },
        { "geth", "max fee per gas less than block base fee: address 0x00, maxFeePerGas: 1, baseFee: 7", SendKind.Underpriced },
        { "geth", "replacement transaction underpriced", SendKind.ReplacementUnderpriced },
        { "geth", "future transaction tries to replace pending", SendKind.ReplacementUnderpriced },
        { "geth", "insufficient funds for gas * price + value: balance 0, tx cost 25000, overshot 25000", SendKind.InsufficientFunds },
        { "geth", "insufficient funds for transfer", SendKind.InsufficientFunds },
        { "geth", "exceeds block gas limit", SendKind.GasCap },
        { "geth", "transaction gas limit too high (cap: 16777216, tx: 20000000)", SendKind.GasCap },
        { "geth", "intrinsic gas too low: gas 21000, minimum needed 22280", SendKind.GasCap },
        { "geth", "insufficient gas for floor data gas cost: gas 21000, minimum needed 22280", SendKind.GasCap },
        { "geth", "tx fee (1.10 ether) exceeds the configured cap (1.00 ether)", SendKind.FeeCap },
        { "geth", "max priority fee per gas higher than max fee per gas", SendKind.FeeCap },
        { "geth", "max fee per gas higher than 2^256-1", SendKind.FeeCap },
        { "geth", "txpool is full", SendKind.PoolFull },
        { "geth", "account limit exceeded: pooled 16 txs", SendKind.PoolFull },
        { "geth", "in-flight transaction limit reached for delegated accounts", SendKind.PoolFull },
        { "geth", "address already reserved", SendKind.PoolFull },
        { "geth", "oversized data: transaction size 200000, limit 131072", SendKind.Refused },
        { "geth", "invalid sender: invalid chain id for signer", SendKind.Refused },
    };

    // ethereum-optimism/op-geth: core/txpool/errors.go, core/txpool/validation.go
    public static TheoryData<string, string, SendKind> OpGeth => new()
    {
        { "op-geth", "nonce too low: next nonce 4, tx nonce 3", SendKind.NonceTooLow },
        { "op-geth", "nonce too high: tx nonce 9, gapped nonce 4", SendKind.NonceTooHigh },
        { "op-geth", "already known", SendKind.AlreadyKnown },
        { "op-geth", "transaction underpriced: tip needed 1000000, tip permitted 1", SendKind.Underpriced },
        { "op-geth", "transaction gas price below minimum: gas tip cap 0, minimum needed 1", SendKind.Underpriced },
        { "op-geth", "replacement transaction underpriced", SendKind.ReplacementUnderpriced },
        { "op-geth", "insufficient funds for gas * price + value: balance 0, tx cost 25000, overshot 25000", SendKind.InsufficientFunds },
        { "op-geth", "exceeds maximum per-transaction gas limit", SendKind.GasCap },
        { "op-geth", "intrinsic gas too low: needed 22280, allowed 21000", SendKind.GasCap },
        { "op-geth", "tx fee (1.10 ether) exceeds the configured cap (1.00 ether)", SendKind.FeeCap },
        { "op-geth", "txpool is full", SendKind.PoolFull },
        { "op-geth", "transaction type not supported", SendKind.Refused },
    };

    // paradigmxyz/reth: crates/rpc/rpc-eth-types/src/error/mod.rs, crates/transaction-pool/src/error.rs; op-reth answers with the same types
    public static TheoryData<string, string, SendKind> Reth => new()
    {
        { "reth", "nonce too low: next nonce 4, tx nonce 3", SendKind.NonceTooLow },
        { "op-reth", "nonce too low: next nonce 4, tx nonce 3", SendKind.NonceTooLow },
        { "reth", "nonce too high", SendKind.NonceTooHigh },
        { "reth", "already known", SendKind.AlreadyKnown },
        { "reth", "transaction underpriced", SendKind.Underpriced },
        { "op-reth", "transaction priority fee below minimum required priority fee 1000000", SendKind.Underpriced },
        { "reth", "max fee per gas less than block base fee", SendKind.Underpriced },
        { "reth", "replacement transaction underpriced", SendKind.ReplacementUnderpriced },
        { "reth", "[0x11]: insufficient gas price to replace existing transaction", SendKind.ReplacementUnderpriced },
        { "reth", "insufficient funds for gas * price + value: have 0 want 25000", SendKind.InsufficientFunds },
        { "reth", "transaction overdraws from account", SendKind.InsufficientFunds },
        { "reth", "exceeds block gas limit", SendKind.GasCap },
        { "op-reth", "exceeds max transaction gas limit", SendKind.GasCap },
        { "reth", "gas limit too high", SendKind.GasCap },
        { "reth", "intrinsic gas too low", SendKind.GasCap },
        { "reth", "intrinsic gas too high", SendKind.GasCap },
        { "reth", "tx fee (1100000000000000000 wei) exceeds the configured cap (1000000000000000000 wei)", SendKind.FeeCap },
        { "reth", "max priority fee per gas higher than max fee per gas", SendKind.FeeCap },
        { "op-reth", "txpool is full", SendKind.PoolFull },
        { "reth", "transaction discarded outright due to pool size constraints", SendKind.PoolFull },
        { "reth", "invalid sender", SendKind.Refused },
    };

    // foundry-rs/foundry: crates/anvil/src/eth/error.rs; NomicFoundation/edr: mempool.rs and miner.rs
    public static TheoryData<string, string, SendKind> Development => new()
    {
        { "anvil 1.7.1", "nonce too low", SendKind.NonceTooLow },
        { "anvil 1.7.1", "Nonce too high", SendKind.NonceTooHigh },
        { "anvil 1.7.1", "Tx: [0x11] already Imported", SendKind.AlreadyKnown },
        { "anvil 1.7.1", "Tx: [0x11] insufficient gas price to replace existing transaction", SendKind.ReplacementUnderpriced },
        { "anvil 1.7.1", "max fee per gas less than block base fee", SendKind.Underpriced },
        { "anvil 1.7.1", "Insufficient funds for gas * price + value", SendKind.InsufficientFunds },
        { "anvil 1.7.1", "intrinsic gas too low", SendKind.GasCap },
        { "anvil 1.7.1", "intrinsic gas too high -- tx.gas_limit > env.block.gas_limit", SendKind.GasCap },
        { "anvil 1.7.1", "Transaction gas limit is greater than the block gas limit, gas_limit: 20000000, cap: 16777216", SendKind.GasCap },
        { "anvil 1.7.1", "max priority fee per gas higher than max fee per gas", SendKind.FeeCap },
        { "anvil 1.7.1", "Failed to decode signed transaction", SendKind.Refused },
        { "hardhat", "Transaction nonce too low. Expected nonce to be at least 4 but got 3.", SendKind.NonceTooLow },
        { "hardhat", "Nonce too high. Expected nonce to be 4 but got 9. Note that transactions can't be queued when automining.", SendKind.NonceTooHigh },
        { "hardhat", "Known transaction: 0x11", SendKind.AlreadyKnown },
        { "hardhat", "Transaction maxFeePerGas (1) is too low for the next block, which has a baseFeePerGas of 7", SendKind.Underpriced },
        { "hardhat", "Transaction gas price is 1, which is below the minimum of 7", SendKind.Underpriced },
        { "hardhat", "Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 22 is necessary to replace the existing transaction with nonce 0.", SendKind.ReplacementUnderpriced },
        { "hardhat", "Sender doesn't have enough funds to send tx. The max upfront cost is: 25000 and the sender's balance is: 0.", SendKind.InsufficientFunds },
        { "hardhat", "Transaction gas limit is 100000000 and exceeds block gas limit of 60000000", SendKind.GasCap },
    };

    // erigontech/erigon: txnprovider/txpool/txpoolcfg/txpoolcfg.go
    public static TheoryData<string, string, SendKind> Erigon => new()
    {
        { "erigon 3", "nonce too low", SendKind.NonceTooLow },
        { "erigon 3", "already known", SendKind.AlreadyKnown },
        { "erigon 3", "existing txn with same hash", SendKind.AlreadyKnown },
        { "erigon 3", "underpriced", SendKind.Underpriced },
        { "erigon 3", "fee too low", SendKind.Underpriced },
        { "erigon 3", "replacement transaction underpriced", SendKind.ReplacementUnderpriced },
        { "erigon 3", "could not replace existing tx", SendKind.ReplacementUnderpriced },
        { "erigon 3", "insufficient funds", SendKind.InsufficientFunds },
        { "erigon 3", "gas limit is too high", SendKind.GasCap },
        { "erigon 3", "IntrinsicGas", SendKind.GasCap },
        { "erigon 3", "tx fee (1.10 ether) exceeds the configured cap (1.00 ether)", SendKind.FeeCap },
        { "erigon 3", "pending sub-pool is full", SendKind.PoolFull },
        { "erigon 3", "baseFee sub-pool is full", SendKind.PoolFull },
        { "erigon 3", "queued sub-pool is full", SendKind.PoolFull },
        { "erigon 3", "RLPTooLong", SendKind.Refused },
    };

    // NethermindEth/nethermind: Nethermind.TxPool/AcceptTxResult.cs, TxPoolErrorMessages.cs; the short names: what older releases say (names of the same fields)
    public static TheoryData<string, string, SendKind> Nethermind => new()
    {
        { "nethermind", "nonce too low", SendKind.NonceTooLow },
        { "nethermind", "nonce too high", SendKind.NonceTooHigh },
        { "nethermind", "nonce too far in future", SendKind.NonceTooHigh },
        { "nethermind", "already known", SendKind.AlreadyKnown },
        { "nethermind", "transaction underpriced", SendKind.Underpriced },
        { "nethermind", "replacement transaction underpriced", SendKind.ReplacementUnderpriced },
        { "nethermind", "insufficient funds for gas * price + value", SendKind.InsufficientFunds },
        { "nethermind", "gas limit reached", SendKind.GasCap },
        { "nethermind", "node is syncing", SendKind.PoolFull },
        { "nethermind, older", "OldNonce, Current nonce: 4, nonce of rejected tx: 3", SendKind.NonceTooLow },
        { "nethermind, older", "NonceGap, Future nonce. Expected nonce: 4", SendKind.NonceTooHigh },
        { "nethermind, older", "AlreadyKnown", SendKind.AlreadyKnown },
        { "nethermind, older", "FeeTooLow", SendKind.Underpriced },
        { "nethermind, older", "InsufficientFunds, Account balance: 0, cumulative cost: 25000", SendKind.InsufficientFunds },
        { "nethermind, older", "GasLimitExceeded, Gas limit: 30000000, gas limit of rejected tx: 40000000", SendKind.GasCap },
        { "nethermind", "transaction invalid", SendKind.Refused },
    };

    // hyperledger/besu: ethereum/api/.../jsonrpc/internal/response/RpcErrorType.java
    public static TheoryData<string, string, SendKind> Besu => new()
    {
        { "besu", "Nonce too low", SendKind.NonceTooLow },
        { "besu", "Nonce too high", SendKind.NonceTooHigh },
        { "besu", "Transaction nonce is too distant from current sender nonce", SendKind.NonceTooHigh },
        { "besu", "Known transaction", SendKind.AlreadyKnown },
        { "besu", "Gas price below configured minimum gas price", SendKind.Underpriced },
        { "besu", "Gas price below current base fee", SendKind.Underpriced },
        { "besu", "Replacement transaction underpriced", SendKind.ReplacementUnderpriced },
        { "besu", "Upfront cost exceeds account balance", SendKind.InsufficientFunds },
        { "besu", "Transaction gas limit exceeds block gas limit", SendKind.GasCap },
        { "besu", "Intrinsic gas exceeds gas limit", SendKind.GasCap },
        { "besu", "Transaction fee cap exceeded", SendKind.FeeCap },
        { "besu", "Max priority fee per gas exceeds max fee per gas", SendKind.FeeCap },
        { "besu", "Initial sync is still in progress", SendKind.PoolFull },
        { "besu", "Transaction pool not enabled. (Either txpool explicitly disabled, or node not yet in sync).", SendKind.PoolFull },
        { "besu", "Wrong chainId", SendKind.Refused },
    };
}
