using System.Globalization;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Sessions;

/// <summary>
/// Sessions of the console in the table <c>consolesessions</c>: the session under its hash (partition = first two hex digits); in
/// <c>by|actor</c> the hashes of who signed in, to end them all; in <c>ends</c> the same by the time when it is over, to remove them.
/// Whether who signed in may still do so is not known here: callers look at the key or the settings at every request.
/// </summary>
public sealed class ConsoleSessions(ITables tables, TimeProvider time, IEntropy entropy)
{
    private const string Table = "consolesessions";
    private const string EndsPartition = "ends";
    private static readonly TimeSpan UsePause = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session under a new id: whatever the browser sent before counts for nothing.</summary>
    public async Task<ConsoleSession> BeginAsync(ConsoleIdentity identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var token = ClaimToken.Create(entropy);
        var now = time.GetUtcNow();
        var session = new ConsoleSession(token.Text, identity, now, now, now + ConsoleSession.Life);
        // The session last: none is open that cannot be found to be ended.
        await WriteAsync(RowChange.Upsert(new Row(EndsPartition, $"{Key(session.ExpiresAt)}|{token.Hash}").Set("actor", identity.Actor)), cancellationToken);
        await WriteAsync(RowChange.Upsert(new Row(PartitionBy(identity.Actor), token.Hash)), cancellationToken);
        await WriteAsync(RowChange.Insert(ToRow(token.Hash, session)), cancellationToken);
        return session;
    }

    /// <summary>The session of an id from a cookie; null when there is none or its time is over.</summary>
    public async Task<ConsoleSession?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var hash = ClaimToken.HashOf(id);
        if (await tables.GetAsync(Table, PartitionOf(hash), hash, cancellationToken) is not { } row)
        {
            return null;
        }

        var session = From(id, row);
        var now = time.GetUtcNow();
        if (session.ExpiresAt > now && session.UsedAt + ConsoleSession.IdleLife > now)
        {
            return session;
        }

        await RemoveAsync(session.Identity.Actor, hash, cancellationToken);
        return null;
    }

    /// <summary>Notes that the session was used, at most once a minute; with <paramref name="isShown"/>, that its notice was shown.</summary>
    public async Task UseAsync(ConsoleSession session, bool isShown, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var isSpent = isShown && session.Notice is not null;
        if (isSpent || time.GetUtcNow() - session.UsedAt >= UsePause)
        {
            await ChangeAsync(session, row => Use(isSpent ? row.Set("notice", null).Set("tone", null) : row), cancellationToken);
        }
    }

    /// <summary>Keeps what the next page shall tell.</summary>
    public Task TellAsync(ConsoleSession session, ConsoleNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(notice);
        return ChangeAsync(session, row => Use(row.Set("notice", notice.Text).Set("tone", notice.Tone.ToString())), cancellationToken);
    }

    /// <summary>
    /// Takes a form that may be sent once, such as one whose answer shows a secret: reloading that answer sends the form again.
    /// </summary>
    /// <param name="session">Whose.</param>
    /// <param name="form">What tells the form from the session's others.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when it is the one that was taken last.</returns>
    public async Task<bool> TakeOnceAsync(ConsoleSession session, string form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var isFirst = false;
        await ChangeAsync(
            session,
            row =>
            {
                isFirst = row.Text("taken") != form;
                return isFirst ? Use(row.Set("taken", form)) : null;
            },
            cancellationToken);
        return isFirst;
    }

    public Task EndAsync(ConsoleSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return RemoveAsync(session.Identity.Actor, ClaimToken.HashOf(session.Id), cancellationToken);
    }

    /// <summary>Ends all sessions of who is signed in: those by the same key, account, or by the operators' token.</summary>
    public async Task EndAllAsync(string actor, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(Table, new RowRange(PartitionBy(actor)), cancellationToken))
        {
            await RemoveAsync(actor, row.RowKey, cancellationToken);
        }
    }

    /// <summary>Removes sessions whose time is over.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        await foreach (var end in tables.AllAsync(Table, new RowRange(EndsPartition, null, Key(time.GetUtcNow())), cancellationToken))
        {
            await RemoveAsync(end.RequiredText("actor"), end.RowKey[(end.RowKey.IndexOf('|', StringComparison.Ordinal) + 1)..], cancellationToken);
            await WriteAsync(RowChange.Delete(EndsPartition, end.RowKey, RowChange.AnyEtag), cancellationToken);
        }
    }

    private async Task ChangeAsync(ConsoleSession session, Func<Row, Row?> change, CancellationToken cancellationToken)
    {
        var hash = ClaimToken.HashOf(session.Id);
        // None when it was ended in the meantime: it must not come back.
        await tables.ChangeAsync(Table, PartitionOf(hash), hash, row => row is null ? null : change(row.Copy()), cancellationToken);
    }

    private Row Use(Row row) => row.Set("used_at", time.GetUtcNow());

    private async Task RemoveAsync(string actor, string hash, CancellationToken cancellationToken)
    {
        await WriteAsync(RowChange.Delete(PartitionOf(hash), hash, RowChange.AnyEtag), cancellationToken);
        await WriteAsync(RowChange.Delete(PartitionBy(actor), hash, RowChange.AnyEtag), cancellationToken);
    }

    // What is gone already is no fault.
    private async Task WriteAsync(RowChange change, CancellationToken cancellationToken) => await tables.WriteAsync(Table, change, cancellationToken);

    private static string Key(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private static string PartitionOf(string hash) => hash[..2];

    private static string PartitionBy(string actor) => "by|" + actor;

    private static Row ToRow(string hash, ConsoleSession session) => new Row(PartitionOf(hash), hash)
        .Set("actor", session.Identity.Actor)
        .Set("proof", session.Identity.Proof)
        .Set("key", session.Identity.Key?.Value)
        .Set("tenant", session.Identity.Tenant?.Value)
        .Set("environment", session.Identity.Environment?.Name())
        .Set("created_at", session.CreatedAt)
        .Set("used_at", session.UsedAt)
        .Set("expires_at", session.ExpiresAt);

    private static ConsoleSession From(string id, Row row) => new(
        id,
        new ConsoleIdentity(row.RequiredText("actor"), row.Text("proof"))
        {
            Key = row.Text("key") is { } key ? new ApiKeyId(key) : null,
            Tenant = row.Text("tenant") is { } tenant ? new TenantId(tenant) : null,
            Environment = row.Text("environment") is { } environment ? TenantEnvironments.Parse(environment) : null,
        },
        row.RequiredTime("created_at"),
        row.RequiredTime("used_at"),
        row.RequiredTime("expires_at"))
    {
        Notice = row.Text("notice") is { } notice ? new ConsoleNotice(Enum.Parse<NoticeTone>(row.RequiredText("tone")), notice) : null,
    };
}
