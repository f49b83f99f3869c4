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
        ("underpriced", SendKind.Underpriced),
        ("fee too low", SendKind.Underpriced),
        ("less than block base fee", SendKind.Underpriced),
        ("insufficient funds", SendKind.InsufficientFunds),
        ("not enough funds", SendKind.InsufficientFunds),
    ];

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
