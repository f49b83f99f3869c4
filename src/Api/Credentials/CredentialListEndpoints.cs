using System.Text.Json;
using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Credentials;

/// <summary><c>GET /v1/credentials</c>: a tenant's credentials by recipient, by external id, or all (spec/api.md, "Credentials").</summary>
internal static class CredentialListEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapRead("/v1/credentials", ApiHandler.ForKey(KeyScopes.CredentialsRead, ListAsync));

    private static async Task<Error?> ListAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var query = new KnownQuery(context, "recipient_id", "external_id", "cursor", "limit");
        var asked = new CredentialQuery(
            caller.Tenant.Id,
            caller.Environment,
            query.Text("recipient_id", "expected urn:uuid: followed by a version 4 UUID", CredentialInputForms.RecipientId),
            query.Text("external_id", "expected 1 to 255 visible characters without spaces", CredentialInputForms.ExternalId),
            query.Read("cursor", "expected the next_cursor of an earlier page", static text => CredentialId.TryParse(text, out var id) ? id : (CredentialId?)null),
            query.Limit());
        if (query.Fault is not null)
        {
            return query.Fault;
        }

        var (found, next) = await core.Credentials.ReadAsync(asked, context.RequestAborted);
        await Json.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var (credential, batch) in found)
            {
                Write(json, core, credential, batch);
            }

            json.WriteEndArray();
            json.WriteString("next_cursor", next?.Value);
            json.WriteBoolean("has_more", next is not null);
            json.WriteEndObject();
        });
        return null;
    }

    private static void Write(Utf8JsonWriter json, LearnCoinCore core, StoredCredential credential, Batch batch)
    {
        json.WriteStartObject();
        json.WriteString("id", credential.Id.Value);
        json.WriteString("batch_id", batch.Id.Value);
        json.WriteString("recipient_id", credential.RecipientId);
        json.WriteString("external_id", credential.ExternalId);
        json.WriteString("status", BatchStatuses.Name(batch.Status));
        json.WriteBoolean("revoked", credential.RevokedAt is not null);
        json.WriteBoolean("erased", credential.ErasedAt is not null);
        json.WriteString("claim_state", CredentialStates.ClaimState(credential, batch, core.Time.GetUtcNow()));
        json.WriteString("claim_mail", CredentialStates.ClaimMail(credential, batch));
        json.WriteString("verify_url", core.Urls.Page(credential.Id));
        json.WriteString("created_at", ApiJson.Time(batch.CreatedAt));
        WriteMetadata(json, credential);
        json.WriteEndObject();
    }

    /// <summary><c>tenant_metadata</c> as the tenant gave it: for the tenant alone.</summary>
    internal static void WriteMetadata(Utf8JsonWriter json, StoredCredential credential)
    {
        json.WritePropertyName("tenant_metadata");
        if (credential.TenantMetadata is { } metadata)
        {
            json.WriteRawValue(metadata);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
