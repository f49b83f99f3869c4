using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Verification;

/// <summary>What the one who verifies trusts.</summary>
/// <param name="Chains">Anchors on other chains than these fail.</param>
public sealed record VerificationSettings(IReadOnlyList<TrustedChain> Chains);

/// <param name="ChainId">EIP-155 chain id that anchors may be on.</param>
/// <param name="Confirmations">Blocks needed, the including one counted; at least 1.</param>
/// <param name="Chain">Null when there is no endpoint: the anchor then cannot be checked.</param>
public sealed record TrustedChain(long ChainId, int Confirmations, IChain? Chain);
