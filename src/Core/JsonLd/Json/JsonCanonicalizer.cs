using System.Globalization;
using System.Text;

namespace LearnCoin.Core.JsonLd;

/// <summary>JSON Canonicalization Scheme (RFC 8785), for @json literals.</summary>
internal static class JsonCanonicalizer
{
    public static byte[] Canonicalize(JsonTape tape, int token)
    {
        var text = new StringBuilder();
        Write(tape, token, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(JsonTape tape, int token, StringBuilder text)
    {
        switch (tape.Kind(token))
        {
            case JsonKind.Object:
                WriteObject(tape, token, text);
                break;
            case JsonKind.Array:
                text.Append('[');
                int end = tape[token].Next;
                for (int item = token + 1; item < end; item = tape[item].Next)
                {
                    text.Append(item == token + 1 ? "" : ",");
                    Write(tape, item, text);
                }

                text.Append(']');
                break;
            case JsonKind.String:
                WriteString(tape.String(token), text);
                break;
            case JsonKind.Number:
                text.Append(Number(double.Parse(tape.Bytes(token), CultureInfo.InvariantCulture)));
                break;
            default:
                text.Append(tape.String(token));
                break;
        }
    }

    // Members in the order of their names as UTF-16 code units (RFC 8785, 3.2.3).
    private static void WriteObject(JsonTape tape, int token, StringBuilder text)
    {
        var members = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int end = tape[token].Next;
        for (int name = token + 1; name < end; name = tape[name + 1].Next)
        {
            members.Add(tape.String(name), name + 1);
        }

        text.Append('{');
        bool first = true;
        foreach ((string name, int value) in members)
        {
            text.Append(first ? "" : ",");
            first = false;
            WriteString(name, text);
            text.Append(':');
            Write(tape, value, text);
        }

        text.Append('}');
    }

    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    // ECMAScript Number::toString: the shortest digits that read back as the same double, without exponent from 1e-6 up to 1e21.
    private static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new JsonLdException("invalid JSON literal", null, "a number too large");
        }

        if (value == 0)
        {
            return "0";
        }

        string shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        int e = shortest.IndexOf('E', StringComparison.Ordinal);
        string mantissa = e < 0 ? shortest : shortest[..e];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int whole = point < 0 ? mantissa.Length : point;
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int leading = digits.Length - digits.TrimStart('0').Length;
        int exponent = (e < 0 ? 0 : int.Parse(shortest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)) + whole - leading;
        digits = digits.Trim('0');
        return (value < 0 ? "-" : "") + Layout(digits, exponent);
    }

    // The value is 0.digits x 10^exponent.
    private static string Layout(string digits, int exponent)
    {
        int count = digits.Length;
        if (exponent >= count && exponent <= 21)
        {
            return digits + new string('0', exponent - count);
        }

        if (exponent is > 0 and <= 21)
        {
            return digits[..exponent] + "." + digits[exponent..];
        }

        if (exponent is > -6 and <= 0)
        {
            return "0." + new string('0', -exponent) + digits;
        }

        int power = exponent - 1;
        return digits[..1] + (count > 1 ? "." + digits[1..] : "") + "e" + (power < 0 ? "-" : "+")
            + Math.Abs(power).ToString(CultureInfo.InvariantCulture);
    }
}
