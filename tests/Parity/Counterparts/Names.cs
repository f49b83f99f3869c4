using LearnCoin.Parity.Compiling;

namespace LearnCoin.Parity.Counterparts;

/// <summary>Comparison by name, both ways.</summary>
internal static class Names
{
    /// <summary>Names of Core without a function of that kind, and the other way.</summary>
    public static IEnumerable<string> Differences(string thing, string counterpart, IReadOnlySet<string> ofCore, IEnumerable<Trigger> triggers, string kind)
    {
        var functions = triggers.Where(trigger => trigger.Kind == kind).ToList();
        return ofCore.Except(functions.Select(static function => function.Name)).Order(StringComparer.Ordinal)
            .Select(name => $"The {thing} {name} of Core has no {counterpart} in src/Functions.")
            .Concat(functions.Where(function => !ofCore.Contains(function.Name))
                .Select(function => $"{function.At}: The {counterpart} {function.Name} has no {thing} of that name in Core."));
    }

    /// <summary>Functions whose body hands on the name of another.</summary>
    public static IEnumerable<string> Crossed(IReadOnlySet<string> names, FunctionsCompilation functions, IEnumerable<Trigger> triggers) =>
        from trigger in triggers
        from other in trigger.Constants(functions).Where(names.Contains).Where(name => name != trigger.Name).Distinct()
        select $"{trigger.At}: The function {trigger.Name} names {other}.";
}
