using System.Numerics;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Console.Operators;

/// <summary>What anchors are asked for.</summary>
/// <param name="Environment">Of which network.</param>
/// <param name="State">Null: any.</param>
/// <param name="Search">What was searched for and not found; else empty.</param>
/// <param name="Skip">How many newer ones the pages before had.</param>
public sealed record AnchorQuery(TenantEnvironment Environment, AnchorState? State, string Search, int Skip);

/// <summary>The list of anchors.</summary>
/// <param name="Asked">What was asked for.</param>
/// <param name="Anchors">A page, newest first.</param>
/// <param name="Tracked">The lanes that they are of, by id.</param>
/// <param name="HasMore">Whether there are older ones.</param>
/// <param name="Mined">The last ones in a block, oldest first: for the charts.</param>
/// <param name="Lanes">All lanes.</param>
public sealed record AnchorsModel(
    AnchorQuery Asked,
    IReadOnlyList<AnchorRecord> Anchors,
    IReadOnlyDictionary<string, AnchorLane> Tracked,
    bool HasMore,
    IReadOnlyList<AnchorRecord> Mined,
    IReadOnlyList<LaneView> Lanes);

/// <summary>One anchor.</summary>
/// <param name="Anchor">With its attempts.</param>
/// <param name="Lane">Its lane.</param>
/// <param name="Head">Where that stands.</param>
public sealed record AnchorModel(AnchorRecord Anchor, AnchorLane Lane, LaneHead Head);

/// <summary>What an anchor cost.</summary>
internal static class AnchorCosts
{
    /// <summary>wei; null while no block has it.</summary>
    public static BigInteger? FeeOf(AnchorRecord anchor) => anchor.Block is null ? null : anchor.Fee;

    /// <summary>wei a credential, without the rest; null while that is not known.</summary>
    public static BigInteger? PerCredential(AnchorRecord anchor) => anchor.Block is null || anchor.Credentials == 0 ? null : anchor.Fee / anchor.Credentials;
}
