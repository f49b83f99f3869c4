namespace LearnCoin.Core.Claims;

/// <summary>When a mail is tried again that the mail server could not take: after 1 min, each pause twice the one before, 6 h at most, for 5 days.</summary>
internal static class ClaimSchedule
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);
    private static readonly TimeSpan All = TimeSpan.FromDays(5);

    /// <param name="failed">Tries that have failed, from 1.</param>
    /// <returns>Null: given up.</returns>
    public static TimeSpan? PauseAfter(int failed)
    {
        var (pause, passed) = (Shortest, Shortest);
        for (var n = 1; n < failed; n++)
        {
            pause = pause + pause < Longest ? pause + pause : Longest;
            passed += pause;
        }

        return passed <= All ? pause : null;
    }
}
