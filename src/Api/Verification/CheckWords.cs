using LearnCoin.Api.Public;
using LearnCoin.Api.Site;
using LearnCoin.Core.Verification;

namespace LearnCoin.Api.Verification;

/// <summary>
/// Reports in the words of a language. The sentences of a report are names of texts in the area <c>checks</c>: the browser's verifier writes the
/// same ones, and the script looks them up in the same file.
/// </summary>
internal static class CheckWords
{
    private const string Separator = ": ";

    /// <summary>Part of the names of the texts on an outcome; the class of its element too.</summary>
    public static string NameOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Failed => "failed",
        _ => "unknown",
    };

    /// <summary>A report's sentence, or its parts about a colon: what, and why. One that is not known stays as it is.</summary>
    public static string Sentence(Texts texts, string english)
    {
        if (texts.Find(english) is { } whole)
        {
            return whole;
        }

        var colon = english.IndexOf(Separator, StringComparison.Ordinal);
        return colon < 0
            ? english
            : $"{Known(texts, english[..(colon + 1)])} {Known(texts, english[(colon + Separator.Length)..])}";
    }

    /// <summary>The verdict in one line, with the checks that it is due to.</summary>
    public static string Verdict(Texts texts, VerificationReport report)
    {
        var cause = report.Verdict == Core.Verification.Verdict.Invalid ? CheckOutcome.Failed : CheckOutcome.CouldNotCheck;
        var names = string.Join(", ", report.Checks.Where(check => check.Outcome == cause).Select(check => texts["check." + VerificationJson.NameOf(check.Name)]));
        return report.Verdict switch
        {
            Core.Verification.Verdict.Valid => texts["verdict.valid"],
            Core.Verification.Verdict.Invalid => texts["verdict.invalid", ("checks", names)],
            _ => texts["verdict.undetermined", ("checks", names)],
        };
    }

    private static string Known(Texts texts, string english) => texts.Find(english) ?? english;
}
