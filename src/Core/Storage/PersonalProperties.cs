using System.Collections.Frozen;

namespace LearnCoin.Core.Storage;

/// <summary>
/// Row properties that may tell who a person is, by name, in whatever table they stand: an erasure removes all of them, and an adapter whose
/// medium could keep old copies of a value stores these so that they can be overwritten.
/// </summary>
public static class PersonalProperties
{
    public const string RecipientId = "recipient_id";
    public const string RecipientName = "recipient_name";
    public const string RecipientEmail = "recipient_email";
    public const string ExternalId = "external_id";
    public const string ExternalKey = "external_key";
    public const string TenantMetadata = "tenant_metadata";

    /// <summary>Free text of a revocation.</summary>
    public const string RevokedReason = "revoked_reason";

    private static readonly FrozenSet<string> Set;

    static PersonalProperties() => Set = Names.ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } =
        [RecipientId, RecipientName, RecipientEmail, ExternalId, ExternalKey, TenantMetadata, RevokedReason];

    public static bool Contains(string name) => Set.Contains(name);
}
