using System.Globalization;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Claims;

/// <summary>
/// Tokens in the table <c>claims</c>, by their hash; sessions in <c>claimsessions</c>, by credential and hash; both besides in
/// <c>claimends</c>, by the time from which on they can be removed.
/// </summary>
public sealed class ClaimStore(ITables tables)
{
    private const string Tokens = "claims";
    private const string Sessions = "claimsessions";
    private const string Ends = "claimends";
    private const string EndsPartition = "ends";

    // So long a link that has had its time is told from one that never was.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    internal async Task AddTokenAsync(string hash, CredentialId credential, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        // First what removes it, then the row itself: a crash in between leaves nothing behind for ever.
        await EndAtAsync(expiresAt + Remembered, $"token|{hash}", cancellationToken);
        var row = new Row(PartitionOf(hash), hash).Set("credential", credential.Value).Set("expires_at", expiresAt);
        await tables.WriteAsync(Tokens, RowChange.Upsert(row), cancellationToken);
    }

    internal async Task<(CredentialId Credential, DateTimeOffset ExpiresAt)?> FindTokenAsync(string hash, CancellationToken cancellationToken) =>
        await tables.GetAsync(Tokens, PartitionOf(hash), hash, cancellationToken) is { } row
            ? (new CredentialId(row.RequiredText("credential")), row.RequiredTime("expires_at"))
            : null;

    internal async Task RemoveTokenAsync(string hash, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Tokens, RowChange.Delete(PartitionOf(hash), hash, RowChange.AnyEtag), cancellationToken);

    internal async Task AddSessionAsync(CredentialId credential, string hash, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await EndAtAsync(expiresAt, $"session|{credential}|{hash}", cancellationToken);
        await tables.WriteAsync(Sessions, RowChange.Upsert(new Row(credential.Value, hash).Set("expires_at", expiresAt)), cancellationToken);
    }

    /// <returns>When it ends; null when there is none.</returns>
    internal async Task<DateTimeOffset?> FindSessionAsync(CredentialId credential, string hash, CancellationToken cancellationToken) =>
        (await tables.GetAsync(Sessions, credential.Value, hash, cancellationToken))?.RequiredTime("expires_at");

    internal async Task RemoveSessionAsync(CredentialId credential, string hash, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Sessions, RowChange.Delete(credential.Value, hash, RowChange.AnyEtag), cancellationToken);

    internal async Task RemoveSessionsAsync(CredentialId credential, CancellationToken cancellationToken) =>
        await tables.DeleteAllAsync(Sessions, new RowRange(credential.Value), cancellationToken);

    /// <summary>Removes tokens that ended a month ago, and sessions that have ended.</summary>
    internal async Task PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await foreach (var end in tables.AllAsync(Ends, new RowRange(EndsPartition, null, Key(now)), cancellationToken))
        {
            switch (end.RequiredText("what").Split('|'))
            {
                case ["token", var hash]:
                    await RemoveTokenAsync(hash, cancellationToken);
                    break;
                case ["session", var credential, var hash]:
                    await RemoveSessionAsync(new CredentialId(credential), hash, cancellationToken);
                    break;
            }

            await tables.WriteAsync(Ends, RowChange.Delete(EndsPartition, end.RowKey, RowChange.AnyEtag), cancellationToken);
        }
    }

    private async Task EndAtAsync(DateTimeOffset time, string what, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Ends, RowChange.Upsert(new Row(EndsPartition, $"{Key(time)}|{what}").Set("what", what)), cancellationToken);

    private static string Key(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    // Spread: a batch of hundreds of mails must not meet in one partition.
    private static string PartitionOf(string hash) => hash[..2];
}
