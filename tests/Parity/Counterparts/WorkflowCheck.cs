using LearnCoin.Parity.Compiling;

namespace LearnCoin.Parity.Counterparts;

/// <summary>Each workflow and activity of Core has a function of its name, that runs it; and none has another.</summary>
internal static class WorkflowCheck
{
    // Of this host alone: starts children through the port, where Core calls StartChildAsync.
    private static readonly string[] OwnActivities = ["StartWorkflow"];

    public static IEnumerable<string> Find(CoreSurface core, FunctionsCompilation functions, IReadOnlyList<Trigger> triggers)
    {
        // "name@version" is an older body of the same workflow.
        var workflows = core.Workflows.Select(static name => name.Split('@')[0]).ToHashSet(StringComparer.Ordinal);
        var activities = core.Activities.Union(OwnActivities).ToHashSet(StringComparer.Ordinal);
        var names = workflows.Union(activities).ToHashSet(StringComparer.Ordinal);
        return Names.Differences("workflow", "orchestrator", workflows, triggers, "Orchestration")
            .Concat(Names.Differences("activity", "activity function", activities, triggers, "Activity"))
            .Concat(Names.Crossed(names, functions, triggers.Where(static trigger => trigger.Kind is "Orchestration" or "Activity")));
    }
}
