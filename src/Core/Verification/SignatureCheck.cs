using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Verification;

/// <summary>Check 2: every eddsa-rdfc-2022 proof verifies, none left out. The Merkle proof is part of the anchor check.</summary>
internal static class SignatureCheck
{
    internal static Check Run(
        CheckName name, SecuredJson document, ProofSet proofs, IssuerDocument? issuer, Canonicalizer canonicalizer, DateTimeOffset now)
    {
        if (document.Root.Member("@context") is not { } context)
        {
            return name.Failed(CheckReason.CanonicalizationFailed, "The document has no @context.");
        }

        foreach (var proof in proofs.Signatures)
        {
            if (proof.Created > now + DatesCheck.ClockTolerance)
            {
                return name.Failed(CheckReason.CreatedInFuture, "A proof says it was made in the future.");
            }

            var covered = document.With(proofs.Signatures.Where(other => other.Id is not null && proof.Previous.Contains(other.Id)));
            if (canonicalizer.TryHash(covered) is not { } documentHash
                || canonicalizer.TryHash(EddsaRdfc2022.ProofOptions(proof.Json, context)) is not { } optionsHash)
            {
                return name.Failed(CheckReason.CanonicalizationFailed, "The document or a proof has no canonical form.");
            }

            if (issuer is null)
            {
                // Without keys no other proof can be judged either: no work for them.
                return name.CouldNotCheck(CheckReason.DidUnavailable, "The issuer's keys could not be had.");
            }

            if (issuer.Find(proof.VerificationMethod)?.Ed25519 is not { } key)
            {
                return name.Failed(CheckReason.KeyNotFound, "A proof names a key that the issuer's DID document does not have.");
            }

            if (!EddsaRdfc2022.Verify(optionsHash, documentHash, proof.ProofValue, key))
            {
                return name.Failed(CheckReason.SignatureInvalid, "A signature is not of this document and this key.");
            }
        }

        return name.Passed("Every signature is of this document and of the key it names.");
    }
}
