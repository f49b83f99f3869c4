using System.Collections.Concurrent;
using System.Security.Cryptography;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Logos;

/// <summary>A tenant's logo as we serve it.</summary>
/// <param name="Content">The picture.</param>
/// <param name="MediaType">By its bytes.</param>
/// <param name="Etag">Of the content, without quotes.</param>
public sealed record Logo(byte[] Content, string MediaType, string Etag);

/// <summary>
/// Logos of tenants, fetched through the guard and served by us: who looks at a credential's page or reads a mail is not told to the tenant's
/// server, and nothing but a picture comes from there.
/// </summary>
public sealed class TenantLogos(ITables tables, TenantStore tenants, IDocumentFetcher fetcher, TimeProvider time)
{
    /// <summary>One row a tenant: the last good picture and when it was last looked for.</summary>
    internal const string Table = "logos";

    /// <summary>Longest picture, bytes.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>For so long a picture is not asked for again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    /// <summary>For so long a picture is shown that cannot be had again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Between two tries that fail.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>For one try: somebody's page waits for it.</summary>
    public static readonly TimeSpan TryTime = TimeSpan.FromSeconds(4);

    /// <summary>For so long, and of so many tenants, a process remembers the picture: everybody may ask, and each look reads all of it.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private const int MostRemembered = 64;

    private const string RowKey = "logo";

    private readonly ConcurrentDictionary<TenantId, Lazy<Task<Row?>>> flights = new();
    private readonly ConcurrentDictionary<TenantId, (string Url, Logo Logo, DateTimeOffset At)> remembered = new();

    /// <returns>Null: the tenant is unknown, names none, or it cannot be had.</returns>
    public async Task<Logo?> FindAsync(TenantId id, CancellationToken cancellationToken)
    {
        if (await tenants.FindAsync(id, cancellationToken) is not { } tenant)
        {
            return null;
        }

        if (remembered.TryGetValue(id, out var known) && known.Url == tenant.LogoUrl && (time.GetUtcNow() - known.At).Duration() < Remembered)
        {
            return known.Logo;
        }

        var found = await ReadAsync(id, tenant.LogoUrl, cancellationToken);
        Remember(id, tenant.LogoUrl, found);
        return found;
    }

    private void Remember(TenantId id, string? url, Logo? logo)
    {
        var now = time.GetUtcNow();
        if (remembered.Count >= MostRemembered)
        {
            foreach (var (other, entry) in remembered.OrderBy(static pair => pair.Value.At).Take(remembered.Count - MostRemembered + 1))
            {
                remembered.TryRemove(new KeyValuePair<TenantId, (string, Logo, DateTimeOffset)>(other, entry));
            }
        }

        if (logo is null || url is null)
        {
            remembered.TryRemove(id, out _);
        }
        else
        {
            remembered[id] = (url, logo, now);
        }
    }

    private async Task<Logo?> ReadAsync(TenantId id, string? asked, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, id.Value, RowKey, cancellationToken);
        if (asked is not { } url)
        {
            if (row is not null)
            {
                await tables.WriteAsync(Table, RowChange.Delete(id.Value, RowKey, row.Etag!), cancellationToken);
            }

            return null;
        }

        // What was fetched from another address is not this logo.
        var known = Same(row, url);
        // One look at a time, shared by all who wait for it and ended by none of them.
        if (IsDue(known))
        {
            known = Same(await flights.GetOrAdd(id, _ => new Lazy<Task<Row?>>(() => FlyAsync(id, url, row, known))).Value.WaitAsync(cancellationToken), url);
        }
        else if (known!.Time("fetched_at") is null)
        {
            // The first look is under way, or was a moment ago.
            known = Same(flights.TryGetValue(id, out var flight)
                ? await flight.Value.WaitAsync(cancellationToken)
                : await tables.GetAsync(Table, id.Value, RowKey, cancellationToken), url);
        }

        return known is not null && known.Time("fetched_at") + Kept > time.GetUtcNow() ? Of(known) : null;
    }

    private static Row? Same(Row? row, string url) => row?.Text("url") == url ? row : null;

    private bool IsDue(Row? row)
    {
        var now = time.GetUtcNow();
        return row is null || (row.RequiredTime("tried_at") + Patience <= now && !(row.Time("fetched_at") + Fresh > now));
    }

    private async Task<Row?> FlyAsync(TenantId id, string url, Row? stored, Row? known)
    {
        try
        {
            return await FetchAsync(id, url, stored, known);
        }
        finally
        {
            flights.TryRemove(id, out _);
        }
    }

    private async Task<Row?> FetchAsync(TenantId id, string url, Row? stored, Row? known)
    {
        // The try is written before it is made: another process that looks now sees it, and a server that hangs is not asked at each visit.
        var row = new Row(id.Value, RowKey).Set("url", url).Set("tried_at", time.GetUtcNow());
        if (known is not null && Of(known) is { } last)
        {
            Set(row, last, known.RequiredTime("fetched_at"));
        }

        var claimed = await tables.WriteAsync(Table, stored is null ? RowChange.Insert(row) : RowChange.Update(row, stored.Etag!), CancellationToken.None);
        if (!claimed.IsDone)
        {
            return await tables.GetAsync(Table, id.Value, RowKey, CancellationToken.None);
        }

        using var limit = new CancellationTokenSource(TryTime, time);
        if (await ContentAsync(url, limit.Token) is not { } content || RasterImage.TypeOf(content) is not { } type)
        {
            return row;
        }

        Set(row, new Logo(content, type, Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))), time.GetUtcNow());
        await tables.WriteAsync(Table, RowChange.Upsert(row), CancellationToken.None);
        return row;
    }

    private async Task<byte[]?> ContentAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            return (await fetcher.FetchAsync(new Uri(url), MaxBytes, cancellationToken)).Content;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static void Set(Row row, Logo logo, DateTimeOffset fetchedAt)
    {
        row.Set("fetched_at", fetchedAt).Set("type", logo.MediaType).Set("hash", logo.Etag);
        Blob.Set(row, "content", logo.Content);
    }

    private static Logo? Of(Row row) => Blob.Get(row, "content") is { } content ? new Logo(content, row.RequiredText("type"), row.RequiredText("hash")) : null;
}
