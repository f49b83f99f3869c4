namespace LearnCoin.Core.Verification;

public enum Verdict
{
    /// <summary>Every check passed.</summary>
    Valid,

    /// <summary>At least one check failed.</summary>
    Invalid,

    /// <summary>None failed, but at least one could not be made.</summary>
    Undetermined,
}

/// <summary>What the chain says of the anchor; known once the transaction was found in a block.</summary>
/// <param name="ChainId">EIP-155 chain id.</param>
/// <param name="TransactionHash">Lower-case hex with 0x.</param>
/// <param name="Confirmations">Blocks on top, the including one counted.</param>
public sealed record AnchorFacts(long ChainId, string TransactionHash, long BlockNumber, DateTimeOffset BlockTime, long Confirmations);

/// <param name="Checks">All six, in the order of <see cref="CheckName"/>.</param>
/// <param name="Anchor">Null when the transaction was not found in a block.</param>
public sealed record VerificationReport(IReadOnlyList<Check> Checks, AnchorFacts? Anchor)
{
    /// <summary>Of a credential that has no signed document: nothing can be checked, and nothing is said against it.</summary>
    /// <param name="isFailed">There never will be one: its batch failed.</param>
    public static VerificationReport NotSigned(bool isFailed) => new(
        [.. Enum.GetValues<CheckName>().Select(name => name.CouldNotCheck(
            CheckReason.NotSigned, isFailed ? "The credential was never signed: its batch failed." : "The credential is not signed yet."))],
        null);

    public Check this[CheckName name] => Checks[(int)name];

    public Verdict Verdict =>
        Checks.Any(check => check.Outcome == CheckOutcome.Failed) ? Verdict.Invalid
        : Checks.All(check => check.Outcome == CheckOutcome.Passed) ? Verdict.Valid
        : Verdict.Undetermined;
}
