namespace LearnCoin.Core.Anchoring.Ethereum;

/// <summary>ECDSA over secp256k1 as a transaction carries it.</summary>
/// <param name="RS">64 bytes, r then s; s is low (EIP-2).</param>
/// <param name="RecoveryId">Parity of the y of the signature's point R: 0 or 1.</param>
public sealed record RecoverableSignature(ReadOnlyMemory<byte> RS, int RecoveryId);
