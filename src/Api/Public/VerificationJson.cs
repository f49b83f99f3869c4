using System.Text.Json;
using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Verification;

namespace LearnCoin.Api.Public;

/// <summary>A verification report as JSON. The names and words are part of the API: they are never renamed.</summary>
internal static class VerificationJson
{
    /// <param name="document">The document as it was judged; null when there is none yet.</param>
    /// <param name="id">Our id, where the caller named it.</param>
    public static void Write(Utf8JsonWriter json, LearnCoinCore core, VerificationReport report, JsonElement? document, CredentialId? id)
    {
        json.WriteStartObject();
        json.WriteString("verdict", report.Verdict switch { Verdict.Valid => "valid", Verdict.Invalid => "invalid", _ => "undetermined" });
        json.WriteStartArray("checks");
        foreach (var check in report.Checks)
        {
            json.WriteStartObject();
            json.WriteString("name", NameOf(check.Name));
            json.WriteString("outcome", check.Outcome switch { CheckOutcome.Passed => "passed", CheckOutcome.Failed => "failed", _ => "could_not_check" });
            json.WriteString("reason", check.Outcome == CheckOutcome.Passed ? null : check.Reason);
            json.WriteString("message", check.Sentence);
            json.WriteString("note", check.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteAnchor(json, core, report.Anchor);
        WriteCredential(json, core, document, id);
        json.WriteEndObject();
    }

    private static void WriteAnchor(Utf8JsonWriter json, LearnCoinCore core, AnchorFacts? anchor)
    {
        if (anchor is null)
        {
            json.WriteNull("anchor");
            return;
        }

        json.WriteStartObject("anchor");
        json.WriteNumber("chain_id", anchor.ChainId);
        json.WriteString("transaction_hash", anchor.TransactionHash);
        json.WriteNumber("block_number", anchor.BlockNumber);
        json.WriteTime("block_time", anchor.BlockTime);
        json.WriteNumber("confirmations", anchor.Confirmations);
        json.WriteString("explorer_url", core.Networks.All.FirstOrDefault(network => network.ChainId == anchor.ChainId)?.TransactionUrl(anchor.TransactionHash));
        json.WriteEndObject();
    }

    /// <summary>What the document says of itself, as far as it is text: only the verdict says whether it is true.</summary>
    private static void WriteCredential(Utf8JsonWriter json, LearnCoinCore core, JsonElement? document, CredentialId? id)
    {
        var issuer = Member(document, "issuer");
        json.WriteStartObject("credential");
        json.WriteString("credential_id", id?.Value);
        json.WriteString("verify_url", id is { } own ? core.Urls.Page(own) : null);
        json.WriteString("id", Text(document, "id"));
        json.WriteString("name", Text(document, "name"));
        json.WriteString("issuer_id", Text(issuer, "id"));
        json.WriteString("issuer_name", Text(issuer, "name"));
        json.WriteString("valid_from", Text(document, "validFrom"));
        json.WriteString("valid_until", Text(document, "validUntil"));
        json.WriteEndObject();
    }

    /// <summary>Name of a check: in the report, in pages, in the names of texts.</summary>
    public static string NameOf(CheckName name) => name switch
    {
        CheckName.Schema => "schema",
        CheckName.Signature => "signature",
        CheckName.Issuer => "issuer",
        CheckName.Anchor => "anchor",
        CheckName.Status => "status",
        CheckName.Dates => "dates",
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static JsonElement? Member(JsonElement? owner, string name) =>
        owner is { ValueKind: JsonValueKind.Object } from && from.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
