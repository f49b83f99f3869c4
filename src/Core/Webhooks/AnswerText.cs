using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LearnCoin.Core.Webhooks;

/// <summary>
/// What the delivery log keeps of an answer. A subscriber may send back what we sent: ids of recipients, which are erased on request
/// everywhere else, must not live on here; nor must a secret that a chatty error page tells. They are masked letter by letter, so that nothing moves.
/// </summary>
internal static partial class AnswerText
{
    /// <summary>Longest text, bytes of UTF-8.</summary>
    public const int MaxBytes = 2048;

    // Longer than anything that is masked: what is cut at the end of an answer is not recognized any more.
    private const int Cut = 512;

    /// <param name="answer">Beginning of the answer, at most <see cref="WebhookAnswer.MaxTextBytes"/>.</param>
    /// <param name="body">What was sent.</param>
    public static string? Keep(string? answer, ReadOnlyMemory<byte> body)
    {
        if (string.IsNullOrEmpty(answer))
        {
            return null;
        }

        var text = Clean(answer);
        if (Encoding.UTF8.GetByteCount(answer) >= WebhookAnswer.MaxTextBytes - 4)
        {
            text = text[..Math.Max(0, text.Length - Cut)];
        }

        try
        {
            text = Secret().Replace(text, Mask);
            text = Uuid().Replace(text, Mask);
            text = Email().Replace(text, Mask);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }

        foreach (var value in References(body).OrderByDescending(static value => value.Length))
        {
            text = text.Replace(value, new string('*', value.Length), StringComparison.OrdinalIgnoreCase);
        }

        return First(text.Trim());
    }

    private static string Mask(Match match) => new('*', match.Length);

    /// <summary>White space becomes one space; what does not show, or changes the order of what does, goes.</summary>
    private static string Clean(string answer)
    {
        var text = new StringBuilder(answer.Length);
        foreach (var rune in answer.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                _ = text.Length > 0 && text[^1] == ' ' ? text : text.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                text.Append(rune);
            }
        }

        return text.ToString();
    }

    private static string First(string text)
    {
        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    /// <summary>The recipients' ids and the tenant's own references that the body names.</summary>
    private static HashSet<string> References(ReadOnlyMemory<byte> body)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(body.Span);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && (reader.ValueTextEquals("recipient_id"u8) || reader.ValueTextEquals("external_id"u8)))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } value)
                {
                    Add(found, value);
                    // As JSON in JSON spells it.
                    Add(found, JsonEncodedText.Encode(value).Value);
                }
            }
        }

        return found;
    }

    /// <summary>As the answer is searched: two spaces are one there.</summary>
    private static void Add(HashSet<string> found, string value)
    {
        if (Clean(value).Trim() is { Length: > 0 } clean)
        {
            found.Add(clean);
        }
    }

    [GeneratedRegex(@"(whsec_|lrn_(test|live)_)[^\s<>""',;&]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();

    [GeneratedRegex(@"(urn(:|%3a|\\u003a)uuid(:|%3a|\\u003a))?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|urn:uuid:[0-9a-z-]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"[^\s@<>""'(),;:\[\]{}]{1,64}(@|%40|\\u0040|&#64;)[^\s@<>""'(),;:\[\]{}]{1,255}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Email();
}
