using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Claims;

/// <summary>Where the newest mail of a credential stands. Stored by name: never rename one.</summary>
public enum ClaimMailStatus
{
    /// <summary>Somebody is handing it to the mail server, or died while doing it.</summary>
    Sending,

    /// <summary>The mail server could not take it; it is tried again.</summary>
    Waiting,

    Sent,

    /// <summary>Given up: the mail server refused it, or put it off for days.</summary>
    Failed,
}

/// <summary>What is known of a credential's claim mails, as columns of its row. The first mail has number 1, each that a tenant asks for the next.</summary>
/// <param name="Number">Of the newest mail.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Attempt">Tries of it that failed.</param>
/// <param name="ChangedAt">When it came to stand there.</param>
/// <param name="ExpiresAt">When the last of its links ends.</param>
public sealed record ClaimMailState(int Number, ClaimMailStatus Status, int Attempt, DateTimeOffset ChangedAt, DateTimeOffset ExpiresAt)
{
    internal const string TokensColumn = "claim_tokens";
    internal const string ResendsColumn = "claim_resends";
    private const string NumberColumn = "claim_mail";
    private const string StatusColumn = "claim_mail_status";
    private const string AttemptColumn = "claim_mail_attempt";
    private const string FaultsColumn = "claim_mail_faults";
    private const string ChangedColumn = "claim_mail_at";
    private const string ExpiresColumn = "claim_expires_at";

    /// <summary>
    /// Hashes of the tokens that were made, oldest first: each try of a mail has its own, and all of them work, since a try that failed
    /// may have come through all the same. They are here so that an erasure finds them.
    /// </summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>Those of the tries that failed for the mail's own sake, see <see cref="ClaimSchedule"/>.</summary>
    public int Faults { get; init; }

    internal Row SetOn(Row row) => row
        .Set(NumberColumn, Number)
        .Set(StatusColumn, Name(Status))
        .Set(AttemptColumn, Attempt == 0 ? null : Attempt)
        .Set(FaultsColumn, Faults == 0 ? null : Faults)
        .Set(ChangedColumn, ChangedAt)
        .Set(ExpiresColumn, ExpiresAt)
        .Set(TokensColumn, Tokens.Count == 0 ? null : string.Join(' ', Tokens));

    /// <summary>Leaves nothing of any mail, nor of who asked for more.</summary>
    internal static Row RemoveFrom(Row row)
    {
        foreach (var name in new[] { NumberColumn, StatusColumn, AttemptColumn, FaultsColumn, ChangedColumn, ExpiresColumn, TokensColumn, ResendsColumn })
        {
            row.Set(name, null);
        }

        return row;
    }

    internal static ClaimMailState? From(Row row) => row.Int64(NumberColumn) is not { } number
        ? null
        : new ClaimMailState(
            (int)number,
            Enum.GetValues<ClaimMailStatus>().First(status => Name(status) == row.RequiredText(StatusColumn)),
            (int)(row.Int64(AttemptColumn) ?? 0),
            row.RequiredTime(ChangedColumn),
            row.RequiredTime(ExpiresColumn))
        {
            Tokens = row.Text(TokensColumn)?.Split(' ') ?? [],
            Faults = (int)(row.Int64(FaultsColumn) ?? 0),
        };

    private static string Name(ClaimMailStatus status) => status switch
    {
        ClaimMailStatus.Sending => "sending",
        ClaimMailStatus.Waiting => "waiting",
        ClaimMailStatus.Sent => "sent",
        ClaimMailStatus.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
