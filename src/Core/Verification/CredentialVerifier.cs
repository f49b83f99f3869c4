using System.Text.Json;
using LearnCoin.Core.Requests;
using LearnCoin.Core.JsonLd;

namespace LearnCoin.Core.Verification;

/// <summary>
/// Verifies a credential as spec/credential.md, "What a verifier must check", has it. Needs nothing of the service that issued it: the DID
/// document, the status list and the chain come through ports. What cannot be had is never "failed".
/// </summary>
/// <param name="source">DID documents and status lists.</param>
/// <param name="settings">Chains that are trusted.</param>
/// <param name="time">Now.</param>
/// <param name="canonicalizer">Null: the product's own.</param>
public sealed class CredentialVerifier(
    IVerificationSource source, VerificationSettings settings, TimeProvider time, Canonicalizer? canonicalizer = null)
{
    /// <summary>Largest document that is looked at, bytes: well above the largest that is issued.</summary>
    public const int MaxDocumentBytes = 1024 * 1024;

    private readonly Canonicalizer canonicalizer = canonicalizer ?? Canonicalizer.Shared;

    /// <param name="document">UTF-8 JSON of the secured credential.</param>
    public async Task<VerificationReport> VerifyAsync(ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        if (document.Length > MaxDocumentBytes)
        {
            return Unreadable(CheckReason.TooLarge, "The document is too large.");
        }

        if (StrictJson.Parse(document) is not { IsOk: true } parsed)
        {
            // Repeated members among other things: two readers would see two documents.
            return Unreadable(CheckReason.NotStrictJson, "The document is not JSON, repeats a member, or is nested too deep.");
        }

        using var json = parsed.Value;
        return json.RootElement.ValueKind == JsonValueKind.Object
            ? await VerifyAsync(document, json.RootElement, cancellationToken)
            : Unreadable(CheckReason.NotStrictJson, "The document is not a JSON object.");
    }

    private async Task<VerificationReport> VerifyAsync(ReadOnlyMemory<byte> utf8, JsonElement root, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var schema = SchemaCheck.Run(root);
        var dates = DatesCheck.Run(root, now);
        var (proofs, proofFault) = ProofSet.Read(root.Member("proof"), CheckName.Signature);
        if (proofs is null)
        {
            return new VerificationReport(
                [schema, .. AllBetween(name => name == CheckName.Signature ? proofFault! : NoProof(name)), dates], null);
        }

        if (SchemaCheck.ContextFault(root) is not null)
        {
            // Other contexts give other meanings, so there is nothing to compare; and they are the dearest thing that a hostile document can bring.
            return new VerificationReport(
                [schema, .. AllBetween(name => name.CouldNotCheck(CheckReason.ContextWrong, "Not checked: under another @context the document says something else.")), dates], null);
        }

        var document = new SecuredJson(utf8, root);
        var (issuer, issuerFault) = await ResolveAsync(root, cancellationToken);
        var signature = SignatureCheck.Run(CheckName.Signature, document, proofs, issuer, canonicalizer, now);
        var (anchor, facts) = signature.Reason == CheckReason.CanonicalizationFailed
            ? (CheckName.Anchor.Failed(CheckReason.CanonicalizationFailed, "The document has no canonical form."), null)
            : await new AnchorCheck(settings, canonicalizer).RunAsync(document, proofs, issuer, cancellationToken);
        var status = await new StatusCheck(source, canonicalizer).RunAsync(root, proofs, issuer, now, cancellationToken);
        var issuerCheck = issuerFault ?? IssuerCheck.Run(root, proofs, issuer!, anchor, facts);
        return new VerificationReport([schema, signature, issuerCheck, anchor, status, dates], facts);
    }

    private async Task<(IssuerDocument? Issuer, Check? Fault)> ResolveAsync(JsonElement root, CancellationToken cancellationToken)
    {
        if (root.Member("issuer")?.Text("id") is not { } did)
        {
            return (null, CheckName.Issuer.Failed(CheckReason.DidInvalid, "The document names no issuer."));
        }

        var fetched = await source.DidDocumentAsync(did, cancellationToken);
        if (fetched.Content is not { } content)
        {
            return (null, CheckName.Issuer.CouldNotCheck(CheckReason.DidUnavailable, $"The issuer's DID document could not be had: {fetched.Unavailable}"));
        }

        return IssuerDocument.TryParse(content, did) is { } issuer
            ? (issuer, null)
            : (null, CheckName.Issuer.CouldNotCheck(CheckReason.DidInvalid, "The issuer's DID document is not one of this DID, or malformed."));
    }

    private static VerificationReport Unreadable(string reason, string sentence) => new(
        [
            CheckName.Schema.Failed(reason, sentence),
            .. Enum.GetValues<CheckName>().Skip(1).Select(name =>
                name.CouldNotCheck(CheckReason.DocumentUnreadable, "The document could not be read.")),
        ],
        null);

    /// <summary>The four checks that need more than the document.</summary>
    private static IEnumerable<Check> AllBetween(Func<CheckName, Check> make) =>
        new[] { CheckName.Signature, CheckName.Issuer, CheckName.Anchor, CheckName.Status }.Select(make);

    private static Check NoProof(CheckName name) => name.CouldNotCheck(CheckReason.ProofMissing, "There are no proofs that could be used.");
}
