using System.Reflection;
using LearnCoin.Core.Storage;

namespace LearnCoin.Parity.Counterparts;

/// <summary>
/// Each queue that Core sends to has a queue trigger. A queue is a constant of a class <c>QueueNames</c>, as timers are of <c>TimerNames</c>:
/// who uses <see cref="IQueue"/> without one is told, so that the first queue cannot come unseen.
/// </summary>
internal static class QueueCheck
{
    private const string NamesClass = "QueueNames";

    public static IEnumerable<string> Find(CoreSurface core, IReadOnlyList<Trigger> triggers)
    {
        var functions = triggers.Where(static trigger => trigger.Kind == "Queue").ToList();
        return core.Queues.Except(functions.Select(static function => function.Subject)).Order(StringComparer.Ordinal)
            .Select(static queue => $"The queue {queue} of Core has no queue trigger in src/Functions.")
            .Concat(functions.Where(function => !core.Queues.Contains(function.Subject))
                .Select(static function => $"{function.At}: The queue trigger {function.Name} waits for {function.Subject}, which is no queue of Core."))
            .Concat(core.Queues.Count > 0 ? [] : core.QueueUsers
                .Select(static user => $"{user} of Core uses a queue, and no class {NamesClass} of Core names one."));
    }

    public static IEnumerable<string> NamesIn(IEnumerable<Type> types) =>
        from type in types
        where type.Name == NamesClass
        from field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        where field is { IsLiteral: true } && field.FieldType == typeof(string)
        select (string)field.GetRawConstantValue()!;

    /// <summary>Types that are given a queue, by a constructor or a call, and are not queues themselves.</summary>
    public static IEnumerable<string> UsersIn(IEnumerable<Type> types)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return from type in types
               where !typeof(IQueue).IsAssignableFrom(type)
               where type.GetFields(All).Any(static field => field.FieldType == typeof(IQueue))
                   || type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)).Any(static method =>
                       method.GetParameters().Any(static parameter => parameter.ParameterType == typeof(IQueue)))
               select type.FullName!;
    }
}
