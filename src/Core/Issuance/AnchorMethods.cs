using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;

namespace LearnCoin.Core.Issuance;

/// <summary>DID URLs of the anchor keys: what Merkle proofs name as their verification method.</summary>
public sealed class AnchorMethods(AnchorKeys anchorKeys, PublicUrls urls)
{
    /// <summary>The method of the key that sends on a lane.</summary>
    /// <param name="lane">Id of the lane.</param>
    /// <param name="did">The DID that the batch was signed under; null: the shared one.</param>
    public async ValueTask<string> OfLaneAsync(string lane, string? did, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        var address = lane[(lane.IndexOf('-', StringComparison.Ordinal) + 1)..];
        foreach (var key in await anchorKeys.ListAsync(cancellationToken))
        {
            if (key.Address == address)
            {
                return $"{did ?? urls.Did}#{key.Fragment}";
            }
        }

        throw new InvalidDataException($"No anchor key of lane {lane}");
    }
}
