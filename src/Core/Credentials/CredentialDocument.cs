using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Credentials;

/// <summary>
/// Writes the unsigned credential exactly as spec/credential.md "Document" has it. The same arguments give the same bytes. Letters are not
/// escaped, so whoever puts a document into HTML escapes it there.
/// </summary>
public static class CredentialDocument
{
    private const string StatusListContext = "https://w3id.org/vc/status-list/2021/v1";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The OB context must be second (OB 3.0). A Blockcerts context after it would redefine its protected terms, so that one comes by
    /// <c>@import</c> with the two terms in question restated.
    /// </summary>
    private static ReadOnlySpan<byte> BlockcertsContext =>
        """
        {"@import":"https://w3id.org/blockcerts/v3.2","image":{"@id":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#image","@type":"@id"},"url":{"@id":"https://schema.org/url","@type":"https://www.w3.org/2001/XMLSchema#anyURI"}}
        """u8;

    /// <param name="input">What the tenant gave.</param>
    /// <param name="issuer">Who issues.</param>
    /// <param name="documentId"><c>urn:uuid:..</c>, the document's own id.</param>
    /// <param name="status">Revocation entry; null writes none.</param>
    /// <returns>UTF-8 JSON without <c>proof</c>.</returns>
    public static byte[] Write(SignedPart input, IssuerInfo issuer, string documentId, StatusEntry? status)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(issuer);
        var buffer = new ArrayBufferWriter<byte>(1024 + input.Achievement.Length + input.Evidence.Length + input.Results.Length);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        writer.WriteStartObject();
        WriteContext(writer, status);
        writer.WriteString("id", documentId);
        WriteTypes(writer, "VerifiableCredential", "OpenBadgeCredential");
        writer.WriteString("name", input.AchievementName);
        writer.WriteString("validFrom", Iso8601.Format(input.ValidFrom));
        if (input.ValidUntil is { } until)
        {
            writer.WriteString("validUntil", Iso8601.Format(until));
        }

        WriteIssuer(writer, issuer);
        WriteSubject(writer, input, issuer.Tenant);
        WriteStatus(writer, status);
        if (!input.Evidence.IsEmpty)
        {
            writer.WritePropertyName("evidence");
            writer.WriteRawValue(input.Evidence.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// <c>achievement.id</c> as the document carries it: the tenant's, else a version 8 <c>urn:uuid</c> of tenant and content, so that the
    /// same achievement always has the same id.
    /// </summary>
    public static string AchievementId(SignedPart input, TenantId tenant)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.GivenAchievementId ?? ContentUuid.Urn("achievement", tenant.Value, input.Achievement.Span);
    }

    private static void WriteContext(Utf8JsonWriter writer, StatusEntry? status)
    {
        writer.WriteStartArray("@context");
        writer.WriteStringValue("https://www.w3.org/ns/credentials/v2");
        writer.WriteStringValue("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json");
        writer.WriteRawValue(BlockcertsContext, skipInputValidation: true);
        if (status is { Form: StatusForm.StatusList2021 })
        {
            writer.WriteStringValue(StatusListContext);
        }

        writer.WriteEndArray();
    }

    private static void WriteIssuer(Utf8JsonWriter writer, IssuerInfo issuer)
    {
        writer.WriteStartObject("issuer");
        writer.WriteString("id", issuer.Did);
        WriteTypes(writer, "Profile");
        writer.WriteString("name", issuer.SignedName);
        if (issuer.Url is not null)
        {
            writer.WriteString("url", issuer.Url);
        }

        writer.WriteEndObject();
    }

    private static void WriteSubject(Utf8JsonWriter writer, SignedPart input, TenantId tenant)
    {
        writer.WriteStartObject("credentialSubject");
        writer.WriteString("id", input.RecipientId);
        WriteTypes(writer, "AchievementSubject");
        writer.WritePropertyName("achievement");
        if (input.GivenAchievementId is null)
        {
            var id = Encoding.UTF8.GetBytes($"{{\"id\":\"{AchievementId(input, tenant)}\",");
            writer.WriteRawValue([.. id, .. input.Achievement.Span[1..]], skipInputValidation: true);
        }
        else
        {
            writer.WriteRawValue(input.Achievement.Span, skipInputValidation: true);
        }

        if (!input.Results.IsEmpty)
        {
            writer.WritePropertyName("result");
            writer.WriteRawValue(input.Results.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter writer, StatusEntry? status)
    {
        if (status is null)
        {
            return;
        }

        var index = status.Index.ToString(CultureInfo.InvariantCulture);
        writer.WriteStartObject("credentialStatus");
        writer.WriteString("id", $"{status.ListUrl}#{index}");
        writer.WriteString("type", status.Form == StatusForm.Bitstring ? "BitstringStatusListEntry" : "StatusList2021Entry");
        writer.WriteString("statusPurpose", "revocation");
        writer.WriteString("statusListIndex", index);
        writer.WriteString("statusListCredential", status.ListUrl);
        writer.WriteEndObject();
    }

    private static void WriteTypes(Utf8JsonWriter writer, params ReadOnlySpan<string> types)
    {
        writer.WriteStartArray("type");
        foreach (var type in types)
        {
            writer.WriteStringValue(type);
        }

        writer.WriteEndArray();
    }
}
