using LearnCoin.Core.Alerts;

namespace LearnCoin.Local.Workflows;

/// <summary>Settings of the journaled workflow runner.</summary>
public sealed record JournalOptions
{
    /// <summary>Activities that run at the same time; more wait in order.</summary>
    public int MaxActivities { get; init; } = 8;

    /// <summary>Activities that wait for others (<c>WorkflowCatalog.AddWaiting</c>) and run at the same time, beside those: one that hangs stops no work.</summary>
    public int MaxWaitingActivities { get; init; } = 1024;

    /// <summary>A host that has not renewed its lease for so long is taken for dead, and another takes over.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the lease is renewed; well below <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the host looks for starts and events written by other processes. Its own are noticed at once.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Wait before an instance is loaded anew after the store failed.</summary>
    public TimeSpan FaultDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told of activities and workflows that fail for good, and of activities that keep failing.</summary>
    public IAlerts Alerts { get; init; } = NoAlerts.Instance;
}
