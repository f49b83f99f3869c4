namespace LearnCoin.Core.RateLimits;

/// <summary>Whether a request may go on, and what its answer tells of the limit.</summary>
/// <param name="IsAllowed">It had a token.</param>
/// <param name="Limit">Requests in any 60 s.</param>
/// <param name="Remaining">Requests left now.</param>
/// <param name="ResetSeconds">Whole seconds, 1 or more, until more are left than now; <c>Retry-After</c> of a refused request.</param>
public sealed record RateDecision(bool IsAllowed, int Limit, int Remaining, int ResetSeconds);
