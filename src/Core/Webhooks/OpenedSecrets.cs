using LearnCoin.Core.Keys;

namespace LearnCoin.Core.Webhooks;

/// <summary>
/// Signing secrets that were opened a short while ago: the key store answers so many calls a second, for all its users, and an event may go
/// to hundreds of endpoints. Kept for five minutes, then zeroed by the next who looks in.
/// </summary>
internal sealed class OpenedSecrets(WebhookSecrets secrets, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (Task<PinnedSecret> Secret, long OpenedAt)> opened = new(StringComparer.Ordinal);

    /// <summary>The endpoint's secrets, the current one first; the caller disposes them.</summary>
    /// <exception cref="KeyUnavailableException">The key store cannot open one now.</exception>
    public async Task<IReadOnlyList<PinnedSecret>> OfAsync(WebhookEndpoint endpoint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new List<PinnedSecret>(2);
        try
        {
            found.Add(await OpenAsync(endpoint.Secret, cancellationToken));
            if (endpoint.PreviousSecret is { } previous && endpoint.PreviousSecretUntil > now)
            {
                found.Add(await OpenAsync(previous, cancellationToken));
            }

            return found;
        }
        catch
        {
            found.ForEach(static secret => secret.Dispose());
            throw;
        }
    }

    /// <summary>Zeroes what has had its time.</summary>
    public void Evict()
    {
        lock (gate)
        {
            foreach (var (key, (secret, _)) in opened.Where(pair => pair.Value.Secret.IsCompleted && time.GetElapsedTime(pair.Value.OpenedAt) >= Lifetime).ToList())
            {
                opened.Remove(key);
                if (secret.IsCompletedSuccessfully)
                {
#pragma warning disable CA1849 // Completed: nothing is waited for.
                    secret.Result.Dispose();
#pragma warning restore CA1849
                }
            }
        }
    }

    private async Task<PinnedSecret> OpenAsync(byte[] wrapped, CancellationToken cancellationToken)
    {
        Evict();
        var key = Convert.ToBase64String(wrapped);
        while (true)
        {
            var opening = Opening(key, wrapped);
            PinnedSecret kept;
            try
            {
                kept = await opening.WaitAsync(cancellationToken);
            }
            catch when (opening.IsFaulted || opening.IsCanceled)
            {
                Forget(key, opening);
                throw;
            }

            if (CopyOf(key, opening, kept) is { } copy)
            {
                return copy;
            }
        }
    }

    /// <summary>One call of the key store, whoever else asks meanwhile: it belongs to none of them.</summary>
    private Task<PinnedSecret> Opening(string key, byte[] wrapped)
    {
        lock (gate)
        {
            if (!opened.TryGetValue(key, out var entry))
            {
                opened[key] = entry = (secrets.OpenAsync(wrapped, CancellationToken.None), time.GetTimestamp());
            }

            return entry.Secret;
        }
    }

    /// <returns>Null when it was zeroed meanwhile.</returns>
    private PinnedSecret? CopyOf(string key, Task<PinnedSecret> opening, PinnedSecret kept)
    {
        lock (gate)
        {
            // Opened anew under the same key, the one that was waited for is zeroed all the same.
            if (!opened.TryGetValue(key, out var entry) || entry.Secret != opening)
            {
                return null;
            }

            var copy = new PinnedSecret(kept.Span.Length);
            kept.Span.CopyTo(copy.Span);
            return copy;
        }
    }

    private void Forget(string key, Task<PinnedSecret> failed)
    {
        lock (gate)
        {
            if (opened.TryGetValue(key, out var entry) && entry.Secret == failed)
            {
                opened.Remove(key);
            }
        }
    }
}
