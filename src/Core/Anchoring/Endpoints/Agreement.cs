using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace LearnCoin.Core.Anchoring.Endpoints;

/// <summary>What many answers mean together: no I/O, no clock.</summary>
internal static class Agreement
{
    /// <summary>Whether more than half of those asked, and at least <paramref name="minimum"/>, say the same; answers that are still out can then change nothing.</summary>
    /// <param name="answers">What came in.</param>
    /// <param name="outstanding">Answers that may still come.</param>
    /// <param name="minimum">Least number of equal answers.</param>
    /// <param name="key">What must be equal.</param>
    /// <param name="agreed">The first of the equal answers.</param>
    internal static bool TryMajority<T>(IReadOnlyCollection<T> answers, int outstanding, int minimum, Func<T, string> key, [MaybeNullWhen(false)] out T agreed)
    {
        var asked = answers.Count + outstanding;
        foreach (var group in answers.GroupBy(key, StringComparer.Ordinal))
        {
            var count = group.Count();
            if (2 * count > asked && count >= minimum)
            {
                agreed = group.First();
                return true;
            }
        }

        agreed = default;
        return false;
    }

    /// <summary>
    /// The highest number that a single liar among three or more cannot have made up: the second highest. Of two the highest: nobody can
    /// say which of them is right, and one that stands still is common, while one that lies is not.
    /// </summary>
    internal static long? Highest(IReadOnlyCollection<long> numbers, int known)
    {
        var descending = numbers.OrderDescending().ToList();
        return descending.Count == 0 ? null : descending[known >= 3 ? Math.Min(1, descending.Count - 1) : 0];
    }

    /// <summary>The middle of the numbers, of an even count the lower: at least half of them are as high.</summary>
    internal static T LowerMiddle<T>(IEnumerable<T> numbers)
    {
        var ascending = numbers.Order().ToList();
        return ascending[(ascending.Count - 1) / 2];
    }

    /// <summary>The middle of the numbers, of an even count the higher: for prices, where too little delays and too much costs little.</summary>
    internal static BigInteger UpperMiddle(IEnumerable<BigInteger> numbers)
    {
        var ascending = numbers.Order().ToList();
        return ascending[ascending.Count / 2];
    }

    /// <summary>The refusal that says most of what the sender must do next, of refusals by several nodes.</summary>
    internal static SendOutcome MostTelling(IEnumerable<SendOutcome> refusals) => refusals.MinBy(static outcome => Array.IndexOf(Telling, outcome.Kind))!;

    // What is true of the account or of the transaction before what may be true of one node only.
    private static readonly SendKind[] Telling =
    [
        SendKind.NonceTooLow,
        SendKind.ReplacementUnderpriced,
        SendKind.InsufficientFunds,
        SendKind.Underpriced,
        SendKind.FeeCap,
        SendKind.GasCap,
        SendKind.NonceTooHigh,
        SendKind.Refused,
        SendKind.PoolFull,
    ];
}
