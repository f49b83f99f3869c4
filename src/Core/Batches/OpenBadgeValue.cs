using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LearnCoin.Core.Credentials.OpenBadges;

namespace LearnCoin.Core.Batches;

/// <summary>The simple values of the class model: what is allowed, and how that is told.</summary>
internal static partial class OpenBadgeValue
{
    /// <summary>Whole numbers below 2^53 are exact in a double, which is what JSON-LD signs.</summary>
    private const double LargestExact = 9007199254740992;

    public static bool IsValid(OpenBadgeProperty property, JsonElement value)
    {
        if (property.Type == OpenBadgeType.Number)
        {
            return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) &&
                number >= property.Range.Least && number <= property.Range.Most;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var text = value.GetString()!;
        return property.Type switch
        {
            OpenBadgeType.Text => !property.Required || !string.IsNullOrWhiteSpace(text),
            OpenBadgeType.Id => AbsoluteIri.IsId(text),
            OpenBadgeType.Link => AbsoluteIri.IsLink(text),
            OpenBadgeType.ImageSource => AbsoluteIri.IsImage(text),
            OpenBadgeType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            OpenBadgeType.Language => LanguageCode().IsMatch(text),
            OpenBadgeType.Enumeration => property.Values.Contains(text, StringComparer.Ordinal) || (property.Extensible && Extension().IsMatch(text)),
            OpenBadgeType.Framework => OpenBadgeModel.Frameworks.Contains(text, StringComparer.Ordinal),
            _ => false,
        };
    }

    /// <summary>Ends the sentence "/pointer ..".</summary>
    public static string Expected(OpenBadgeProperty property) => property.Type switch
    {
        OpenBadgeType.Text => property.Required ? "must be a string that is not blank" : "must be a string",
        OpenBadgeType.Id => AbsoluteIri.ExpectedId,
        OpenBadgeType.Link => AbsoluteIri.ExpectedLink,
        OpenBadgeType.ImageSource => AbsoluteIri.ExpectedImage,
        OpenBadgeType.Number when property.Range.Least > double.MinValue => $"must be a number from {property.Range.Least} to {property.Range.Most}",
        OpenBadgeType.Number => "must be a number",
        OpenBadgeType.Date => "must be a date as YYYY-MM-DD",
        OpenBadgeType.Language => "must be an Open Badges 3.0 language code such as en or en-US",
        OpenBadgeType.Enumeration => $"must be one of {string.Join(", ", property.Values)}{(property.Extensible ? " or ext: with a name" : string.Empty)}",
        OpenBadgeType.Framework => $"must be one of {string.Join(", ", OpenBadgeModel.Frameworks)}",
        OpenBadgeType.Object => $"must be an object of class {property.Class!().Name}",
        _ => "is an Open Badges 3.0 term that this service does not sign; endorse the issued credential instead",
    };

    /// <summary>As the double that is signed: two spellings of one number become the same bytes.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, JsonElement value)
    {
        var number = value.GetDouble();
        if (Math.Abs(number) < LargestExact && Math.Truncate(number) == number)
        {
            writer.WriteNumberValue((long)number);
        }
        else
        {
            writer.WriteNumberValue(number);
        }
    }

    [GeneratedRegex(@"\A[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LanguageCode();

    [GeneratedRegex(@"\Aext:[a-zA-Z0-9._-]+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Extension();
}
