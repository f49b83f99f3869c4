using System.Globalization;
using System.Text;

namespace LearnCoin.Core.Outbound;

/// <summary>
/// Hosts that every reader reads alike. Some make plain digits and letters of full-width, circled or mathematical ones (UTS 46) and so an
/// address of what others take for a name; IDNA (RFC 5892) knows no such characters, so nobody's host has them.
/// </summary>
internal static class PlainHosts
{
    /// <summary>Blocks of letters and digits that stand for others: ligatures and presentation forms, half and full width, mathematical.</summary>
    private static readonly (int First, int Last)[] Lookalikes = [(0xFB00, 0xFB4F), (0xFF00, 0xFFEF), (0x1D400, 0x1D7FF)];

    public static bool Contains(string host) => Ascii.IsValid(host) || host.EnumerateRunes().All(static rune => rune.IsAscii || IsPlain(rune));

    private static bool IsPlain(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
        && !Array.Exists(Lookalikes, block => rune.Value >= block.First && rune.Value <= block.Last);
}
