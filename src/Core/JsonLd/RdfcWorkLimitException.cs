namespace LearnCoin.Core.JsonLd;

/// <summary>
/// Canonical labels would need more work than allowed (RDFC-1.0, 7.1 Dataset Poisoning): many blank nodes that only their relations tell apart.
/// </summary>
public sealed class RdfcWorkLimitException : Exception
{
    /// <param name="limit">The limit that was reached, in steps (calls of Hash N-Degree Quads and permutations tried).</param>
    public RdfcWorkLimitException(int limit)
        : base($"Canonicalization stopped after {limit} steps: the blank nodes of this document are too alike.") => Limit = limit;

    /// <summary>The limit that was reached, in steps.</summary>
    public int Limit { get; }
}
