using LearnCoin.Core.Configuration;

namespace LearnCoin.Core.Anchoring.Endpoints;

/// <summary>What holds for all endpoints of one chain.</summary>
/// <param name="ChainId">EIP-155 id that each must report.</param>
/// <param name="Timeout">Longest wait for one answer.</param>
/// <param name="MaxLagBlocks">Blocks behind the best head from which on an endpoint's reads do not count.</param>
/// <param name="MinAgreement">Endpoints that must say the same before it counts.</param>
public sealed record EndpointPolicy(long ChainId, TimeSpan Timeout, int MaxLagBlocks, int MinAgreement)
{
    /// <summary>How long a chain id that was checked is believed while the endpoint goes on answering.</summary>
    internal static readonly TimeSpan RecheckChainAfter = TimeSpan.FromMinutes(10);

    /// <summary>Heads are looked up anew when they are older, so that lag is seen also while nobody asks for heads.</summary>
    internal static readonly TimeSpan HeadsAge = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstStep = TimeSpan.FromMilliseconds(250);

    // A lane has no other way than a single endpoint: it must not wait long for one that is back.
    private static readonly TimeSpan LongestStepAlone = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(30);

    /// <summary>Whether the chain has only one endpoint.</summary>
    internal bool IsAlone { get; init; }

    internal static EndpointPolicy Of(NetworkOptions options) =>
        new(options.ChainId, TimeSpan.FromSeconds(options.RpcTimeoutSeconds), options.MaxLagBlocks, options.MinAgreement);

    /// <summary>Pause after that many failures in a row: 250 ms, doubled each time, up to 30 s, or 5 s for the only endpoint.</summary>
    internal TimeSpan BackOff(int failures)
    {
        var longest = IsAlone ? LongestStepAlone : LongestStep;
        var doublings = Math.Min(failures - 1, 16);
        var step = FirstStep * (1 << doublings);
        return step < longest ? step : longest;
    }
}
