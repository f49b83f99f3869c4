using System.Numerics;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Keys;

namespace LearnCoin.Core.Anchoring;

/// <summary>Signs the transactions of a lane. Whatever it signs is stored before it is sent.</summary>
public sealed class AnchorSigner(IKeys keys, TimeProvider time)
{
    /// <summary>A transaction of value 0.</summary>
    /// <param name="lane">Whose key signs.</param>
    /// <param name="nonce">Nonce of the transaction.</param>
    /// <param name="call">What it says, and to whom.</param>
    /// <param name="fee">What it may cost.</param>
    /// <param name="cancellationToken">Ends the wait for the key store.</param>
    public async Task<AnchorAttempt> SignAsync(AnchorLane lane, long nonce, AnchorCall call, AnchorFee fee, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        ArgumentNullException.ThrowIfNull(call);
        var transaction = new Eip1559Transaction(
            lane.Network.ChainId, nonce, fee.Tip, fee.MaxFee, call.GasLimit, call.To, BigInteger.Zero, call.Data);
        var digest = transaction.SigningHash();
        var signature = await keys.SignDigestAsync(lane.KeyName, digest, cancellationToken);
        var signed = transaction.WithSignature(Secp256k1.ToRecoverable(signature, digest, lane.Address));
        return AnchorAttempt.Of(signed, time.GetUtcNow());
    }
}
