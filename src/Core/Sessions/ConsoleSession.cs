namespace LearnCoin.Core.Sessions;

/// <summary>A session of the console.</summary>
/// <param name="Id">The secret of the cookie, base64url; stored as its hash only.</param>
/// <param name="Identity">Who signed in.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="UsedAt">When it was last used, to the minute.</param>
/// <param name="ExpiresAt">When it ends, used or not.</param>
public sealed record ConsoleSession(string Id, ConsoleIdentity Identity, DateTimeOffset CreatedAt, DateTimeOffset UsedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>How long one lasts at most: a working day.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>How long one lasts unused.</summary>
    public static readonly TimeSpan IdleLife = TimeSpan.FromMinutes(60);

    /// <summary>What the next page tells, once; null: nothing.</summary>
    public ConsoleNotice? Notice { get; init; }

    /// <summary>Nothing: the id is a secret.</summary>
    public override string ToString() => nameof(ConsoleSession);
}

/// <summary>How what was done went.</summary>
public enum NoticeTone
{
    Good,
    Neutral,
    Bad,
}

/// <summary>What the page after a form's says of it. Stored: ids and fixed words only, never a person's name, an address or a secret.</summary>
/// <param name="Tone">How it went.</param>
/// <param name="Text">A sentence in the language of the form.</param>
public sealed record ConsoleNotice(NoticeTone Tone, string Text);
