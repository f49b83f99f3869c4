using System.Globalization;

namespace LearnCoin.Core.Claims;

/// <summary>How often a tenant may have the mail of one credential sent again: once a minute, five times in 24 hours. Pure.</summary>
internal static class ResendLimit
{
    private const int MostInDay = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <param name="times">What the row has: times of earlier mails, Unix seconds; null: none.</param>
    /// <param name="now">Time.</param>
    /// <returns>The next form of the column, or how long to wait.</returns>
    public static (string? Next, TimeSpan? Wait) Take(string? times, DateTimeOffset now)
    {
        var day = Parse(times).Where(time => time > now - Day).ToList();
        var wait = day.Count == 0 ? TimeSpan.Zero : day[^1] + Pause - now;
        if (day.Count >= MostInDay && day[^MostInDay] + Day - now is var longer && longer > wait)
        {
            wait = longer;
        }

        return wait > TimeSpan.Zero
            ? (null, wait)
            : (string.Join(' ', day.Append(now).Select(static time => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))), null);
    }

    private static IEnumerable<DateTimeOffset> Parse(string? times) =>
        (times ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static text => DateTimeOffset.FromUnixTimeSeconds(long.Parse(text, CultureInfo.InvariantCulture)));
}
