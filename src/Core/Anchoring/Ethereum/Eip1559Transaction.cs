using System.Numerics;

namespace LearnCoin.Core.Anchoring.Ethereum;

/// <summary>An EIP-1559 transaction (type 2) with an empty access list: the only kind the product sends.</summary>
/// <param name="ChainId">EIP-155 chain id.</param>
/// <param name="Nonce">Number of the sender's transactions before this one.</param>
/// <param name="MaxPriorityFeePerGas">wei.</param>
/// <param name="MaxFeePerGas">wei.</param>
/// <param name="GasLimit">Units of gas.</param>
/// <param name="To">Receiver, lower-case hex with 0x; null would create a contract.</param>
/// <param name="Value">wei.</param>
/// <param name="Data">Calldata.</param>
public sealed record Eip1559Transaction(
    long ChainId,
    long Nonce,
    BigInteger MaxPriorityFeePerGas,
    BigInteger MaxFeePerGas,
    long GasLimit,
    string? To,
    BigInteger Value,
    ReadOnlyMemory<byte> Data)
{
    internal const byte Type = 2;

    /// <summary>The 32 bytes that the sender's key signs: Keccak-256 of <see cref="Unsigned"/>.</summary>
    public byte[] SigningHash() => Keccak256.Hash(Unsigned());

    /// <summary>0x02 and the fields without a signature.</summary>
    public byte[] Unsigned() => [Type, .. Rlp.List(Fields())];

    /// <summary>Puts the signature in.</summary>
    /// <param name="signature">Over <see cref="SigningHash"/>, see <see cref="Secp256k1.ToRecoverable"/>.</param>
    /// <exception cref="LearnCoin.Core.Proofs.ProofFormatException">s is high or no key can have made it: no node would take it.</exception>
    public SignedTransaction WithSignature(RecoverableSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var rs = signature.RS.Span;
        byte[] raw =
        [
            Type,
            .. Rlp.List([
                .. Fields(),
                Rlp.Integer(signature.RecoveryId),
                Rlp.Integer(new BigInteger(rs[..32], isUnsigned: true, isBigEndian: true)),
                Rlp.Integer(new BigInteger(rs[32..], isUnsigned: true, isBigEndian: true)),
            ]),
        ];
        return SignedTransaction.Parse(raw);
    }

    private byte[][] Fields() =>
    [
        Rlp.Integer(ChainId),
        Rlp.Integer(Nonce),
        Rlp.Integer(MaxPriorityFeePerGas),
        Rlp.Integer(MaxFeePerGas),
        Rlp.Integer(GasLimit),
        Rlp.Bytes(To is null ? [] : EthereumAddress.Parse(To)),
        Rlp.Integer(Value),
        Rlp.Bytes(Data.Span),
        Rlp.List(),
    ];
}
