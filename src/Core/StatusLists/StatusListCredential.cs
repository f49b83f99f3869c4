using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.StatusLists;

/// <summary>Writes the unsigned credential that carries a status list, in both forms (spec/credential.md, "Status lists").</summary>
public static class StatusListCredential
{
    public const string Purpose = "revocation";

    /// <summary>StatusList2021: a VC 1.1 document.</summary>
    /// <param name="url">Where the list stands; its <c>id</c>.</param>
    /// <param name="issuer">DID that signs.</param>
    /// <param name="issued">Time of this edition.</param>
    /// <returns>UTF-8 JSON without <c>proof</c>.</returns>
    public static byte[] WriteStatusList2021(string url, string issuer, DateTimeOffset issued, StatusListBits bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        return Write(
            [
                "https://www.w3.org/2018/credentials/v1", "https://w3id.org/vc/status-list/2021/v1", "https://w3id.org/security/data-integrity/v2",
            ],
            new Names("StatusList2021Credential", "issuanceDate", "StatusList2021"), url, issuer, issued, bits.EncodeStatusList2021());
    }

    /// <summary>BitstringStatusListCredential: a VC 2.0 document.</summary>
    /// <inheritdoc cref="WriteStatusList2021"/>
    public static byte[] WriteBitstring(string url, string issuer, DateTimeOffset issued, StatusListBits bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        return Write(
            ["https://www.w3.org/ns/credentials/v2"],
            new Names("BitstringStatusListCredential", "validFrom", "BitstringStatusList"), url, issuer, issued, bits.EncodeBitstring());
    }

    /// <summary><c>statusListIndex</c> of an entry: a decimal string in both forms.</summary>
    public static string FormatIndex(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static byte[] Write(
        string[] contexts, Names names, string url, string issuer, DateTimeOffset issued, string encodedList)
    {
        var buffer = new ArrayBufferWriter<byte>(1024 + encodedList.Length);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("@context"u8);
        foreach (var context in contexts)
        {
            writer.WriteStringValue(context);
        }

        writer.WriteEndArray();
        writer.WriteString("id"u8, url);
        writer.WriteStartArray("type"u8);
        writer.WriteStringValue("VerifiableCredential"u8);
        writer.WriteStringValue(names.CredentialType);
        writer.WriteEndArray();
        writer.WriteString("issuer"u8, issuer);
        writer.WriteString(names.IssuedMember, DataIntegrityProof.FormatTime(issued));
        writer.WriteStartObject("credentialSubject"u8);
        writer.WriteString("id"u8, url + "#list");
        writer.WriteString("type"u8, names.SubjectType);
        writer.WriteString("statusPurpose"u8, Purpose);
        writer.WriteString("encodedList"u8, encodedList);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private sealed record Names(string CredentialType, string IssuedMember, string SubjectType);
}
