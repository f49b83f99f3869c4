namespace LearnCoin.Core.Revocation;

/// <summary>Why a credential was revoked: the closed set of spec/api.md, "Credentials".</summary>
public enum RevocationReason
{
    Reissued,
    IssuerError,
    PolicyViolation,
    Fraud,
    Superseded,
    HolderRequest,
    Other,
}

public static class RevocationReasons
{
    private static readonly (RevocationReason Reason, string Name, string Words)[] All =
    [
        (RevocationReason.Reissued, "reissued", "A corrected credential was issued in its place."),
        (RevocationReason.IssuerError, "issuer_error", "The issuer made an error."),
        (RevocationReason.PolicyViolation, "policy_violation", "The issuer's rules were not kept."),
        (RevocationReason.Fraud, "fraud", "The issuer found that it had been obtained by deceit."),
        (RevocationReason.Superseded, "superseded", "A newer credential has taken its place."),
        (RevocationReason.HolderRequest, "holder_request", "The holder asked for it."),
        (RevocationReason.Other, "other", "The issuer states no further reason."),
    ];

    /// <summary>All <c>reason_code</c> texts, in the order of the specification.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static entry => entry.Name)];

    /// <summary>The <c>reason_code</c> text.</summary>
    public static string Name(RevocationReason reason) => All.First(entry => entry.Reason == reason).Name;

    /// <summary>A sentence for the public page: all that the public learns of the reason.</summary>
    public static string Words(RevocationReason reason) => All.First(entry => entry.Reason == reason).Words;

    public static bool TryParse(string text, out RevocationReason reason)
    {
        foreach (var entry in All)
        {
            if (entry.Name == text)
            {
                reason = entry.Reason;
                return true;
            }
        }

        reason = default;
        return false;
    }

    internal static RevocationReason Parse(string text) =>
        TryParse(text, out var reason) ? reason : throw new InvalidDataException("Unknown reason code in a row");
}
