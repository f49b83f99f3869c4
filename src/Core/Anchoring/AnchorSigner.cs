using System.Numerics;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Keys;

namespace LearnCoin.Core.Anchoring;

/// <summary>Signs the transactions of a lane. Whatever it signs is stored before it is sent.</summary>
public sealed class AnchorSigner(IKeys keys, TimeProvider time)
{
    /// <summary>A self-send of value 0 with the root as calldata (spec/credential.md, 5).</summary>
    /// <param name="lane">Whose key signs.</param>
    /// <param name="nonce">Nonce of the transaction.</param>
    /// <param name="root">32 bytes; empty for a filler.</param>
    /// <param name="fee">What it may cost.</param>
    /// <param name="cancellationToken">Ends the wait for the key store.</param>
    public async Task<AnchorAttempt> SignAsync(AnchorLane lane, long nonce, byte[] root, AnchorFee fee, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        var transaction = new Eip1559Transaction(
            lane.Network.ChainId, nonce, fee.Tip, fee.MaxFee, IntrinsicGas.Of(root), lane.Address, BigInteger.Zero, root);
        var digest = transaction.SigningHash();
        var signature = await keys.SignDigestAsync(lane.KeyName, digest, cancellationToken);
        var signed = transaction.WithSignature(Secp256k1.ToRecoverable(signature, digest, lane.Address));
        return AnchorAttempt.Of(signed, time.GetUtcNow());
    }
}
