using System.Globalization;
using System.Text.Json;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Batches;

/// <summary>Answers to a batch that was sent (spec/api.md, "Batches"); the batch object itself is <see cref="BatchView"/>.</summary>
internal static class BatchJson
{
    /// <summary>Body of the 202.</summary>
    public static byte[] Accepted(Batch batch) => ApiJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", batch.Id.Value);
        json.WriteString("status", BatchStatuses.Name(BatchStatus.Pending));
        json.WriteNumber("credentials_count", batch.Count);
        json.WriteString("created_at", ApiJson.Time(batch.CreatedAt));
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
}
