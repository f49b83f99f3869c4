using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Batches;

/// <summary>Reads one entry of <c>credentials</c> by the table in spec/api.md "Batches".</summary>
internal sealed class CredentialReader(FaultList faults, ReservedIds reserved)
{
    private const int MaxExternalId = 255;
    private const int MaxMetadataBytes = 4 * 1024;

    private static readonly string[] Known =
        ["recipient", "achievement", "evidence", "result", "tenant_metadata", "issuanceDate", "expirationDate", "external_id"];

    private readonly SignedObjects objects = new(faults, reserved);
    private readonly Dictionary<(string ExternalId, string Achievement), JsonPath> externalIds = [];

    /// <returns>The input, or null when a fault was added.</returns>
    public CredentialInput? Read(JsonElement credential, JsonPath path)
    {
        var before = faults.Count;
        if (credential.ValueKind != JsonValueKind.Object)
        {
            faults.Invalid(path, "must be an object with recipient, achievement and issuanceDate");
            return null;
        }

        var recipient = RecipientReader.Read(credential, path, faults);
        var achievement = objects.ReadAchievement(credential, path, recipient);
        var (evidence, results) = objects.ReadEvidenceAndResults(credential, path, recipient);
        var from = RequiredDate(credential, path.Member("issuanceDate"));
        var until = Expiration(credential, path.Member("expirationDate"), from);
        var externalId = ExternalId(credential, path.Member("external_id"));
        var metadata = Metadata(credential, path.Member("tenant_metadata"));
        Members.RefuseUnknown(credential, path, faults, Known);
        if (faults.Count != before)
        {
            return null;
        }

        var signed = new SignedPart
        {
            RecipientId = recipient.Id!,
            ValidFrom = from!.Value,
            ValidUntil = until,
            Achievement = achievement!,
            Evidence = evidence,
            Results = results,
        };
        RefuseRepeatedExternalId(externalId, signed, path);
        return new CredentialInput
        {
            Signed = signed,
            Personal = new PersonalPart(recipient.Name!, recipient.Email),
            AutoClaim = recipient.AutoClaim,
            ExternalId = externalId,
            TenantMetadata = metadata,
        };
    }

    private DateTimeOffset? RequiredDate(JsonElement credential, JsonPath path)
    {
        if (!credential.TryGetProperty("issuanceDate", out var value))
        {
            faults.Missing(path, "it " + Iso8601.Expected);
            return null;
        }

        return Date(value, path);
    }

    private DateTimeOffset? Date(JsonElement value, JsonPath path)
    {
        if (value.ValueKind == JsonValueKind.String && Iso8601.TryParse(value.GetString()!, out var instant))
        {
            return instant;
        }

        faults.Invalid(path, Iso8601.Expected);
        return null;
    }

    private DateTimeOffset? Expiration(JsonElement credential, JsonPath path, DateTimeOffset? from)
    {
        if (!Members.TryGetOptional(credential, "expirationDate", out var value))
        {
            return null;
        }

        var until = Date(value, path);
        if (until <= from)
        {
            faults.Invalid(path, "must be later than issuanceDate");
        }

        return until;
    }

    private string? ExternalId(JsonElement credential, JsonPath path)
    {
        if (!Members.TryGetOptional(credential, "external_id", out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && IsVisible(text))
        {
            return text;
        }

        faults.Invalid(path, $"must be a string of 1 to {MaxExternalId} visible characters without spaces");
        return null;
    }

    /// <summary>An external id may stand once per achievement in a request; those of earlier batches are <see cref="ExternalIds"/>'s matter.</summary>
    private void RefuseRepeatedExternalId(string? externalId, SignedPart signed, JsonPath credential)
    {
        if (externalId is null)
        {
            return;
        }

        var key = (externalId, ExternalIds.AchievementOf(signed));
        if (!externalIds.TryAdd(key, credential))
        {
            faults.Add(ErrorCode.ExternalIdExists, credential.Member("external_id"), $"is that of {externalIds[key]} for the same achievement");
        }
    }

    /// <summary>The form of an external id.</summary>
    internal static bool IsVisible(string text)
    {
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            count++;
            var invisible = Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            if (count > MaxExternalId || invisible)
            {
                return false;
            }
        }

        return count > 0;
    }

    private ReadOnlyMemory<byte> Metadata(JsonElement credential, JsonPath path)
    {
        if (!Members.TryGetOptional(credential, "tenant_metadata", out var value))
        {
            return default;
        }

        if (JsonMarshal.GetRawUtf8Value(value).Length > MaxMetadataBytes)
        {
            faults.Invalid(path, $"must be at most {MaxMetadataBytes} bytes of JSON");
            return default;
        }

        return NormalForm.Compact(value);
    }
}
