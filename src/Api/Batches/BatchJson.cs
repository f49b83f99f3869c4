using System.Globalization;
using System.Text.Json;
using LearnCoin.Api.Http;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Batches;

/// <summary>The batch object of spec/api.md, "Batches".</summary>
internal static class BatchJson
{
    /// <summary>Body of the 202.</summary>
    public static byte[] Accepted(Batch batch) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", batch.Id.Value);
        json.WriteString("status", BatchStatuses.Name(BatchStatus.Pending));
        json.WriteNumber("credentials_count", batch.Count);
        json.WriteString("created_at", Json.Time(batch.CreatedAt));
        json.WriteString("environment", batch.Environment.Name());
        json.WriteEndObject();
    });

    /// <summary>Body of a dry run's 200.</summary>
    public static void Write(Utf8JsonWriter json, BatchPreview preview)
    {
        json.WriteStartObject();
        json.WriteBoolean("dry_run", true);
        json.WriteBoolean("valid", true);
        json.WriteNumber("credentials_count", preview.Count);
        json.WriteString("environment", preview.Environment.Name());
        json.WriteStartObject("estimate");
        json.WriteString("chain", preview.Estimate.ChainName);
        json.WriteNumber("gas", preview.Estimate.Gas);
        json.WriteString("fee_wei", preview.Estimate.FeeWei?.ToString(CultureInfo.InvariantCulture));
        // Rounded up: the parts must not add up to less than the whole.
        var each = (preview.Estimate.FeeWei + preview.Count - 1) / preview.Count;
        json.WriteString("fee_wei_per_credential", each?.ToString(CultureInfo.InvariantCulture));
        json.WriteString("reason", preview.Estimate.Reason);
        json.WriteEndObject();
        json.WriteStartObject("quota");
        json.WriteNumber("limit", preview.QuotaLimit);
        json.WriteNumber("used", preview.QuotaUsed);
        json.WriteNumber("remaining_after", preview.QuotaLimit - preview.QuotaUsed - preview.Count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <param name="json">Where to.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="anchor">Its anchor's record; null while none has taken its root.</param>
    /// <param name="network">Its chain; null when the environment has none configured any more.</param>
    /// <param name="credentials">The list, or null to leave it out.</param>
    /// <param name="verifyUrl">URL of a credential's page.</param>
    public static void Write(
        Utf8JsonWriter json, Batch batch, AnchorRecord? anchor, AnchorNetwork? network, IReadOnlyList<StoredCredential>? credentials, Func<StoredCredential, string> verifyUrl)
    {
        json.WriteStartObject();
        json.WriteString("id", batch.Id.Value);
        json.WriteString("status", BatchStatuses.Name(batch.Status));
        json.WriteNumber("credentials_count", batch.Count);
        json.WriteString("created_at", Json.Time(batch.CreatedAt));
        json.WriteTime("signed_at", batch.SignedAt);
        json.WriteTime("anchored_at", batch.AnchoredAt);
        json.WriteString("environment", batch.Environment.Name());
        json.WriteString("merkle_root", batch.Root is null ? null : "0x" + Convert.ToHexStringLower(batch.Root));
        WriteAnchor(json, batch, anchor, network);
        if (credentials is not null)
        {
            WriteCredentials(json, credentials, verifyUrl);
        }

        json.WriteString("error", batch.Error);
        json.WriteString("error_code", batch.ErrorCode);
        json.WriteEndObject();
    }

    private static void WriteCredentials(Utf8JsonWriter json, IReadOnlyList<StoredCredential> credentials, Func<StoredCredential, string> verifyUrl)
    {
        json.WriteStartArray("credentials");
        foreach (var credential in credentials)
        {
            json.WriteStartObject();
            json.WriteString("id", credential.Id.Value);
            json.WriteString("recipient_id", credential.RecipientId);
            json.WriteString("verify_url", verifyUrl(credential));
            json.WriteString("external_id", credential.ExternalId);
            json.WriteString("claim_state", CredentialStates.ClaimState(credential));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAnchor(Utf8JsonWriter json, Batch batch, AnchorRecord? anchor, AnchorNetwork? network)
    {
        if (batch.Root is null || network is null)
        {
            json.WriteNull("anchor_transaction");
            return;
        }

        json.WriteStartObject("anchor_transaction");
        json.WriteString("chain", network.ApiName);
        json.WriteString("hash", anchor?.Hash);
        WriteNumber(json, "block_number", anchor?.Block?.Number);
        json.WriteString("explorer_url", anchor is null ? null : network.TransactionUrl(anchor.Hash));
        json.WriteString("state", (anchor?.State ?? AnchorState.Prepared).ApiName());
        WriteNumber(json, "confirmations", anchor?.Confirmations);
        WriteNumber(json, "gas_used", anchor?.Block is null ? null : anchor.GasUsed);
        json.WriteString("fee_wei", anchor?.Block is null ? null : anchor.Fee.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
