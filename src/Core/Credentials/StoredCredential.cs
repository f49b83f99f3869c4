using LearnCoin.Core.Claims;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Credentials;

/// <summary>A credential as stored. Personal data stand in columns of their own, so that erasure removes just them.</summary>
public sealed record StoredCredential(CredentialId Id, BatchId Batch, int Index, TenantId Tenant, TenantEnvironment Environment)
{
    /// <summary>Id of the signed document, <c>urn:uuid:</c>.</summary>
    public required string DocumentId { get; init; }

    /// <summary><c>urn:uuid:</c> of the recipient; null once erased (it stays inside the signed document).</summary>
    public string? RecipientId { get; init; }

    /// <summary>Display name; off-chain, never in the signed document.</summary>
    public string? RecipientName { get; init; }

    public string? RecipientEmail { get; init; }

    public bool AutoClaim { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>Key of the claim on <see cref="ExternalId"/>, see <see cref="Batches.ExternalIds"/>; null with it.</summary>
    public string? ExternalKey { get; init; }

    /// <summary>The tenant's own JSON, never public.</summary>
    public byte[]? TenantMetadata { get; init; }

    /// <summary>What was asked for and will be signed; gone once <see cref="Document"/> is there.</summary>
    public byte[]? Input { get; init; }

    /// <summary>The signed document with its Data Integrity proof, UTF-8 JSON; null until signed.</summary>
    public byte[]? Document { get; init; }

    /// <summary>Null while it stands.</summary>
    public CredentialRevocation? Revocation { get; init; }

    public DateTimeOffset? RevokedAt => Revocation?.At;

    /// <summary>The revoked credential in whose place this one stands.</summary>
    public CredentialId? Replaces { get; init; }

    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>When its recipient claimed it by the mail's link.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Its claim mails; null before the first is begun.</summary>
    public ClaimMailState? Mail { get; init; }

    /// <summary>Times of the mails that the tenant asked for, see <see cref="ResendLimit"/>; null: none.</summary>
    internal string? Resends { get; init; }

    /// <summary>Operation id of the call that erased it: a resumed call recognises its own work.</summary>
    public string? ErasedBy { get; init; }

    /// <summary>ETag of the row it was read from.</summary>
    public string? Etag { get; init; }

    /// <summary>The id alone: the record holds personal data, and a text of it may reach a log.</summary>
    public override string ToString() => Id.Value;

    internal Row ToRow()
    {
        var row = new Row(Id.Group, Id.Value)
            .Set("batch", Batch.Value)
            .Set("index", Index)
            .Set("tenant", Tenant.Value)
            .Set("environment", Environment.Name())
            .Set("document_id", DocumentId)
            .Set(PersonalProperties.RecipientId, RecipientId)
            .Set(PersonalProperties.RecipientName, RecipientName)
            .Set(PersonalProperties.RecipientEmail, RecipientEmail)
            .Set("auto_claim", AutoClaim)
            .Set(PersonalProperties.ExternalId, ExternalId)
            .Set(PersonalProperties.ExternalKey, ExternalKey)
            .Set(PersonalProperties.TenantMetadata, TenantMetadata)
            .Set("replaces", Replaces?.Value)
            .Set("claimed_at", ClaimedAt)
            .Set("erased_at", ErasedAt)
            .Set("erased_by", ErasedBy);
        Revocation?.SetOn(row);
        Mail?.SetOn(row);
        row.Set(ClaimMailState.ResendsColumn, Resends);
        SetBlob(row, "input", Input);
        SetBlob(row, "document", Document);
        return row;
    }

    /// <param name="row">The row.</param>
    /// <param name="withContent">False leaves <see cref="Input"/> and <see cref="Document"/> out, for lists: they are most of the work.</param>
    internal static StoredCredential From(Row row, bool withContent = true) => new(
        new CredentialId(row.RowKey),
        new BatchId(row.RequiredText("batch")),
        (int)row.RequiredInt64("index"),
        new TenantId(row.RequiredText("tenant")),
        TenantEnvironments.Parse(row.RequiredText("environment")))
    {
        DocumentId = row.RequiredText("document_id"),
        RecipientId = row.Text(PersonalProperties.RecipientId),
        RecipientName = row.Text(PersonalProperties.RecipientName),
        RecipientEmail = row.Text(PersonalProperties.RecipientEmail),
        AutoClaim = row.Flag("auto_claim"),
        ExternalId = row.Text(PersonalProperties.ExternalId),
        ExternalKey = row.Text(PersonalProperties.ExternalKey),
        TenantMetadata = row.Bytes(PersonalProperties.TenantMetadata),
        Input = withContent ? Blob.Get(row, "input") : null,
        Document = withContent ? Blob.Get(row, "document") : null,
        Revocation = CredentialRevocation.From(row),
        Replaces = row.Text("replaces") is { } replaces ? new CredentialId(replaces) : null,
        ClaimedAt = row.Time("claimed_at"),
        Mail = ClaimMailState.From(row),
        Resends = row.Text(ClaimMailState.ResendsColumn),
        ErasedAt = row.Time("erased_at"),
        ErasedBy = row.Text("erased_by"),
        Etag = row.Etag,
    };

    private static void SetBlob(Row row, string name, byte[]? content)
    {
        if (content is not null)
        {
            Blob.Set(row, name, content);
        }
    }
}
