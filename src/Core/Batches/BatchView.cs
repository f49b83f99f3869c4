using System.Globalization;
using System.Text.Json;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Batches;

/// <summary>The batch object of spec/api.md, "Batches": in answers and in webhooks.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Anchor">Its anchor's record; null while none has taken its root.</param>
/// <param name="Network">Its chain; null when the environment has none configured any more.</param>
public sealed record BatchView(Batch Batch, AnchorRecord? Anchor, AnchorNetwork? Network)
{
    /// <param name="json">Where to.</param>
    /// <param name="writeMore">Writes what else is to stand in the object, such as its credentials; null: nothing.</param>
    public void Write(Utf8JsonWriter json, Action? writeMore = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("id", Batch.Id.Value);
        json.WriteString("status", BatchStatuses.Name(Batch.Status));
        json.WriteNumber("credentials_count", Batch.Count);
        json.WriteString("created_at", ApiJson.Time(Batch.CreatedAt));
        json.WriteTime("signed_at", Batch.SignedAt);
        json.WriteTime("anchored_at", Batch.AnchoredAt);
        json.WriteString("environment", Batch.Environment.Name());
        json.WriteString("merkle_root", Batch.Root is null ? null : "0x" + Convert.ToHexStringLower(Batch.Root));
        WriteAnchor(json);
        writeMore?.Invoke();
        json.WriteString("error", Batch.Error);
        json.WriteString("error_code", Batch.ErrorCode);
        json.WriteEndObject();
    }

    /// <summary>The member <c>credentials</c>.</summary>
    public static void WriteCredentials(Utf8JsonWriter json, Batch batch, IEnumerable<StoredCredential> credentials, PublicUrls urls, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(urls);
        json.WriteStartArray("credentials");
        foreach (var credential in credentials)
        {
            json.WriteStartObject();
            json.WriteString("id", credential.Id.Value);
            json.WriteString("recipient_id", credential.RecipientId);
            json.WriteString("verify_url", urls.Page(credential.Id));
            json.WriteString("external_id", credential.ExternalId);
            json.WriteString("claim_state", CredentialStates.ClaimState(credential, batch, now));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteAnchor(Utf8JsonWriter json)
    {
        if (Batch.Root is null || Network is null)
        {
            json.WriteNull("anchor_transaction");
            return;
        }

        json.WriteStartObject("anchor_transaction");
        json.WriteString("chain", Network.ApiName);
        json.WriteString("hash", Anchor?.Hash);
        json.WriteNumber("block_number", Anchor?.Block?.Number);
        json.WriteString("explorer_url", Anchor is null ? null : Network.TransactionUrl(Anchor.Hash));
        json.WriteString("state", (Anchor?.State ?? AnchorState.Prepared).ApiName());
        json.WriteNumber("confirmations", Anchor?.Confirmations);
        json.WriteNumber("gas_used", Anchor?.Block is null ? null : Anchor.GasUsed);
        json.WriteString("fee_wei", Anchor?.Block is null ? null : Anchor.Fee.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}

/// <summary>Finds what a <see cref="BatchView"/> shows.</summary>
public sealed class BatchViews(AnchorNetworks networks, AnchorLanes lanes, AnchorStore anchors)
{
    public async Task<BatchView> OfAsync(Batch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var network = networks.Find(batch.Environment);
        if (network is null || batch.Root is null)
        {
            return new BatchView(batch, null, network);
        }

        var lane = batch.Lane ?? await lanes.IdAsync(network, cancellationToken);
        var anchor = await anchors.FindByBatchAsync(lane, batch.Id, cancellationToken);
        return new BatchView(batch, anchor is null ? null : await anchors.AsSeenAsync(anchor, cancellationToken), network);
    }
}
