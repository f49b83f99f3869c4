namespace LearnCoin.Core.Claims;

/// <summary>
/// When a mail is tried again that could not be sent: after 1 min, each pause twice the one before, 6 h at most. Tries that failed for the
/// mail's own sake end it when they would have taken 5 days; an outage ends none.
/// </summary>
internal static class ClaimSchedule
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan All = TimeSpan.FromDays(5);

    /// <param name="failed">Tries that have failed, from 1.</param>
    public static TimeSpan PauseAfter(int failed) => Walk(failed).Pause;

    /// <param name="faults">Tries that have failed for the mail's own sake.</param>
    /// <returns>Whether it is given up.</returns>
    public static bool IsOver(int faults) => Walk(faults).Passed > All;

    private static (TimeSpan Pause, TimeSpan Passed) Walk(int failed)
    {
        var (pause, passed) = (Shortest, Shortest);
        for (var n = 1; n < failed; n++)
        {
            pause = pause + pause < Longest ? pause + pause : Longest;
            passed += pause;
        }

        return (pause, passed);
    }
}
