using System.Globalization;
using System.Numerics;
using System.Text.Json;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary>Anchors as operators see them: everything but the raw transactions.</summary>
internal static class AnchorJson
{
    /// <summary>What a list shows.</summary>
    public static void WriteHead(Utf8JsonWriter json, AnchorLane lane, AnchorRecord anchor)
    {
        json.WriteString("anchor", new AnchorRef(anchor.Lane, anchor.Nonce).ToString());
        json.WriteString("environment", lane.Network.Environment.Name());
        json.WriteString("chain", lane.Network.ApiName);
        json.WriteString("tenant", AnchorAccounts.TenantOf(lane)?.Value);
        json.WriteNumber("nonce", anchor.Nonce);
        json.WriteString("state", Word(anchor.State));
        json.WriteString("hash", anchor.Hash);
        json.WriteNumber("attempts", anchor.Attempts.Count);
        json.WriteNumber("batches", anchor.Batches.Count);
        json.WriteNumber("credentials", anchor.Credentials);
        CommandFrame.WriteTime(json, "prepared_at", anchor.PreparedAt);
        CommandFrame.WriteTime(json, "included_at", anchor.IncludedAt);
        WriteNumber(json, "block_number", anchor.Block?.Number);
        json.WriteNumber("confirmations", anchor.Confirmations);
        json.WriteString("fee_wei", Wei(anchor.Block is null ? null : anchor.Fee));
        json.WriteNumber("reorgs", anchor.Reorgs);
    }

    /// <summary>All that is known of one.</summary>
    public static void WriteAll(Utf8JsonWriter json, AnchorLane lane, LaneHead head, AnchorRecord anchor)
    {
        json.WriteString("anchor", new AnchorRef(anchor.Lane, anchor.Nonce).ToString());
        json.WriteString("environment", lane.Network.Environment.Name());
        json.WriteString("chain", lane.Network.ApiName);
        json.WriteNumber("chain_id", lane.Network.ChainId);
        json.WriteString("sender", lane.Address);
        json.WriteString("tenant", AnchorAccounts.TenantOf(lane)?.Value);
        json.WriteNumber("nonce", anchor.Nonce);
        json.WriteString("root", anchor.Root.Length == 0 ? null : "0x" + Convert.ToHexStringLower(anchor.Root));
        json.WriteString("commitment", anchor.Commitment == AnchorCommitment.Eas ? "eas" : "calldata");
        json.WriteString("state", Word(anchor.State));
        json.WriteString("hash", anchor.Hash);
        json.WriteString("url", lane.Network.TransactionUrl(anchor.Hash));
        CommandFrame.WriteTime(json, "prepared_at", anchor.PreparedAt);
        CommandFrame.WriteTime(json, "included_at", anchor.IncludedAt);
        CommandFrame.WriteTime(json, "ended_at", anchor.EndedAt);
        WriteBlock(json, anchor);
        json.WriteNumber("reorgs", anchor.Reorgs);
        json.WriteBoolean("requeued", anchor.IsRequeued);
        WriteAttempts(json, anchor);
        json.WriteNumber("credentials", anchor.Credentials);
        json.WriteStartArray("batches");
        foreach (var batch in anchor.Batches)
        {
            json.WriteStringValue(batch);
        }

        json.WriteEndArray();
        WritePause(json, head.Pause);
    }

    /// <summary>Why a lane stands still; null when it does not.</summary>
    public static void WritePause(Utf8JsonWriter json, LanePause? pause)
    {
        if (pause is null)
        {
            json.WriteNull("pause");
            return;
        }

        json.WriteStartObject("pause");
        json.WriteString("reason", pause.Reason);
        CommandFrame.WriteTime(json, "since", pause.Since);
        json.WriteEndObject();
    }

    public static void WriteNumber(Utf8JsonWriter json, string name, long? value)
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

    /// <summary>The state in the words of the options.</summary>
    public static string Word(AnchorState state) => state.ToString().ToLowerInvariant();

    private static void WriteBlock(Utf8JsonWriter json, AnchorRecord anchor)
    {
        WriteNumber(json, "block_number", anchor.Block?.Number);
        json.WriteString("block_hash", anchor.Block?.Hash);
        CommandFrame.WriteTime(json, "block_time", anchor.Block?.Time);
        json.WriteNumber("confirmations", anchor.Confirmations);
        WriteNumber(json, "gas_used", anchor.Block is null ? null : anchor.GasUsed);
        json.WriteString("fee_wei", Wei(anchor.Block is null ? null : anchor.Fee));
        json.WriteString("fee_wei_per_credential", Wei(anchor.Block is null || anchor.Credentials == 0 ? null : anchor.Fee / anchor.Credentials));
    }

    private static void WriteAttempts(Utf8JsonWriter json, AnchorRecord anchor)
    {
        json.WriteStartArray("attempts");
        foreach (var attempt in anchor.Attempts)
        {
            json.WriteStartObject();
            json.WriteString("hash", attempt.Hash);
            json.WriteString("max_fee_per_gas_wei", Wei(attempt.MaxFee));
            json.WriteString("max_priority_fee_per_gas_wei", Wei(attempt.Tip));
            CommandFrame.WriteTime(json, "signed_at", attempt.SignedAt);
            json.WriteBoolean("mined", attempt.Hash == anchor.MinedHash);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string? Wei(BigInteger? amount) => amount?.ToString(CultureInfo.InvariantCulture);
}
