using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;

namespace LearnCoin.Api.Pages;

/// <summary>What the page and the badge of a credential say first of it. Of several that hold, the one that weighs most.</summary>
public enum PageState
{
    /// <summary>Accepted or signed, its root not yet on chain.</summary>
    Pending,

    /// <summary>On chain, within its dates, not revoked.</summary>
    Anchored,

    /// <summary>Its batch failed: there is no such credential and never will be.</summary>
    Failed,

    NotYetValid,

    Expired,

    Revoked,
}

internal static class PageStates
{
    // Clocks differ: a credential issued this moment is not called not yet valid. As the check of the dates.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    public static PageState Of(StoredCredential credential, Batch batch, CredentialContent content, DateTimeOffset now) => batch.Status switch
    {
        BatchStatus.Failed => PageState.Failed,
        _ when credential.RevokedAt is not null => PageState.Revoked,
        not BatchStatus.Anchored => PageState.Pending,
        _ when content.ValidUntil <= now => PageState.Expired,
        _ when now + ClockTolerance < content.ValidFrom => PageState.NotYetValid,
        _ => PageState.Anchored,
    };

    /// <summary>Name in texts, and of the class in the style sheet: <c>notYetValid</c>.</summary>
    public static string Name(this PageState state) => char.ToLowerInvariant(state.ToString()[0]) + state.ToString()[1..];
}
