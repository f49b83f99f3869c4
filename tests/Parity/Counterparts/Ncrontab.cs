using System.Globalization;

namespace LearnCoin.Parity.Counterparts;

/// <summary>NCRONTAB expressions of six fields, second first, as timer triggers take them; days, months and weekdays only as <c>*</c>.</summary>
internal static class Ncrontab
{
    private const int DaySeconds = 24 * 60 * 60;

    /// <summary>Time between two firings; null when it is not always the same, or the expression is of another form.</summary>
    public static TimeSpan? Period(string expression)
    {
        var fields = expression.Split(' ');
        if (fields is not [var second, var minute, var hour, "*", "*", "*"]
            || Values(second, 60) is not { } seconds || Values(minute, 60) is not { } minutes || Values(hour, 24) is not { } hours)
        {
            return null;
        }

        var firings = Enumerable.Range(0, DaySeconds)
            .Where(time => seconds.Contains(time % 60) && minutes.Contains(time / 60 % 60) && hours.Contains(time / 3600))
            .ToList();

        // From day to day too.
        var gaps = firings.Zip(firings.Skip(1).Append(firings[0] + DaySeconds), static (first, next) => next - first).Distinct().ToList();
        return gaps is [var gap] ? TimeSpan.FromSeconds(gap) : null;
    }

    // *, 7, 1,31, 10-20, */5, 3/5
    private static HashSet<int>? Values(string field, int count)
    {
        HashSet<int> values = [];
        foreach (var part in field.Split(','))
        {
            var (range, step) = part.Split('/') switch
            {
                [var whole] => (whole, 1),
                [var whole, var every] when Number(every, 1, count) is { } size && (whole == "*" || whole.Contains('-', StringComparison.Ordinal)) => (whole, size),
                [var first, var every] when Number(every, 1, count) is { } size => ($"{first}-{count - 1}", size),
                _ => ("", 1),
            };
            var (from, to) = range == "*" ? (0, count - 1) : range.Split('-') switch
            {
                [var one] when Number(one, 0, count) is { } number => (number, number),
                [var first, var last] when Number(first, 0, count) is { } low && Number(last, low, count) is { } high => (low, high),
                _ => (-1, -1),
            };
            if (from < 0)
            {
                return null;
            }

            values.UnionWith(Enumerable.Range(from, to - from + 1).Where(value => (value - from) % step == 0));
        }

        return values;
    }

    private static int? Number(string text, int from, int below) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number < below ? number : null;
}
