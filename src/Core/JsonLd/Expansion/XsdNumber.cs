using System.Globalization;
using System.Numerics;
using System.Text;

namespace LearnCoin.Core.JsonLd;

/// <summary>JSON numbers as canonical xsd:integer or xsd:double (JSON-LD 1.1 API, 7.2 and 8.6).</summary>
internal static class XsdNumber
{
    public const int MaxLength = 64;

    /// <summary>False when an integer is not exactly what the double holds, the number overflows or is a negative zero: readers would not agree.</summary>
    public static bool Format(ReadOnlySpan<byte> json, bool asDouble, Span<byte> destination, out int length, out bool isInteger)
    {
        if (!asDouble && json.Length <= 15 && !json.ContainsAny((byte)'.', (byte)'e', (byte)'E') && !json.SequenceEqual("-0"u8))
        {
            json.CopyTo(destination);
            length = json.Length;
            isInteger = true;
            return true;
        }

        double value = double.Parse(json, CultureInfo.InvariantCulture);
        isInteger = !asDouble && double.IsInteger(value) && Math.Abs(value) < 1e21;
        if (isInteger)
        {
            BigInteger whole = new(value);
            length = Encoding.ASCII.GetBytes(whole.ToString(CultureInfo.InvariantCulture), destination);
            return json.ContainsAny((byte)'.', (byte)'e', (byte)'E') || Encoding.ASCII.GetString(json) is "-0"
                || destination[..length].SequenceEqual(json);
        }

        length = Encoding.ASCII.GetBytes(Canonical(value), destination);

        // Implementations disagree on whether a negative zero keeps its sign.
        return double.IsFinite(value) && !(value == 0 && double.IsNegative(value));
    }

    // XSD 1.1 part 2, 3.3.5: one digit, a point, at least one digit, E, the exponent without plus sign or leading zeros.
    private static string Canonical(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "INF" : "-INF";
        }

        // Sixteen digits, a tie going up as in ECMAScript's toExponential; the BCL's own rounding to sixteen lets ties go down.
        string text = value.ToString("E40", CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        int point = text.IndexOf('.', StringComparison.Ordinal);
        int exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string all = text[(point - 1)..point] + text[(point + 1)..e];
        long digits = long.Parse(all[..16], CultureInfo.InvariantCulture) + (all[16] >= '5' ? 1 : 0);
        if (digits == 10_000_000_000_000_000)
        {
            digits /= 10;
            exponent++;
        }

        string kept = digits.ToString("d16", CultureInfo.InvariantCulture);
        string fraction = kept[1..].TrimEnd('0');
        return (double.IsNegative(value) ? "-" : "") + kept[0] + "." + (fraction.Length == 0 ? "0" : fraction) + "E"
            + exponent.ToString(CultureInfo.InvariantCulture);
    }
}
