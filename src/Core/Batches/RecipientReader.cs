using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Batches;

/// <summary>What <c>recipient</c> held; null members were faulty and have been told.</summary>
internal readonly record struct Recipient(string? Id, string? Name, string? Email, bool AutoClaim);

/// <summary>Reads <c>recipient</c>. No message here may hold a given value: they are personal data.</summary>
internal static partial class RecipientReader
{
    private const int MaxName = 256;
    private const string ExpectedId = "must be urn:uuid: followed by a version 4 UUID";

    private static readonly string ExpectedName = $"must be a string of 1 to {MaxName} characters without control characters, not blank";

    public static Recipient Read(JsonElement credential, JsonPath parent, FaultList faults)
    {
        var path = parent.Member("recipient");
        if (!credential.TryGetProperty("recipient", out var recipient))
        {
            faults.Missing(path, "an object with id and name");
            return default;
        }

        if (recipient.ValueKind != JsonValueKind.Object)
        {
            faults.Invalid(path, "must be an object with id and name");
            return default;
        }

        var result = new Recipient(
            Id(recipient, path.Member("id"), faults),
            Name(recipient, path.Member("name"), faults),
            Email(recipient, path.Member("email"), faults),
            AutoClaim(recipient, path.Member("auto_claim"), faults));
        Members.RefuseUnknown(recipient, path, faults, "id", "name", "email", "auto_claim");
        return result;
    }

    /// <summary>The form of a recipient's id.</summary>
    internal static bool IsId(string text) => UuidV4().IsMatch(text);

    private static string? Id(JsonElement recipient, JsonPath path, FaultList faults)
    {
        if (!recipient.TryGetProperty("id", out var id))
        {
            faults.Missing(path, "a string that " + ExpectedId);
            return null;
        }

        if (id.ValueKind == JsonValueKind.String && id.GetString() is { } text && IsId(text))
        {
            // RFC 9562 section 4: either case is read, lower case is written.
            return text.ToLowerInvariant();
        }

        faults.Add(ErrorCode.RecipientIdInvalid, path, ExpectedId);
        return null;
    }

    private static string? Name(JsonElement recipient, JsonPath path, FaultList faults)
    {
        if (!recipient.TryGetProperty("name", out var name))
        {
            faults.Missing(path, "it " + ExpectedName);
            return null;
        }

        if (name.ValueKind == JsonValueKind.String && name.GetString() is { } text && IsName(text))
        {
            return text;
        }

        faults.Invalid(path, ExpectedName);
        return null;
    }

    private static bool IsName(string text)
    {
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            count++;
            var category = Rune.GetUnicodeCategory(rune);
            if (count > MaxName || category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return !string.IsNullOrWhiteSpace(text);
    }

    private static string? Email(JsonElement recipient, JsonPath path, FaultList faults)
    {
        if (!Members.TryGetOptional(recipient, "email", out var email))
        {
            return null;
        }

        if (email.ValueKind == JsonValueKind.String && email.GetString() is { } text && EmailAddress.IsValid(text))
        {
            return text;
        }

        faults.Invalid(path, "must be an e-mail address as RFC 5321 writes it, at most 254 characters");
        return null;
    }

    private static bool AutoClaim(JsonElement recipient, JsonPath path, FaultList faults)
    {
        if (!Members.TryGetOptional(recipient, "auto_claim", out var value))
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            faults.Invalid(path, "must be true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    [GeneratedRegex(
        @"\Aurn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}\z",
        RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex UuidV4();
}
