using System.Collections.Concurrent;
using System.Text;

namespace LearnCoin.Core.Telemetry;

/// <summary>Members of enumerations as tags spell them: <c>AlreadyKnown</c> is <c>already_known</c>.</summary>
internal static class Words
{
    private static readonly ConcurrentDictionary<Enum, string> Known = new();

    public static string Of(Enum value) => Known.GetOrAdd(value, static value => Spell(value.ToString()));

    private static string Spell(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
