using System.Globalization;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Claims;

/// <summary>A message of the queue of claim mails: ids and numbers only.</summary>
/// <param name="Credential">Whose mail.</param>
/// <param name="Number">Which mail of it, from 1.</param>
/// <param name="Attempt">How many tries of it have failed.</param>
internal sealed record ClaimMessage(CredentialId Credential, int Number, int Attempt)
{
    public string Body => string.Create(CultureInfo.InvariantCulture, $"{Credential} {Number} {Attempt}");

    /// <returns>Null when it is none.</returns>
    public static ClaimMessage? Parse(string body)
    {
        var parts = body.Split(' ');
        return parts.Length == 3
            && CredentialId.TryParse(parts[0], out var credential)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            ? new ClaimMessage(credential, number, attempt)
            : null;
    }
}
