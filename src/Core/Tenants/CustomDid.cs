using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>A DID that a tenant named as its own, and what its document said when it was last looked at.</summary>
/// <param name="Tenant">Whose it is. Two tenants may name one DID, if its document lists the keys of both.</param>
/// <param name="Did">did:web identifier.</param>
/// <param name="RequestedAt">When the tenant named it: batches accepted before are not signed under it, their bodies were not checked against it.</param>
public sealed record CustomDid(TenantId Tenant, string Did, DateTimeOffset RequestedAt)
{
    /// <summary>How old a document may be that is still relied on.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    /// <summary>Longest document that is read, bytes.</summary>
    public const int MaxDocumentBytes = 64 * 1024;

    /// <summary>When the last look ended.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Looks in a row that did not make the DID usable.</summary>
    public int Failures { get; init; }

    /// <summary>What the last look missed, for the tenant; null when it missed nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>Fragments of our keys that the document lists rightly: a key is used under the DID only when seen here.</summary>
    public IReadOnlyList<string> SeenKeys { get; init; } = [];

    /// <summary>Whether the document names an issuer profile that lists the anchor keys seen.</summary>
    public bool HasProfile { get; init; }

    /// <summary>Set before the first credential under it: from then on its document is looked at for as long as the service runs.</summary>
    public bool IsUsed { get; init; }

    /// <summary>The document as last fetched, and when.</summary>
    public byte[]? Document { get; init; }

    public DateTimeOffset? DocumentAt { get; init; }

    public bool HasRecentDocument(DateTimeOffset now) => Document is not null && now - DocumentAt < MaxAge;

    /// <summary>Whether credentials can be issued under it with these keys.</summary>
    /// <param name="fragments">The tenant's signing key and the anchor keys.</param>
    public bool Lists(IEnumerable<string> fragments, DateTimeOffset now) =>
        HasProfile && HasRecentDocument(now) && fragments.All(fragment => SeenKeys.Contains(fragment));

    /// <summary>The newest of a tenant's keys that can sign and that the document lists; null when it lists none.</summary>
    /// <param name="keys">Oldest first.</param>
    public TenantSigningKey? NewestSeen(IEnumerable<TenantSigningKey> keys) => keys.LastOrDefault(key => key.CanSign && SeenKeys.Contains(key.Fragment));

    /// <summary>When the next look is due: hourly while all is well, else after 1, 2, 4 … 60 minutes.</summary>
    public DateTimeOffset NextCheckAt(bool isWell)
    {
        const int MaxMinutes = 60;
        var minutes = isWell ? MaxMinutes : Math.Min(MaxMinutes, 1 << Math.Clamp(Failures - 1, 0, 6));
        return CheckedAt is { } at ? at + TimeSpan.FromMinutes(minutes) : RequestedAt;
    }

    internal const string Partition = "did";

    internal static string KeyPrefix(string did) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(did)).AsSpan(0, 16)) + "|";

    internal Row ToRow()
    {
        var row = new Row(Partition, KeyPrefix(Did) + Tenant.Value)
            .Set("tenant", Tenant.Value)
            .Set("did", Did)
            .Set("requested_at", RequestedAt)
            .Set("checked_at", CheckedAt)
            .Set("failures", Failures)
            .Set("problem", Problem)
            .Set("seen_keys", string.Join(' ', SeenKeys))
            .Set("has_profile", HasProfile)
            .Set("is_used", IsUsed)
            .Set("document_at", DocumentAt);
        if (Document is not null)
        {
            Blob.Set(row, "document", Document);
        }

        return row;
    }

    internal static CustomDid From(Row row) => new(new TenantId(row.RequiredText("tenant")), row.RequiredText("did"), row.RequiredTime("requested_at"))
    {
        CheckedAt = row.Time("checked_at"),
        Failures = (int)row.RequiredInt64("failures"),
        Problem = row.Text("problem"),
        SeenKeys = row.RequiredText("seen_keys").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        HasProfile = row.Flag("has_profile"),
        IsUsed = row.Flag("is_used"),
        Document = Blob.Get(row, "document"),
        DocumentAt = row.Time("document_at"),
    };
}
