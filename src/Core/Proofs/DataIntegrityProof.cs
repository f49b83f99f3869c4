using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace LearnCoin.Core.Proofs;

/// <summary>The members of a Data Integrity proof but its <c>proofValue</c> (VC Data Integrity 1.0, section 2.1), purpose <c>assertionMethod</c>.</summary>
/// <param name="Id">Set where another proof names this one.</param>
/// <param name="Cryptosuite"><see cref="EddsaRdfc2022.Cryptosuite"/> or <see cref="MerkleProof2019.Cryptosuite"/>.</param>
/// <param name="Created">Written in whole seconds, UTC.</param>
/// <param name="VerificationMethod">DID URL of the key.</param>
/// <param name="PreviousProof">Id of the proof that must come before.</param>
public sealed record DataIntegrityProof(
    string? Id, string Cryptosuite, DateTimeOffset Created, string VerificationMethod, string? PreviousProof = null)
{
    /// <summary>Proof options: this proof under the document's <c>@context</c>, what eddsa-rdfc-2022 hashes first.</summary>
    /// <param name="contextJson">Value of the document's <c>@context</c> as UTF-8 JSON.</param>
    public byte[] ToOptions(ReadOnlySpan<byte> contextJson)
    {
        var buffer = new ArrayBufferWriter<byte>(contextJson.Length + 512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WritePropertyName("@context"u8);
        writer.WriteRawValue(contextJson, skipInputValidation: true);
        WriteMembers(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The whole proof as UTF-8 JSON.</summary>
    public byte[] ToJson(string proofValue)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        WriteMembers(writer);
        writer.WriteString("proofValue"u8, proofValue);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>RFC 3339 in UTC and whole seconds, as all times of the product's documents.</summary>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void WriteMembers(Utf8JsonWriter writer)
    {
        if (Id is not null)
        {
            writer.WriteString("id"u8, Id);
        }

        writer.WriteString("type"u8, "DataIntegrityProof"u8);
        writer.WriteString("cryptosuite"u8, Cryptosuite);
        writer.WriteString("created"u8, FormatTime(Created));
        writer.WriteString("proofPurpose"u8, "assertionMethod"u8);
        writer.WriteString("verificationMethod"u8, VerificationMethod);
        if (PreviousProof is not null)
        {
            writer.WriteString("previousProof"u8, PreviousProof);
        }
    }
}
