using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Merkle;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Issuance;

/// <summary>
/// The signed document as it can be had now: with the Data Integrity proof once signed, with the Merkle proof once anchored. The Merkle
/// proof is made when the document is read: leaves are stored once a batch, and a new transaction after a reorg needs no rewrite.
/// </summary>
public sealed class CredentialDocuments(BatchStore batches, AnchorMethods methods, AnchorCode anchorCode)
{
    /// <returns>UTF-8 JSON, or null while the batch is not signed.</returns>
    public async ValueTask<byte[]?> ReadAsync(StoredCredential credential, Batch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Status is BatchStatus.Pending or BatchStatus.Failed || credential.Document is null)
        {
            return null;
        }

        if (batch.Anchor is not { } anchor)
        {
            return credential.Document;
        }

        var leaves = await batches.LeavesAsync(batch.Id, cancellationToken);
        var path = MerkleTree.Build(leaves).Path(credential.Index).Concat(MerklePath.FromPacked(anchor.Path));
        var transaction = Convert.FromHexString(anchor.TransactionHash.AsSpan(2));
        var proof = new MerkleProof2019(
            anchor.Root,
            leaves.AsMemory(credential.Index * MerklePath.HashBytes, MerklePath.HashBytes),
            AnchorEntries.Create(anchorCode, anchor.ChainId, transaction),
            path);
        var method = await methods.OfLaneAsync(anchor.Lane, batch.IssuerDid, cancellationToken);
        return DocumentProofs.AppendProof(credential.Document, ProofJson(credential, batch, method, proof));
    }

    private static byte[] ProofJson(StoredCredential credential, Batch batch, string method, MerkleProof2019 proof) => new DataIntegrityProof(
        ProofIds.Merkle(credential.DocumentId),
        MerkleProof2019.Cryptosuite,
        batch.ProofTime!.Value,
        method,
        PreviousProof: ProofIds.DataIntegrity(credential.DocumentId)).ToJson(proof.Encode());
}

/// <summary>Ids of a document's proofs, derived from the document's id so that a repeated step gives the same.</summary>
internal static class ProofIds
{
    public static string DataIntegrity(string documentId) => Derive("proof:data-integrity:", documentId);

    public static string Merkle(string documentId) => Derive("proof:merkle:", documentId);

    private static string Derive(string purpose, string documentId) =>
        Uuid.Urn(new SeededEntropy(SHA256.HashData(Encoding.UTF8.GetBytes(purpose + documentId))));
}
