using System.Reflection;
using LearnCoin.Core;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Health;
using LearnCoin.Core.Telemetry;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.Operators;

/// <summary>How the service is: what <c>/readyz</c> tells, and what only operators are told.</summary>
internal static class HealthPages
{
    public const string Path = "/console/health";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapOperatorPage<HealthPage, HealthModel>(Path, static async call =>
    {
        var core = call.Core;
        var (open, oldest) = await OperatorPages.OpenBatchesAsync(call);
        return new HealthModel(
            await core.Health.ReportAsync(),
            await core.Health.StuckAsync(call.Aborted),
            [.. core.Networks.All],
            [.. core.Timers.All.Select(task => new TimerView(task.Name, task.Period, core.Telemetry.TaskRuns.FirstOrDefault(run => run.Name == task.Name)))],
            open,
            oldest,
            new VersionView(VersionOf(typeof(LearnCoinCore).Assembly), Environment.Version.ToString(), await core.Schema.VersionAsync(call.Aborted), core.Schema.Newest));
    });

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "";
}

/// <summary>How the service is.</summary>
/// <param name="Report">As <c>/readyz</c> tells it.</param>
/// <param name="Stuck">What stands still.</param>
/// <param name="Networks">The chains with their endpoints.</param>
/// <param name="Timers">The timed tasks.</param>
/// <param name="OpenBatches">Batches that are not anchored yet, up to 1,001.</param>
/// <param name="OldestOpen">Since when the oldest of them waits.</param>
/// <param name="Versions">What runs.</param>
public sealed record HealthModel(
    HealthReport Report,
    IReadOnlyList<StuckNote> Stuck,
    IReadOnlyList<AnchorNetwork> Networks,
    IReadOnlyList<TimerView> Timers,
    int OpenBatches,
    DateTimeOffset? OldestOpen,
    VersionView Versions);

/// <summary>A timed task.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Period">How often it runs.</param>
/// <param name="LastRun">In this process; null: none yet.</param>
public sealed record TimerView(string Name, TimeSpan Period, TaskRun? LastRun);

/// <summary>What runs.</summary>
/// <param name="Service">Version of the service.</param>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="Schema">Of the store.</param>
/// <param name="NewestSchema">That this release knows.</param>
public sealed record VersionView(string Service, string Runtime, int Schema, int NewestSchema);
