namespace LearnCoin.Core.Verification;

/// <summary>The six checks of spec/credential.md, "What a verifier must check".</summary>
public enum CheckName
{
    Schema,
    Signature,
    Issuer,
    Anchor,
    Status,
    Dates,
}

public enum CheckOutcome
{
    Passed,
    Failed,

    /// <summary>Something that is needed could not be had. Says nothing against the credential.</summary>
    CouldNotCheck,
}

/// <summary>How one check ended.</summary>
/// <param name="Reason">Stable code for programs: <c>ok</c> when passed, else one of <see cref="CheckReason"/>.</param>
/// <param name="Sentence">The same for people. Quotes nothing from the document.</param>
public sealed record Check(CheckName Name, CheckOutcome Outcome, string Reason, string Sentence)
{
    /// <summary>What one should know although the check passed.</summary>
    public string? Note { get; init; }
}

internal static class CheckBuilding
{
    internal static Check Passed(this CheckName name, string sentence, string? note = null) =>
        new(name, CheckOutcome.Passed, CheckReason.Ok, sentence) { Note = note };

    internal static Check Failed(this CheckName name, string reason, string sentence) => new(name, CheckOutcome.Failed, reason, sentence);

    internal static Check CouldNotCheck(this CheckName name, string reason, string sentence) =>
        new(name, CheckOutcome.CouldNotCheck, reason, sentence);
}
