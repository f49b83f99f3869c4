using System.Text.Json;

namespace LearnCoin.Core.Verification;

/// <summary>
/// Check 3: the keys of all proofs are the issuer's, meant for assertions, and the first is that of the tenant whose name the document bears.
/// </summary>
internal static class IssuerCheck
{
    private const CheckName Name = CheckName.Issuer;

    private const string TestSuffix = " (test)";

    /// <param name="anchor">Outcome of the anchor check: a compromised key counts for what was anchored before.</param>
    internal static Check Run(JsonElement document, ProofSet proofs, IssuerDocument issuer, Check anchor, AnchorFacts? facts)
    {
        string? note = null;
        foreach (var proof in proofs.Merkle is null ? proofs.Signatures : [.. proofs.Signatures, proofs.Merkle])
        {
            if (issuer.Find(proof.VerificationMethod) is not { } method)
            {
                return Name.Failed(CheckReason.KeyNotFound, "A proof names a key that the issuer's DID document does not have.");
            }

            if (method.Controller != issuer.Did)
            {
                return Name.Failed(CheckReason.ControllerWrong, "A proof's key is not controlled by the issuer.");
            }

            if (method.Bound is null && !method.Asserted)
            {
                return Name.Failed(CheckReason.KeyNotAsserted, "A proof's key is not one that the issuer makes assertions with.");
            }

            if (BoundFault(method, anchor, facts) is { } fault)
            {
                return fault;
            }

            note ??= method.Bound is null ? null : "A key of this credential was revoked later; the credential was anchored before that.";
        }

        return TenantFault(document, proofs, issuer) ?? Name.Passed("The keys belong to the issuer that the credential names.", note);
    }

    private static Check? BoundFault(KeyMethod method, Check anchor, AnchorFacts? facts)
    {
        if (method.Bound is not { } bound)
        {
            return null;
        }

        if (facts is not null && facts.BlockTime < bound && anchor.Outcome != CheckOutcome.Failed)
        {
            // Too few confirmations may still be undone, and then nothing would show that the credential is older than the compromise.
            return anchor.Outcome == CheckOutcome.Passed
                ? null
                : Name.CouldNotCheck(CheckReason.KeyRevoked, "A key was revoked, and it is not certain yet that the credential was anchored before.");
        }

        return facts is null && anchor.Outcome == CheckOutcome.CouldNotCheck && anchor.Reason != CheckReason.NotAnchored
            ? Name.CouldNotCheck(CheckReason.KeyRevoked, "A key was revoked, and it could not be found out whether the credential was anchored before.")
            : Name.Failed(CheckReason.KeyRevoked, "A key was revoked, and the credential was not anchored before.");
    }

    private static Check? TenantFault(JsonElement document, ProofSet proofs, IssuerDocument issuer)
    {
        if (!issuer.IsShared)
        {
            // A tenant's own DID: whoever controls it is the issuer, whatever the name.
            return null;
        }

        var key = issuer.Find(proofs.Signatures[0].VerificationMethod)?.Ed25519;
        if (key is null || issuer.TenantOf(key) is not { } tenant)
        {
            return Name.Failed(CheckReason.TenantUnknown, "The signing key belongs to no tenant of the issuer's DID.");
        }

        var name = document.Member("issuer")?.Text("name");
        return tenant.Names.Any(known => name == known || name == known + TestSuffix)
            ? null
            : Name.Failed(CheckReason.TenantNameWrong, "The signing key belongs to another tenant than the credential names.");
    }
}
