using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Idempotency;

/// <summary>What a request under an idempotency key may do.</summary>
public abstract record IdempotencyClaim
{
    /// <summary>The caller holds the key: do the work with this seed, then complete or release. The ETag tells its hold from a later one.</summary>
    public sealed record Held(byte[] Seed, DateTimeOffset CreatedAt, string Etag) : IdempotencyClaim;

    /// <summary>Done before: answer the same.</summary>
    public sealed record Replay(int Status, byte[] Body) : IdempotencyClaim;

    /// <summary>
    /// Another body than that of a first request that broke off (its client got a 5xx, or nothing). Whoever makes sure that the first one's work
    /// is not and will not be done may release this and claim anew.
    /// </summary>
    public sealed record Broken(Held First, Error Reused) : IdempotencyClaim;

    /// <summary>409: another body, or the first is still at work.</summary>
    public sealed record Refused(Error Error) : IdempotencyClaim;
}

/// <summary>
/// One outcome per key, in the table <c>idempotency</c>, scoped by tenant and environment. The insert is the lock. The row holds the seed
/// of all ids, so that a retry after a crash resumes with the same ids.
/// </summary>
public sealed class IdempotencyStore(ITables tables, TimeProvider time, IEntropy entropy)
{
    private const string Table = "idempotency";

    /// <summary>A holder that neither completed nor released in this time has died; the next request takes over.</summary>
    public static readonly TimeSpan HoldTime = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer is remembered at least (spec/api.md, "Idempotency").</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>1 to 255 visible ASCII characters, bare or as a quoted string (IETF idempotency-key-header draft).</summary>
    public static bool TryReadKey(string header, out string key)
    {
        ArgumentNullException.ThrowIfNull(header);
        key = header is ['"', .. var quoted, '"'] ? quoted : header;
        return key.Length is >= 1 and <= 255 && key.All(static character => character is > ' ' and <= '~');
    }

    /// <summary>What was asked, as a hash: method, route and body.</summary>
    public static byte[] Fingerprint(string operation, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(operation));
        hash.AppendData([0]);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>An answer that needs no work: a replay or a conflict; null when the key is free or its holder died.</summary>
    public async Task<IdempotencyClaim?> LookAsync(IdempotencyScope scope, byte[] fingerprint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var row = await tables.GetAsync(Table, scope.Partition, scope.RowKey, cancellationToken);
        return row is null ? null : Judge(row, fingerprint);
    }

    /// <summary>
    /// Removes answers that are older than <see cref="Retention"/>, and keys of that age that nobody holds and that were never answered. The time
    /// of an answer counts from the answer: a retry may have come long after the first try.
    /// </summary>
    public async Task PurgeAsync(TenantId tenant, TenantEnvironment environment, CancellationToken cancellationToken)
    {
        var partition = new IdempotencyScope(tenant, environment, "").Partition;
        var until = time.GetUtcNow() - Retention;
        await foreach (var row in tables.AllAsync(Table, new RowRange(partition), cancellationToken))
        {
            if ((row.Time("answered_at") ?? row.RequiredTime("created_at")) < until && !IsHeld(row))
            {
                await tables.WriteAsync(Table, RowChange.Delete(partition, row.RowKey, row.Etag!), cancellationToken);
            }
        }
    }

    /// <summary>Takes the key, or says why not.</summary>
    public async Task<IdempotencyClaim> ClaimAsync(IdempotencyScope scope, byte[] fingerprint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        while (true)
        {
            var now = time.GetUtcNow();
            var current = await tables.GetAsync(Table, scope.Partition, scope.RowKey, cancellationToken);
            if (current is not null && Judge(current, fingerprint) is { } settled)
            {
                return settled;
            }

            if (current is not null && !IsOf(current, fingerprint))
            {
                return new IdempotencyClaim.Broken(
                    new IdempotencyClaim.Held(current.Bytes("seed")!, current.RequiredTime("created_at"), current.Etag!), Reused);
            }

            var next = current?.Copy() ?? NewRow(scope, fingerprint, now);
            next.Set("held_until", now + HoldTime);
            var change = current is null ? RowChange.Insert(next) : RowChange.Update(next, current.Etag!);
            var written = await tables.WriteAsync(Table, change, cancellationToken);
            if (written.IsDone)
            {
                return new IdempotencyClaim.Held(next.Bytes("seed")!, next.RequiredTime("created_at"), written.Etags[0]!);
            }
        }
    }

