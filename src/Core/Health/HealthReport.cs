namespace LearnCoin.Core.Health;

/// <summary>How a part of the service is.</summary>
public enum HealthStatus
{
    Ok,

    /// <summary>Something waits or will not last; requests are served.</summary>
    Degraded,

    /// <summary>Requests cannot be served.</summary>
    Down,
}

/// <summary>One part of the service. Fixed words, times and counts only: anybody may read it.</summary>
/// <param name="Name">Which part, such as <c>store</c> or <c>anchoring_live</c>.</param>
/// <param name="Status">How it is.</param>
public sealed record HealthCheck(string Name, HealthStatus Status)
{
    internal const int MostRoots = 1_000;

    /// <summary>Why it is not well; fixed words.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Since when, where that is known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Roots that wait for a transaction, counted up to 1,000; only of chains.</summary>
    public int? WaitingRoots { get; init; }

    /// <summary>A check that is well when there is nothing to say.</summary>
    internal static HealthCheck Of(string name, IReadOnlyList<string> reasons, DateTimeOffset? since = null) =>
        new(name, reasons.Count == 0 ? HealthStatus.Ok : HealthStatus.Degraded) { Reasons = reasons, Since = since };
}

/// <summary>The service as a whole.</summary>
/// <param name="At">When it was looked at.</param>
/// <param name="Checks">Its parts.</param>
public sealed record HealthReport(DateTimeOffset At, IReadOnlyList<HealthCheck> Checks)
{
    /// <summary>Whether requests should come here. Not: whether all is well.</summary>
    public bool IsReady => Checks.All(static check => check.Status != HealthStatus.Down);
}
