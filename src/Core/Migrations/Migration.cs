using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Migrations;

/// <summary>
/// One step forward of what is stored. It may break off anywhere and be run again from its beginning, and may be run twice: it changes only
/// rows that still have the old form, each under its ETag.
/// </summary>
/// <param name="Version">Schema version of the store once it has run; one more than that of the step before.</param>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="RunAsync">The work; calls <see cref="MigrationLease.KeepAsync"/> after every page of rows.</param>
public sealed record Migration(int Version, string Name, Func<ITables, MigrationLease, CancellationToken, Task> RunAsync);

/// <summary>The right to migrate, which one host has at a time.</summary>
public sealed class MigrationLease
{
    /// <summary>How long the others wait for a host that died.</summary>
    internal static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    private readonly Leases leases;
    private readonly TimeProvider time;
    private Lease held;
    private long renewedAt;

    internal MigrationLease(Leases leases, TimeProvider time, Lease held)
    {
        (this.leases, this.time, this.held) = (leases, time, held);
        renewedAt = time.GetTimestamp();
    }

    /// <summary>Renews the lease when a third of it has gone.</summary>
    /// <exception cref="MigrationLeaseLostException">Another host has it: what this one was about to do, that one does.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(renewedAt) < Length / 3)
        {
            return;
        }

        var before = time.GetTimestamp();
        held = await leases.RenewAsync(held, Length, cancellationToken) ?? throw new MigrationLeaseLostException();
        renewedAt = before;
    }

    internal Task ReleaseAsync(CancellationToken cancellationToken) => leases.ReleaseAsync(held, cancellationToken);
}

/// <summary>Another host took the migration over.</summary>
public sealed class MigrationLeaseLostException() : Exception("The lease of the migration was lost");
