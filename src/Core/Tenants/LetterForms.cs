using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// The plain lower-case Latin, Greek or Cyrillic letters and digits behind a letter with marks, a ligature or another form of it
/// (letter-forms.txt: Unicode's compatibility decompositions without marks, and letters with a stroke that have none).
/// </summary>
/// <remarks>Not <c>string.Normalize</c>: under invariant globalization, which spares the hosts the ICU library, that changes nothing.</remarks>
internal static class LetterForms
{
    private static readonly FrozenDictionary<Rune, string> Plain = Read();

    /// <summary>The plain letters, or null when the character is no such form.</summary>
    public static string? Of(Rune character) => Plain.GetValueOrDefault(character);

    private static FrozenDictionary<Rune, string> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("LearnCoin.Core.Tenants.letter-forms.txt")
            ?? throw new InvalidOperationException("letter-forms.txt is not embedded");
        using var lines = new StreamReader(stream, Encoding.UTF8);
        var plain = new Dictionary<Rune, string>();
        while (lines.ReadLine() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            foreach (var form in line[(space + 1)..].EnumerateRunes())
            {
                plain.TryAdd(form, line[..space]);
            }
        }

        return plain.ToFrozenDictionary();
    }
}
