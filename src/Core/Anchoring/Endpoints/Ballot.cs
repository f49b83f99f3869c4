namespace LearnCoin.Core.Anchoring.Endpoints;

/// <summary>What one endpoint said to a question; a revert is an answer too.</summary>
internal sealed record Ballot<T>(Endpoint Endpoint, T? Value, ChainRevertedException? Revert = null);

/// <summary>The answers that came in, and how many may still come.</summary>
/// <param name="Ballots">Of endpoints that gave a usable answer, in the order of their indexes.</param>
/// <param name="Outstanding">Not answered yet.</param>
internal sealed record Tally<T>(IReadOnlyList<Ballot<T>> Ballots, int Outstanding)
{
    internal bool IsComplete => Outstanding == 0;
}