    /// <summary>Remembers the answer for replays.</summary>
    public async Task CompleteAsync(IdempotencyScope scope, int status, byte[] body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        await tables.ChangeAsync(
            Table,
            scope.Partition,
            scope.RowKey,
            current => current?.Copy().Set("status", status).Set("body", body).Set("answered_at", time.GetUtcNow()).Set("seed", null).Set("held_until", null),
            cancellationToken);
    }

    /// <summary>Frees the key: a refused request is not remembered. Nothing happens when another has taken the key over, or answered, meanwhile.</summary>
    public async Task ReleaseAsync(IdempotencyScope scope, IdempotencyClaim.Held held, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(held);
        await tables.WriteAsync(Table, RowChange.Delete(scope.Partition, scope.RowKey, held.Etag), cancellationToken);
    }

    /// <summary>
    /// Ends the hold of a request that broke off: the next one takes over at once. The seed stays, since the batch may have been stored
    /// already, and with the same seed it is stored once. Nothing happens when another holds the key by now.
    /// </summary>
    public async Task YieldAsync(IdempotencyScope scope, IdempotencyClaim.Held held, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(held);
        var row = await tables.GetAsync(Table, scope.Partition, scope.RowKey, cancellationToken);
        if (row is not null)
        {
            await tables.WriteAsync(Table, RowChange.Update(row.Copy().Set("held_until", time.GetUtcNow()), held.Etag), cancellationToken);
        }
    }

    private Row NewRow(IdempotencyScope scope, byte[] fingerprint, DateTimeOffset now)
    {
        var seed = new byte[32];
        entropy.Fill(seed);
        return new Row(scope.Partition, scope.RowKey).Set("fingerprint", fingerprint).Set("seed", seed).Set("created_at", now);
    }

    private static Error Reused => new(
        ErrorCode.IdempotencyKeyReused, "Idempotency-Key was used for a different request body: send the original body or another key");

    private static bool IsOf(Row row, byte[] fingerprint) => row.Bytes("fingerprint").AsSpan().SequenceEqual(fingerprint);

    /// <summary>Until its time is over. One further ahead than any hold reaches was set by a clock that was ahead: it must not stand for a day.</summary>
    private bool IsHeld(Row row) => row.Time("held_until") is { } until && until > time.GetUtcNow() && until <= time.GetUtcNow() + (2 * HoldTime);

    /// <returns>Null when nobody holds the key and it has no answer.</returns>
    private IdempotencyClaim? Judge(Row row, byte[] fingerprint)
    {
        if (row.Int64("status") is { } status)
        {
            return IsOf(row, fingerprint) ? new IdempotencyClaim.Replay((int)status, row.Bytes("body")!) : new IdempotencyClaim.Refused(Reused);
        }

        return !IsHeld(row) ? null
            : !IsOf(row, fingerprint) ? new IdempotencyClaim.Refused(Reused)
            : new IdempotencyClaim.Refused(new Error(
                ErrorCode.IdempotencyRequestInProgress, "The first request with this Idempotency-Key is still being worked on: retry shortly")
            {
                RetryAfterSeconds = 1,
            });
    }
}

/// <summary>Where an idempotency key counts: tenant and environment, not the API key, because keys rotate.</summary>
public sealed record IdempotencyScope(TenantId Tenant, TenantEnvironment Environment, string Key)
{
    internal string Partition => $"{Tenant}|{Environment.Name()}";

    // Hashed: a key may hold characters that a row key must not.
    internal string RowKey => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
}
