using System.Globalization;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Verification;

/// <summary>Check 4: the Merkle proof leads from this document to a root that an anchor key of the issuer wrote to the expected chain.</summary>
internal sealed class AnchorCheck(VerificationSettings settings, Canonicalizer canonicalizer)
{
    private const CheckName Name = CheckName.Anchor;

    /// <summary>A proof's <c>created</c> is covered by no hash; it may run ahead of the block by this much and no more.</summary>
    private static readonly TimeSpan CreatedTolerance = TimeSpan.FromHours(1);

    internal async Task<(Check Check, AnchorFacts? Facts)> RunAsync(
        SecuredJson document, ProofSet proofs, IssuerDocument? issuer, CancellationToken cancellationToken)
    {
        if (proofs.Merkle is not { } proof)
        {
            return (Name.CouldNotCheck(CheckReason.NotAnchored, "The credential is signed but not anchored yet."), null);
        }

        if (!TryDecode(proof.ProofValue, out var merkle))
        {
            return (Name.Failed(CheckReason.MerkleProofMalformed, "The Merkle proof is not in its exact form."), null);
        }

        if (PathFault(document, proofs, merkle) is { } pathFault)
        {
            return (pathFault, null);
        }

        if (!AnchorEntries.TryRead(merkle.Anchors, out var chainId, out var transactionId))
        {
            return (Name.Failed(CheckReason.AnchorEntriesInvalid, "The Merkle proof's anchor entries disagree, or name a chain that is not Base."), null);
        }

        if (settings.Chains.FirstOrDefault(chain => chain.ChainId == chainId) is not { } trusted)
        {
            return (Name.Failed(CheckReason.ChainNotExpected, "The anchor is on another chain than expected."), null);
        }

        var anchor = new Anchor(proofs, proof, merkle.MerkleRoot, "0x" + Convert.ToHexStringLower(transactionId));
        return trusted.Chain is null
            ? (Name.CouldNotCheck(CheckReason.RpcMissing, "No endpoint of the anchor's chain is set."), null)
            : await OnChainAsync(anchor, trusted, trusted.Chain, issuer, cancellationToken);
    }

    private static async Task<(Check Check, AnchorFacts? Facts)> OnChainAsync(
        Anchor anchor, TrustedChain trusted, IChain chain, IssuerDocument? issuer, CancellationToken cancellationToken)
    {
        try
        {
            if (await chain.ChainIdAsync(cancellationToken) != trusted.ChainId)
            {
                return (Name.CouldNotCheck(CheckReason.RpcOfAnotherChain, "The endpoint that is set serves another chain than the anchor's."), null);
            }

            var transaction = await chain.TransactionAsync(anchor.TransactionHash, cancellationToken);
            if (TransactionFault(anchor, transaction, issuer) is { Outcome: CheckOutcome.Failed } fault)
            {
                return (fault, null);
            }

            var receipt = await chain.ReceiptAsync(anchor.TransactionHash, cancellationToken);
            if (receipt is null)
            {
                return (Name.CouldNotCheck(CheckReason.TransactionPending, "The anchor's transaction is in no block yet."), null);
            }

            var height = "0x" + receipt.BlockNumber.ToString("x", CultureInfo.InvariantCulture);
            var block = await chain.BlockAsync(height, cancellationToken);
            var latest = await chain.BlockAsync("latest", cancellationToken);
            return Included(anchor, trusted, transaction!, receipt, block, latest, issuer);
        }
        catch (ChainUnavailableException)
        {
            return (Name.CouldNotCheck(CheckReason.RpcUnavailable, "The chain's endpoint could not be reached."), null);
        }
    }

