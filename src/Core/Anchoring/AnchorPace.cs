using LearnCoin.Core.Configuration;

namespace LearnCoin.Core.Anchoring;

/// <summary>How soon the chain is asked again: at once where a block may come, seldom where none has come for long or nobody answers.</summary>
internal static class AnchorPace
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    // A thirtieth of its age later, nobody minds: half a second after 15 seconds, eight after four minutes.
    private const int AgeParts = 30;

    /// <param name="options">Has the shortest pause.</param>
    /// <param name="age">How long it has been waited for.</param>
    /// <param name="failures">Looks in a row that saw nothing.</param>
    public static TimeSpan Next(AnchoringOptions options, TimeSpan age, int failures)
    {
        var poll = TimeSpan.FromSeconds(options.PollSeconds);
        var pause = age / AgeParts > poll ? age / AgeParts : poll;
        for (; failures > 0 && pause < Longest; failures--)
        {
            pause *= 2;
        }

        // Whoever asks to look less often than that is obeyed.
        return pause < Longest ? pause : Longest > poll ? Longest : poll;
    }
}
