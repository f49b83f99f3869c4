using LearnCoin.Core.Anchoring.Ethereum;

namespace LearnCoin.Core.Anchoring;

/// <summary>What an anchor's transaction says, and to whom.</summary>
/// <param name="To">Receiver.</param>
/// <param name="Data">Calldata.</param>
/// <param name="GasLimit">Units of gas.</param>
public sealed record AnchorCall(string To, byte[] Data, long GasLimit)
{
    // The contract may find more to do when the transaction is mined than when it was asked: a quarter more, as wallets do.
    private const int MarginDivisor = 4;

    /// <summary>A self-send with the root as calldata (spec/credential.md, 5).</summary>
    /// <param name="address">The lane's account.</param>
    /// <param name="root">32 bytes; empty for a filler.</param>
    public static AnchorCall Calldata(string address, byte[] root) => new(address, root, IntrinsicGas.Of(root));

    /// <summary>What an attempt says: a replacement says the same.</summary>
    public static AnchorCall Of(AnchorAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var transaction = SignedTransaction.Parse(attempt.Raw).Transaction;
        return new AnchorCall(transaction.To ?? throw new InvalidDataException("An anchor without receiver"), transaction.Data.ToArray(), transaction.GasLimit);
    }

    /// <summary>
    /// The way that the network's settings name, where it is open. A root that the contract has already (anybody may enter one first), that
    /// it would refuse, or that failed there before goes as calldata; so does all where the chain has no such contract.
    /// </summary>
    /// <param name="lane">Whose network, and who would send.</param>
    /// <param name="root">32 bytes.</param>
    /// <param name="mustBeCalldata">A batch's root failed with the contract before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChainUnavailableException">The chain cannot be asked.</exception>
    public static async Task<(AnchorCommitment Commitment, AnchorCall Call)> ChooseAsync(
        AnchorLane lane, byte[] root, bool mustBeCalldata, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return lane.Network.Commitment == AnchorCommitment.Eas && !mustBeCalldata && await TryEasAsync(lane, root, cancellationToken) is { } call
            ? (AnchorCommitment.Eas, call)
            : (AnchorCommitment.Calldata, Calldata(lane.Address, root));
    }

    private static async Task<AnchorCall?> TryEasAsync(AnchorLane lane, byte[] root, CancellationToken cancellationToken)
    {
        try
        {
            if (!EasContract.IsNever(await lane.Network.Chain.CallAsync(EasContract.Address, EasContract.GetTimestampCall(root), cancellationToken)))
            {
                return null;
            }

            var data = EasContract.TimestampCall(root);
            var estimate = await lane.Network.Chain.EstimateGasAsync(lane.Address, EasContract.Address, data, cancellationToken);
            return new AnchorCall(EasContract.Address, data, Math.Max(EasContract.LeastGas, estimate + (estimate / MarginDivisor)));
        }
        catch (ChainRevertedException)
        {
            return null;
        }
    }
}
