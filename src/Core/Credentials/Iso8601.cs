using System.Globalization;

namespace LearnCoin.Core.Credentials;

/// <summary>
/// Date-times as tenants send them (ISO 8601 extended form with a zone; RFC 3339 is a subset) and as documents carry them
/// (RFC 3339 in UTC with <c>Z</c>, which is also xsd:dateTimeStamp).
/// </summary>
public static class Iso8601
{
    public const string Expected = "must be an ISO 8601 date-time with a zone, such as 2026-04-23T12:00:00Z";

    /// <summary>Reads <c>YYYY-MM-DDThh:mm[:ss[.fraction]]</c> + <c>Z</c> or an offset; precision 100 ns, further digits are dropped.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        var rest = text.AsSpan();
        if (rest.Length > 48 ||
            !Number(ref rest, 4, out var year) || !Skip(ref rest, '-') || !Number(ref rest, 2, out var month) || !Skip(ref rest, '-') ||
            !Number(ref rest, 2, out var day) || !(Skip(ref rest, 'T') || Skip(ref rest, 't')) ||
            !Number(ref rest, 2, out var hour) || !Skip(ref rest, ':') || !Number(ref rest, 2, out var minute))
        {
            return false;
        }

        var second = 0;
        long fraction = 0;
        if (Skip(ref rest, ':') && !(Number(ref rest, 2, out second) && Fraction(ref rest, out fraction)))
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) ||
            hour > 23 || minute > 59 || second > 59 || !Zone(rest, out var offset))
        {
            return false;
        }

        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified).Ticks + fraction;
        var utc = local - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        instant = new DateTimeOffset(utc, TimeSpan.Zero);
        return true;
    }

    /// <summary>RFC 3339 in UTC: whole seconds, milliseconds where needed, 100 ns where milliseconds would change the instant.</summary>
    public static string Format(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks;
        var form = ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
            : ticks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"
            : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
        return instant.UtcDateTime.ToString(form, CultureInfo.InvariantCulture);
    }

    private static bool Zone(ReadOnlySpan<char> rest, out TimeSpan offset)
    {
        offset = default;
        if (rest is "Z" or "z")
        {
            return true;
        }

        if (rest.IsEmpty || rest[0] is not ('+' or '-'))
        {
            return false;
        }

        var west = rest[0] == '-';
        rest = rest[1..];
        var minutes = 0;
        if (!Number(ref rest, 2, out var hours))
        {
            return false;
        }

        if (!rest.IsEmpty)
        {
            Skip(ref rest, ':');
            if (!Number(ref rest, 2, out minutes) || !rest.IsEmpty)
            {
                return false;
            }
        }

        offset = new TimeSpan(hours, minutes, 0) * (west ? -1 : 1);
        return hours <= 23 && minutes <= 59;
    }

    private static bool Fraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (!Skip(ref rest, '.') && !Skip(ref rest, ','))
        {
            return true;
        }

        var digits = 0;
        for (; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++)
        {
            ticks = digits < 7 ? (ticks * 10) + (rest[digits] - '0') : ticks;
        }

        for (var i = digits; i < 7; i++)
        {
            ticks *= 10;
        }

        rest = rest[digits..];
        return digits > 0;
    }

    private static bool Number(ref ReadOnlySpan<char> rest, int digits, out int value)
    {
        value = 0;
        if (rest.Length < digits)
        {
            return false;
        }

        foreach (var c in rest[..digits])
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        rest = rest[digits..];
        return true;
    }

    private static bool Skip(ref ReadOnlySpan<char> rest, char expected)
    {
        if (rest.IsEmpty || rest[0] != expected)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }
}
