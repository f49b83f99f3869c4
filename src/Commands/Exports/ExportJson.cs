using System.Text.Json;
using LearnCoin.Core;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands.Exports;

/// <summary>Members of the export's objects. Everything that is stored of the tenant but secrets and what only the service needs.</summary>
internal static class ExportJson
{
    public static void Write(Utf8JsonWriter json, LearnCoinCore core, Tenant tenant, IReadOnlyList<TenantSigningKey> keys)
    {
        TenantViewCommands.WriteHead(json, core, tenant);
        json.WriteString("slug", tenant.Slug);
        json.WriteString("logo_url", tenant.LogoUrl);
        json.WriteString("website_url", tenant.WebsiteUrl);
        json.WriteString("support_email", tenant.SupportEmail);
        json.WriteString("brand_color", tenant.BrandColor);
        json.WriteNumber("claim_link_days", tenant.ClaimLinkDays);
        json.WriteBoolean("index_pages", tenant.IndexPages);
        TenantViewCommands.WriteRest(json, tenant, keys);
    }

    public static void Write(Utf8JsonWriter json, Batch batch)
    {
        json.WriteString("id", batch.Id.Value);
        json.WriteString("environment", batch.Environment.Name());
        json.WriteString("status", BatchStatuses.Name(batch.Status));
        json.WriteNumber("credentials_count", batch.Count);
        WriteTime(json, "created_at", batch.CreatedAt);
        WriteTime(json, "signed_at", batch.SignedAt);
        WriteTime(json, "anchored_at", batch.AnchoredAt);
        json.WriteString("signing_key", batch.Signing?.Key);
        json.WriteString("merkle_root", batch.Root is null ? null : "0x" + Convert.ToHexStringLower(batch.Root));
        json.WriteString("anchor_transaction", batch.Anchor?.TransactionHash);
        json.WriteString("error", batch.Error);
        json.WriteString("error_code", batch.ErrorCode);
    }

    public static void Write(Utf8JsonWriter json, LearnCoinCore core, StoredCredential credential, Batch batch)
    {
        json.WriteString("id", credential.Id.Value);
        json.WriteString("batch_id", batch.Id.Value);
        json.WriteString("environment", batch.Environment.Name());
        json.WriteString("status", BatchStatuses.Name(batch.Status));
        json.WriteString("verify_url", core.Urls.Page(credential.Id));
        json.WriteString("document_id", credential.DocumentId);
        json.WriteStartObject("recipient");
        json.WriteString("id", credential.RecipientId);
        json.WriteString("name", credential.RecipientName);
        json.WriteString("email", credential.RecipientEmail);
        json.WriteBoolean("auto_claim", credential.AutoClaim);
        json.WriteEndObject();
        json.WriteString("external_id", credential.ExternalId);
        json.WritePropertyName("tenant_metadata");
        json.WriteRawValue(credential.TenantMetadata ?? "null"u8.ToArray());
        WriteTime(json, "revoked_at", credential.RevokedAt);
        json.WriteString("revocation_reason", credential.Revocation?.Reason);
        json.WriteString("revocation_reason_code", credential.Revocation is { } revocation ? RevocationReasons.Name(revocation.Code) : null);
        json.WriteString("replaced_by", credential.Revocation?.ReplacedBy?.Value);
        WriteTime(json, "claimed_at", credential.ClaimedAt);
        WriteTime(json, "erased_at", credential.ErasedAt);
    }

    public static void Write(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteNumber("number", record.Number);
        WriteTime(json, "time", record.Time);
        json.WriteString("action", record.Entry.Action);
        json.WriteString("subject", record.Entry.Subject);
        json.WriteString("actor", record.Entry.Actor);
        json.WriteString("environment", record.Entry.Environment?.Name());
        json.WriteString("request_id", record.Entry.RequestId);
        json.WriteString("detail", record.Entry.Detail);
        json.WriteString("hash", record.Hash);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known.UtcDateTime);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
