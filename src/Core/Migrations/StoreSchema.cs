using System.Globalization;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Migrations;

/// <summary>
/// Version of what is stored, in a row of the table <c>deployment</c>: forward only. The first host of a newer release migrates the store
/// before it serves, the others wait for it; a release that finds a version it does not know writes nothing.
/// </summary>
public sealed class StoreSchema
{
    private const string Table = "deployment";
    private const string Key = "schema";
    private const string LeaseName = "MigrateStore";

    /// <summary>Told by a command on a store that waits for its migration.</summary>
    public const string EarlierRelease =
        "DataDirectory or Storage: the store is an earlier release's. Stop all its hosts and start the service of this release, which migrates it: commands do not.";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ITables tables;
    private readonly Leases leases;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<Migration> migrations;
    private volatile bool isCurrent;

    public StoreSchema(ITables tables, TimeProvider time, IEntropy entropy)
        : this(tables, time, entropy, StoreMigrations.All)
    {
    }

    internal StoreSchema(ITables tables, TimeProvider time, IEntropy entropy, IReadOnlyList<Migration> migrations)
    {
        (this.tables, this.time, this.migrations) = (tables, time, migrations);
        leases = new Leases(tables, time, entropy);
        Newest = migrations[^1].Version;
    }

    /// <summary>The version that this release reads and writes.</summary>
    public int Newest { get; }

    /// <summary>True once this host has seen that the store has that version: before, it must not serve.</summary>
    public bool IsCurrent => isCurrent;

    /// <summary>The store's version; stores older than versions are, and empty ones, have the first.</summary>
    public async ValueTask<int> VersionAsync(CancellationToken cancellationToken) =>
        (int)((await tables.GetAsync(Table, Key, Key, cancellationToken))?.RequiredInt64("version") ?? StoreMigrations.First);

    /// <summary>A sentence when a newer release wrote the store; null when this one may open it. Writes nothing.</summary>
    public async Task<string?> FaultAsync(CancellationToken cancellationToken) => Fault(await VersionAsync(cancellationToken));

    /// <summary>For a command, which may run beside a service of an earlier release: it migrates an empty store only.</summary>
    /// <exception cref="SettingsException">A newer release wrote the store, or an earlier one did and no service of this one has migrated it.</exception>
    public async Task CheckForCommandAsync(CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken);
        if (version < Newest && await IsUsedAsync(cancellationToken))
        {
            throw new SettingsException([EarlierRelease]);
        }

        await MigrateAsync(cancellationToken);
    }

    /// <summary>
    /// Brings the store to <see cref="Newest"/>, or waits until another host has. A step that broke off, here or on a host that died, is run again.
    /// </summary>
    /// <exception cref="SettingsException">A newer release wrote the store.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        while (!await IsDoneAsync(cancellationToken))
        {
            if (await leases.TryTakeAsync(LeaseName, MigrationLease.Length, cancellationToken) is not { } held)
            {
                await Task.Delay(Pause, time, cancellationToken);
                continue;
            }

            var lease = new MigrationLease(leases, time, held);
            try
            {
                await RunAsync(lease, cancellationToken);
            }
            catch (MigrationLeaseLostException)
            {
                // The host that has it now does the rest.
            }
            finally
            {
                await lease.ReleaseAsync(CancellationToken.None);
            }
        }

        isCurrent = true;
    }

    private async Task<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken);
        return Fault(version) is { } fault ? throw new SettingsException([fault]) : version == Newest;
    }

    private async Task RunAsync(MigrationLease lease, CancellationToken cancellationToken)
    {
        // Read under the lease: another host may have come by some steps meanwhile.
        var version = await VersionAsync(cancellationToken);
        foreach (var migration in migrations.Where(migration => migration.Version > version))
        {
            await migration.RunAsync(tables, lease, cancellationToken);
            await lease.KeepAsync(cancellationToken);
            await tables.ChangeAsync(Table, Key, Key, current => Next(current, migration.Version), cancellationToken);
        }
    }

    // Never back: a host that slept past its lease may come late.
    private Row? Next(Row? current, int version) => (current?.RequiredInt64("version") ?? StoreMigrations.First) >= version
        ? null
        : (current?.Copy() ?? new Row(Key, Key)).Set("version", (long)version).Set("changed_at", time.GetUtcNow());

    private string? Fault(int version) => version <= Newest
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"DataDirectory or Storage: the store has schema {version}, written by a newer release; this one knows {Newest} and writes nothing. Run that release, or restore a backup made by this one.");

    /// <summary>No tenant and no key to anchor with: nothing that could have to be migrated.</summary>
    private async Task<bool> IsUsedAsync(CancellationToken cancellationToken)
    {
        foreach (var (table, partition) in new[] { ("tenants", "tenant"), ("anchorkeys", "anchor") })
        {
            await foreach (var _ in tables.AllAsync(table, new RowRange(partition), cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}
