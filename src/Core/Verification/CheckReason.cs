namespace LearnCoin.Core.Verification;

/// <summary>Codes of <see cref="Check.Reason"/>. Part of the API's answers: never rename one.</summary>
public static class CheckReason
{
    public const string Ok = "ok";

    // Schema
    public const string NotStrictJson = "not_strict_json";
    public const string TooLarge = "too_large";
    public const string ContextWrong = "context_wrong";
    public const string MemberMissing = "member_missing";
    public const string MemberWrong = "member_wrong";
    public const string MemberUnknown = "member_unknown";

    /// <summary>Another check cannot start because the document could not be read.</summary>
    public const string DocumentUnreadable = "document_unreadable";

    /// <summary>The credential is accepted, but there is no document yet; or its batch failed and there never will be.</summary>
    public const string NotSigned = "not_signed";

    // Signature
    public const string ProofMissing = "proof_missing";
    public const string ProofMalformed = "proof_malformed";
    public const string ProofOrder = "proof_order";
    public const string CryptosuiteUnknown = "cryptosuite_unknown";
    public const string PreviousProofUnknown = "previous_proof_unknown";
    public const string CreatedInFuture = "created_in_future";
    public const string CanonicalizationFailed = "canonicalization_failed";
    public const string SignatureInvalid = "signature_invalid";

    // Issuer
    public const string DidUnavailable = "did_unavailable";
    public const string DidInvalid = "did_invalid";
    public const string KeyNotFound = "key_not_found";
    public const string KeyNotAsserted = "key_not_asserted";
    public const string KeyRevoked = "key_revoked";
    public const string ControllerWrong = "controller_wrong";
    public const string TenantUnknown = "tenant_unknown";
    public const string TenantNameWrong = "tenant_name_wrong";

    // Anchor
    public const string NotAnchored = "not_anchored";
    public const string MerkleProofMalformed = "merkle_proof_malformed";
    public const string LeafMismatch = "leaf_mismatch";
    public const string PathMismatch = "path_mismatch";
    public const string AnchorEntriesInvalid = "anchor_entries_invalid";
    public const string ChainNotExpected = "chain_not_expected";
    public const string CreatedOutOfRange = "created_out_of_range";
    public const string RpcMissing = "rpc_missing";
    public const string RpcUnavailable = "rpc_unavailable";
    public const string RpcOfAnotherChain = "rpc_of_another_chain";
    public const string RpcInconsistent = "rpc_inconsistent";
    public const string TransactionNotFound = "transaction_not_found";
    public const string TransactionPending = "transaction_pending";
    public const string TransactionReverted = "transaction_reverted";
    public const string CalldataMismatch = "calldata_mismatch";
    public const string SenderUnknown = "sender_unknown";
    public const string BlockNotCanonical = "block_not_canonical";
    public const string ConfirmationsMissing = "confirmations_missing";

    // Status
    public const string StatusEntryWrong = "status_entry_wrong";
    public const string StatusListUnavailable = "status_list_unavailable";
    public const string StatusListInvalid = "status_list_invalid";
    public const string StatusListSignatureInvalid = "status_list_signature_invalid";
    public const string Revoked = "revoked";

    // Dates
    public const string DatesWrong = "dates_wrong";
    public const string NotYetValid = "not_yet_valid";
    public const string Expired = "expired";
}
