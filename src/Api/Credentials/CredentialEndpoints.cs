using LearnCoin.Api.Batches;
using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Credentials;

/// <summary><c>/v1/credentials</c> (spec/api.md, "Credentials").</summary>
internal static class CredentialEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapRead("/v1/credentials/{id}", ApiHandler.ForKey(KeyScopes.CredentialsRead, GetAsync));

    private static async Task<Error?> GetAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var found = CredentialId.TryParse(context.GetRouteValue("id") as string, out var id)
            ? await core.Batches.FindCredentialAsync(id, caller.Tenant.Id, context.RequestAborted)
            : null;
        if (found is not { } pair)
        {
            return new Error(ErrorCode.CredentialNotFound, "No credential with that id exists for this tenant");
        }

        var (credential, batch) = pair;
        if (batch.Environment != caller.Environment)
        {
            return BatchEndpoints.WrongEnvironment();
        }

        var document = await core.Documents.ReadAsync(credential, batch, context.RequestAborted);
        await Json.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", credential.Id.Value);
            json.WriteString("batch_id", batch.Id.Value);
            json.WriteString("verify_url", core.Urls.Page(credential.Id));
            json.WriteString("status", BatchStatuses.Name(batch.Status));
            json.WriteBoolean("revoked", credential.RevokedAt is not null);
            RevocationEndpoints.Write(json, credential.Revocation, credential.Replaces);
            json.WriteBoolean("erased", credential.ErasedAt is not null);
            json.WriteString("claim_state", CredentialStates.ClaimState(credential, batch, core.Time.GetUtcNow()));
            json.WriteString("claim_mail", CredentialStates.ClaimMail(credential, batch));
            json.WriteString("recipient_id", credential.RecipientId);
            json.WriteString("external_id", credential.ExternalId);
            json.WriteString("created_at", ApiJson.Time(batch.CreatedAt));
            CredentialListEndpoints.WriteMetadata(json, credential);
            json.WritePropertyName("signed_credential");
            if (document is null)
            {
                json.WriteNullValue();
            }
            else
            {
                json.WriteRawValue(document);
            }

            json.WriteEndObject();
        });
        return null;
    }
}
