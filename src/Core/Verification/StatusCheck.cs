using System.Globalization;
using System.Text.Json;
using LearnCoin.Core.Requests;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.StatusLists;

namespace LearnCoin.Core.Verification;

/// <summary>Check 5: the status list is the issuer's and the credential's bit is 0.</summary>
internal sealed class StatusCheck(IVerificationSource source, Canonicalizer canonicalizer)
{
    private const CheckName Name = CheckName.Status;

    private sealed record Entry(string ListUrl, int Index, bool Bitstring);

    internal async Task<Check> RunAsync(
        JsonElement document, ProofSet proofs, IssuerDocument? issuer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (document.Member("credentialStatus") is not { } status)
        {
            return Name.Passed("The credential cannot be revoked: it has no status entry.");
        }

        if (ReadEntry(status) is not { } entry)
        {
            return Name.Failed(CheckReason.StatusEntryWrong, "credentialStatus is not a revocation entry of a status list.");
        }

        var fetched = await source.StatusListAsync(entry.ListUrl, cancellationToken);
        if (fetched.Content is not { } content)
        {
            return Name.CouldNotCheck(CheckReason.StatusListUnavailable, $"The status list could not be had: {fetched.Unavailable}");
        }

        if (StrictJson.Parse(content) is not { IsOk: true } parsed)
        {
            return Name.Failed(CheckReason.StatusListInvalid, "The status list is not JSON of the expected form.");
        }

        using var json = parsed.Value;
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            return Name.Failed(CheckReason.StatusListInvalid, "The status list is not a JSON object.");
        }

        var list = new SecuredJson(content, json.RootElement);
        return ListFault(list.Root, document, entry)
            ?? SignatureFault(list, proofs, issuer, now)
            ?? BitFault(list.Root, entry);
    }

    private static Entry? ReadEntry(JsonElement status)
    {
        var bitstring = status.Text("type") == "BitstringStatusListEntry";
        if ((!bitstring && status.Text("type") != "StatusList2021Entry") || status.Text("statusPurpose") != StatusListCredential.Purpose
            || status.Text("statusListCredential") is not { } url || status.Text("statusListIndex") is not { } text
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index >= StatusListBits.Count || StatusListCredential.FormatIndex(index) != text)
        {
            return null;
        }

        return new Entry(url, index, bitstring);
    }

    private static Check? ListFault(JsonElement list, JsonElement document, Entry entry)
    {
        var (type, subjectType) = entry.Bitstring
            ? ("BitstringStatusListCredential", "BitstringStatusList")
            : ("StatusList2021Credential", "StatusList2021");
        var subject = list.Member("credentialSubject");
        var issuer = list.Text("issuer") ?? list.Member("issuer")?.Text("id");
        return list.Text("id") == entry.ListUrl
            && list.Texts("type") is { } types && types.Contains("VerifiableCredential") && types.Contains(type)
            && issuer is not null && issuer == document.Member("issuer")?.Text("id")
            && subject?.Text("type") == subjectType
            && subject.Value.Text("statusPurpose") == StatusListCredential.Purpose
            ? null
            : Name.Failed(CheckReason.StatusListInvalid, "The status list is not this issuer's list for revocation.");
    }

    private Check? SignatureFault(SecuredJson list, ProofSet proofs, IssuerDocument? issuer, DateTimeOffset now)
    {
        var (listProofs, fault) = ProofSet.Read(list.Root.Member("proof"), Name);
        if (fault is not null || listProofs!.Merkle is not null)
        {
            return Name.Failed(CheckReason.StatusListSignatureInvalid, "The status list is not signed in the expected form.");
        }

        var signature = SignatureCheck.Run(Name, list, listProofs, issuer, canonicalizer, now);
        if (signature.Outcome == CheckOutcome.CouldNotCheck)
        {
            return signature;
        }

        return signature.Outcome == CheckOutcome.Passed && listProofs.Signatures.All(proof => IsIssuers(proof, proofs, issuer!))
            ? null
            : Name.Failed(CheckReason.StatusListSignatureInvalid, "The status list is not signed by a key of this credential's issuer.");
    }

    /// <summary>A key in use now, and of the same tenant: another tenant of a shared DID must not take a revocation back.</summary>
    private static bool IsIssuers(ReadProof listProof, ProofSet proofs, IssuerDocument issuer)
    {
        var method = issuer.Find(listProof.VerificationMethod);
        var credentialKey = issuer.Find(proofs.Signatures[0].VerificationMethod)?.Ed25519;
        return method is { Asserted: true, Bound: null, Ed25519: { } key }
            && method.Controller == issuer.Did
            && (!issuer.IsShared || (credentialKey is not null && issuer.TenantOf(key) is { } tenant && issuer.TenantOf(credentialKey) == tenant));
    }

    private static Check BitFault(JsonElement list, Entry entry)
    {
        try
        {
            var bits = StatusListBits.Decode(list.Member("credentialSubject")?.Text("encodedList") ?? string.Empty, entry.Bitstring);
            return bits[entry.Index]
                ? Name.Failed(CheckReason.Revoked, "The issuer has revoked the credential.")
                : Name.Passed("The credential is not revoked.");
        }
        catch (ProofFormatException)
        {
            return Name.Failed(CheckReason.StatusListInvalid, "The status list's bits are not in the expected form.");
        }
    }
}
