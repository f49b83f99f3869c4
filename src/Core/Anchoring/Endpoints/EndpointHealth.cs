namespace LearnCoin.Core.Anchoring.Endpoints;

/// <summary>How one RPC endpoint is, for health pages and metrics. Never names its URL.</summary>
/// <param name="Network">Name of the chain in the API, such as <c>base-sepolia</c>.</param>
/// <param name="Index">Place in the settings, 1 for <c>RpcUrl</c>.</param>
/// <param name="IsHealthy">Its answers count. True also before it was asked anything.</param>
/// <param name="Reason">Why they do not: one of <see cref="EndpointReasons"/>.</param>
/// <param name="Head">Height of the newest block that it told of; null before.</param>
/// <param name="LagBlocks">Blocks behind the best of all endpoints; null while that is not known.</param>
/// <param name="LastSuccess">When it last gave a usable answer; null before.</param>
/// <param name="ConsecutiveFailures">Failed tries since; what comes within one back-off step counts as one.</param>
public sealed record EndpointHealth(
    string Network, int Index, bool IsHealthy, string? Reason, long? Head, long? LagBlocks, DateTimeOffset? LastSuccess, int ConsecutiveFailures);

/// <summary>Values of <see cref="EndpointHealth.Reason"/>.</summary>
public static class EndpointReasons
{
    /// <summary>It cannot be reached, or answers with something else than JSON-RPC, or takes no more calls now.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>It does not answer in time.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>It is on another chain than the settings say.</summary>
    public const string WrongChain = "wrong_chain";

    /// <summary>Its head is too far behind.</summary>
    public const string Lagging = "lagging";
}