    private static (Check Check, AnchorFacts? Facts) Included(
        Anchor anchor, TrustedChain trusted, ChainTransaction transaction, ChainReceipt receipt, ChainBlock? block, ChainBlock? latest, IssuerDocument? issuer)
    {
        if (!Same(receipt.TransactionHash, anchor.TransactionHash) || block is null || latest is null || block.Number != receipt.BlockNumber)
        {
            return (Name.CouldNotCheck(CheckReason.RpcInconsistent, "The chain's endpoint contradicts itself or lags."), null);
        }

        if (!receipt.Succeeded)
        {
            return (Name.Failed(CheckReason.TransactionReverted, "The anchor's transaction was reverted."), null);
        }

        if (!Same(block.Hash, receipt.BlockHash))
        {
            return (Name.Failed(CheckReason.BlockNotCanonical, "The block of the anchor's transaction is not part of the chain."), null);
        }

        var confirmations = latest.Number - block.Number + 1;
        var facts = new AnchorFacts(trusted.ChainId, anchor.TransactionHash, block.Number, block.Time, confirmations);
        if (anchor.Proof.Created > block.Time + CreatedTolerance || anchor.Proof.Created < anchor.Proofs.Signatures[0].Created)
        {
            return (Name.Failed(CheckReason.CreatedOutOfRange, "The Merkle proof's time is before the signature's or long after the block's."), facts);
        }

        var check = SenderFault(anchor, transaction, issuer, block.Time)
            ?? (confirmations < trusted.Confirmations
                ? Name.CouldNotCheck(CheckReason.ConfirmationsMissing, "The anchor's block does not have enough confirmations yet.")
                : Name.Passed("The root of this credential's batch is on the chain, sent by the issuer's anchor key."));
        return (check, facts);
    }

    private Check? PathFault(SecuredJson document, ProofSet proofs, MerkleProof2019 merkle)
    {
        if (canonicalizer.TryHash(document.With(proofs.Signatures)) is not { } leaf)
        {
            return Name.Failed(CheckReason.CanonicalizationFailed, "The document has no canonical form.");
        }

        return !merkle.TargetHash.Span.SequenceEqual(leaf)
            ? Name.Failed(CheckReason.LeafMismatch, "The Merkle proof is of another document.")
            : !merkle.MerkleRoot.Span.SequenceEqual(merkle.Path.Apply(leaf))
            ? Name.Failed(CheckReason.PathMismatch, "The Merkle path does not lead to the root.")
            : null;
    }

    private static Check? TransactionFault(Anchor anchor, ChainTransaction? transaction, IssuerDocument? issuer)
    {
        if (transaction is null || !Same(transaction.Hash, anchor.TransactionHash))
        {
            return Name.Failed(CheckReason.TransactionNotFound, "The chain does not have the anchor's transaction.");
        }

        // As calldata, or by the one contract that does nothing else with it: what any other contract makes of a call is not ours to know.
        return !anchor.Root.Span.SequenceEqual(transaction.Input) && !EasContract.IsTimestampOf(transaction.To, transaction.Input, anchor.Root.Span)
            ? Name.Failed(CheckReason.CalldataMismatch, "The anchor's transaction does not carry this root.")
            : SenderFault(anchor, transaction, issuer, blockTime: null);
    }

    /// <summary>The sender must be the very anchor key that the proof names, in use at the time of the block.</summary>
    private static Check? SenderFault(Anchor anchor, ChainTransaction transaction, IssuerDocument? issuer, DateTimeOffset? blockTime)
    {
        if (issuer is null)
        {
            return Name.CouldNotCheck(CheckReason.DidUnavailable, "The issuer's anchor keys could not be had.");
        }

        var method = issuer.Find(anchor.Proof.VerificationMethod);
        if (method?.Secp256k1 is not { } key || !Same(EthereumAddress.FromPublicKey(key), transaction.From))
        {
            return Name.Failed(CheckReason.SenderUnknown, "The anchor's transaction was not sent by the anchor key that the proof names.");
        }

        return blockTime is { } time && !(method.Bound is { } bound ? time < bound : method.Asserted)
            ? Name.Failed(CheckReason.KeyRevoked, "The anchor key was not in use at the time of the block.")
            : null;
    }

    private static bool TryDecode(string proofValue, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out MerkleProof2019? merkle)
    {
        try
        {
            merkle = MerkleProof2019.Decode(proofValue);
            return true;
        }
        catch (ProofFormatException)
        {
            merkle = null;
            return false;
        }
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private sealed record Anchor(ProofSet Proofs, ReadProof Proof, ReadOnlyMemory<byte> Root, string TransactionHash);
}
