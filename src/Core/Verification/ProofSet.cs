using System.Text.Json;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Verification;

/// <summary>One Data Integrity proof as it was read.</summary>
/// <param name="Previous">Ids that <c>previousProof</c> names.</param>
internal sealed record ReadProof(
    JsonElement Json, string? Id, string Cryptosuite, DateTimeOffset Created, string VerificationMethod, IReadOnlyList<string> Previous, string ProofValue);

/// <summary>
/// The proofs of a document, all of them: one that nobody looks at could be forged and yet be shown by another reader. So a proof of an unknown
/// suite, or one after the Merkle proof (which no leaf covers), fails the whole set.
/// </summary>
/// <param name="Signatures">eddsa-rdfc-2022 proofs, at least one, in order.</param>
/// <param name="Merkle">The last proof, when it is a merkle-proof-2019.</param>
internal sealed record ProofSet(IReadOnlyList<ReadProof> Signatures, ReadProof? Merkle)
{
    private const int MaxProofs = 8;

    private static readonly HashSet<string> Members =
        ["id", "type", "cryptosuite", "created", "proofPurpose", "verificationMethod", "previousProof", "proofValue"];

    /// <param name="proof">The member <c>proof</c>: an array, or where a reader allows it one object.</param>
    /// <param name="name">Check that a fault belongs to.</param>
    internal static (ProofSet? Proofs, Check? Fault) Read(JsonElement? proof, CheckName name)
    {
        var entries = proof switch
        {
            { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray()],
            { ValueKind: JsonValueKind.Object } one => [one],
            _ => Array.Empty<JsonElement>(),
        };
        if (entries.Length is 0 or > MaxProofs)
        {
            return (null, name.Failed(CheckReason.ProofMissing, "The document has no proof, or more than a reader takes."));
        }

        var proofs = new List<ReadProof>();
        foreach (var entry in entries)
        {
            var (read, fault) = ReadOne(entry, name);
            if (fault is not null)
            {
                return (null, fault);
            }

            proofs.Add(read!);
        }

        return OrderFault(proofs, name) is { } disorder ? (null, disorder) : (Split(proofs), null);
    }

    private static (ReadProof? Proof, Check? Fault) ReadOne(JsonElement entry, CheckName name)
    {
        var known = entry.ValueKind == JsonValueKind.Object && entry.EnumerateObject().All(member => Members.Contains(member.Name));
        if (!known || entry.Text("type") != "DataIntegrityProof" || entry.Text("proofPurpose") != "assertionMethod"
            || entry.Time("created") is not { } created || entry.Text("verificationMethod") is not { } method
            || entry.Text("proofValue") is not { } value || (entry.Member("id") is not null && !Verification.Json.IsIri(entry.Text("id")))
            || Previous(entry) is not { } previous)
        {
            return (null, name.Failed(CheckReason.ProofMalformed, "A proof is not a Data Integrity proof of the expected form."));
        }

        return entry.Text("cryptosuite") is EddsaRdfc2022.Cryptosuite or MerkleProof2019.Cryptosuite
            ? (new ReadProof(entry, entry.Text("id"), entry.Text("cryptosuite")!, created, method, previous, value), null)
            : (null, name.Failed(CheckReason.CryptosuiteUnknown, "A proof is of a cryptosuite that is not known here."));
    }

    private static List<string>? Previous(JsonElement entry) => entry.Member("previousProof") switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        _ => entry.Texts("previousProof"),
    };

    private static Check? OrderFault(List<ReadProof> proofs, CheckName name)
    {
        var merkleAt = proofs.FindIndex(proof => proof.Cryptosuite == MerkleProof2019.Cryptosuite);
        if (merkleAt == 0 || (merkleAt > 0 && merkleAt != proofs.Count - 1))
        {
            return name.Failed(CheckReason.ProofOrder, "The Merkle proof is not the last proof, or there is no signature before it.");
        }

        var earlier = new HashSet<string>(StringComparer.Ordinal);
        foreach (var proof in proofs)
        {
            var missing = proof.Cryptosuite == MerkleProof2019.Cryptosuite && proof.Previous.Count == 0;
            if (missing || !proof.Previous.All(earlier.Contains))
            {
                return name.Failed(CheckReason.PreviousProofUnknown, "previousProof names no earlier proof.");
            }

            if (proof.Id is not null && !earlier.Add(proof.Id))
            {
                return name.Failed(CheckReason.ProofMalformed, "Two proofs have the same id.");
            }
        }

        return null;
    }

    private static ProofSet Split(List<ReadProof> proofs) =>
        proofs[^1].Cryptosuite == MerkleProof2019.Cryptosuite ? new ProofSet(proofs[..^1], proofs[^1]) : new ProofSet(proofs, null);
}
