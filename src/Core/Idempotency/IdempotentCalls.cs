using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Idempotency;

/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Body">The answer, UTF-8 JSON.</param>
/// <param name="Replayed">It is the remembered answer of an earlier request.</param>
public sealed record IdempotentAnswer(int Status, byte[] Body, bool Replayed = false);

/// <summary>
/// What a call works with. Everything random must come from <see cref="Seed"/> and "now" must be <see cref="CreatedAt"/>: then a call
/// that is resumed after a crash makes the same ids and recognises its own work.
/// </summary>
public sealed record IdempotentRun(byte[] Seed, DateTimeOffset CreatedAt)
{
    /// <summary>Names this call in what it changes: a resumed call that finds it there has been here before. 32 hex digits.</summary>
    public string OperationId => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([.. "operation"u8, .. Seed]).AsSpan(0, 16));
}

/// <summary>Runs a call once per idempotency key (design/reliability.md, "idempotency"); without a key, simply runs it.</summary>
public sealed class IdempotentCalls(IdempotencyStore store, TimeProvider time, IEntropy entropy)
{
    /// <param name="scope">Where the key counts; null when the request has none.</param>
    /// <param name="fingerprint">What was asked, see <see cref="IdempotencyStore.Fingerprint"/>.</param>
    /// <param name="check">
    /// Checks the request. Runs after a look at the key and before it is taken: a replay is answered even where today's rules would refuse
    /// the body, and a refused body takes no key.
    /// </param>
    /// <param name="work">Does it. An error frees the key; an exception ends the hold and keeps the seed: the same request resumes its work, any other is a conflict.</param>
    /// <param name="cancellationToken">Ends the wait; what was begun is resumed by a retry under the same key.</param>
    public Task<Result<IdempotentAnswer>> RunAsync<T>(
        IdempotencyScope? scope,
        byte[] fingerprint,
        Func<Task<Result<T>>> check,
        Func<T, IdempotentRun, Task<Result<IdempotentAnswer>>> work,
        CancellationToken cancellationToken) =>
        RunAsync(scope, fingerprint, check, work, static _ => Task.FromResult(false), cancellationToken);

    /// <param name="abandon">
    /// Makes sure, for good, that the work of a request that broke off is not and will not be done: then its key is free for another request
    /// (spec/api.md "Idempotency": a 5xx frees the key). False when it was done: the key is that request's.
    /// </param>
    /// <inheritdoc cref="RunAsync{T}(IdempotencyScope, byte[], Func{Task{Result{T}}}, Func{T, IdempotentRun, Task{Result{IdempotentAnswer}}}, CancellationToken)"/>
    public async Task<Result<IdempotentAnswer>> RunAsync<T>(
        IdempotencyScope? scope,
        byte[] fingerprint,
        Func<Task<Result<T>>> check,
        Func<T, IdempotentRun, Task<Result<IdempotentAnswer>>> work,
        Func<IdempotentRun, Task<bool>> abandon,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(abandon);
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(work);
        if (scope is null)
        {
            var seed = new byte[32];
            entropy.Fill(seed);
            var read = await check();
            return read.IsOk ? await work(read.Value, new IdempotentRun(seed, time.GetUtcNow())) : read.Error;
        }

        if (await store.LookAsync(scope, fingerprint, cancellationToken) is { } settled)
        {
            return Answer(settled);
        }

        var request = await check();
        if (!request.IsOk)
        {
            return request.Error;
        }

        var claim = await ClaimAsync(scope, fingerprint, abandon, cancellationToken);
        return claim is IdempotencyClaim.Held held
            ? await RunOnceAsync(scope, held, run => work(request.Value, run), cancellationToken)
            : Answer(claim);
    }

    private async Task<IdempotencyClaim> ClaimAsync(
        IdempotencyScope scope, byte[] fingerprint, Func<IdempotentRun, Task<bool>> abandon, CancellationToken cancellationToken)
    {
        while (true)
        {
            var claim = await store.ClaimAsync(scope, fingerprint, cancellationToken);
            if (claim is not IdempotencyClaim.Broken broken)
            {
                return claim;
            }

            if (!await abandon(new IdempotentRun(broken.First.Seed, broken.First.CreatedAt)))
            {
                return new IdempotencyClaim.Refused(broken.Reused);
            }

            // Nothing happens when the first request came back meanwhile: then it holds the key, and finds out that its work was abandoned.
            await store.ReleaseAsync(scope, broken.First, cancellationToken);
        }
    }

    private async Task<Result<IdempotentAnswer>> RunOnceAsync(
        IdempotencyScope scope, IdempotencyClaim.Held held, Func<IdempotentRun, Task<Result<IdempotentAnswer>>> work, CancellationToken cancellationToken)
    {
        try
        {
            var done = await work(new IdempotentRun(held.Seed, held.CreatedAt));
            if (done.IsOk)
            {
                await store.CompleteAsync(scope, done.Value.Status, done.Value.Body, cancellationToken);
            }
            else
            {
                await store.ReleaseAsync(scope, held, cancellationToken);
            }

            return done;
        }
        catch
        {
            await YieldAsync(scope, held);
            throw;
        }
    }

    /// <summary>As good as it goes: when the store is out of reach, the hold ends by itself after <see cref="IdempotencyStore.HoldTime"/>.</summary>
    private async Task YieldAsync(IdempotencyScope scope, IdempotencyClaim.Held held)
    {
        try
        {
            await store.YieldAsync(scope, held, CancellationToken.None);
        }
#pragma warning disable CA1031 // What broke the request is told, not this.
        catch (Exception)
#pragma warning restore CA1031
        {
            return;
        }
    }

    private static Result<IdempotentAnswer> Answer(IdempotencyClaim claim) => claim switch
    {
        IdempotencyClaim.Replay replay => new IdempotentAnswer(replay.Status, replay.Body, Replayed: true),
        IdempotencyClaim.Refused refused => refused.Error,
        _ => throw new InvalidOperationException("A held key has no answer yet"),
    };
}
