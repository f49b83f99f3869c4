using LearnCoin.Parity.Compiling;

namespace LearnCoin.Parity.Counterparts;

/// <summary>Each timed task of Core has a timer trigger of its name and period, that runs it; and there is no other.</summary>
internal static class TimerCheck
{
    public static IEnumerable<string> Find(CoreSurface core, FunctionsCompilation functions, IReadOnlyList<Trigger> triggers)
    {
        var names = core.Timers.Keys.ToHashSet(StringComparer.Ordinal);
        var timers = triggers.Where(static trigger => trigger.Kind == "Timer").ToList();
        return Names.Differences("timer", "timer trigger", names, triggers, "Timer")
            .Concat(Names.Crossed(names, functions, timers))
            .Concat(timers
                .Where(timer => core.Timers.TryGetValue(timer.Name, out var period) && Ncrontab.Period(timer.Subject) != period)
                .Select(timer =>
                    $"{timer.At}: The timer trigger {timer.Name} fires by \"{timer.Subject}\", and Core's timer every {core.Timers[timer.Name]}."));
    }
}
