using LearnCoin.Core.Anchoring;

namespace LearnCoin.Local.Chain;

/// <summary>What nodes say when they refuse a transaction: JSON-RPC has no codes for it, so the wording decides. One table for every chain adapter.</summary>
public static class NodeWording
{
    // Order matters: "replacement transaction underpriced" also holds "underpriced".
    private static readonly (string Words, SendKind Kind)[] Table =
    [
        ("already known", SendKind.AlreadyKnown),
        ("already imported", SendKind.AlreadyKnown),
        ("known transaction", SendKind.AlreadyKnown),
        ("already exists", SendKind.AlreadyKnown),
        ("nonce too low", SendKind.NonceTooLow),
        ("nonce too high", SendKind.NonceTooHigh),
        ("nonce gap", SendKind.NonceTooHigh),
        ("replacement transaction underpriced", SendKind.ReplacementUnderpriced),
        ("underpriced", SendKind.Underpriced),
        ("fee too low", SendKind.Underpriced),
        ("less than block base fee", SendKind.Underpriced),
        ("insufficient funds", SendKind.InsufficientFunds),
        ("not enough funds", SendKind.InsufficientFunds),
    ];

    // JSON-RPC code of a revert with data: geth, and most others after it.
    private const int RevertCode = 3;

    /// <summary>Whether the answer to eth_call or eth_estimateGas says that the contract reverts.</summary>
    public static bool IsRevert(long code, string message) =>
        code == RevertCode || message.Contains("revert", StringComparison.OrdinalIgnoreCase);

    public static SendKind Classify(string message)
    {
        foreach (var (words, kind) in Table)
        {
            if (message.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return SendKind.Refused;
    }
}
