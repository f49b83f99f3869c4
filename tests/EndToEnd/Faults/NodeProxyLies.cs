using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearnCoin.EndToEnd.Faults;

/// <summary>Answers that are well-formed and not true. Asks the node itself where a lie needs the truth.</summary>
internal sealed class NodeProxyLies(Func<string, JsonNode?[], CancellationToken, Task<JsonNode?>> ask)
{
    /// <summary>Whether a fault of this kind can be told in the answer to this call; else it is no fault, and not counted.</summary>
    internal static bool Applies(NodeFaultKind kind, string method) => kind switch
    {
        NodeFaultKind.WrongBlockHash or NodeFaultKind.Reverted or NodeFaultKind.Preconfirmed or NodeFaultKind.HiddenReceipt => method == NodeCall.Receipt,
        NodeFaultKind.OtherChain => method == "eth_chainId",
        NodeFaultKind.Refused or NodeFaultKind.RefusedAndTaken => method == NodeCall.Send,
        NodeFaultKind.Lagging => method is NodeCall.Receipt or "eth_blockNumber" or "eth_getBlockByNumber" or "eth_getTransactionCount" or "eth_getTransactionByHash",
        _ => true,
    };

    /// <summary>The answer with the lie in it; null where the truth leaves no room for it.</summary>
    internal async Task<JsonNode?> TellAsync(NodeFault fault, NodeCall call, JsonNode truth, CancellationToken cancellationToken)
    {
        var result = truth["result"];
        switch (fault.Kind)
        {
            case NodeFaultKind.OtherChain:
                truth["result"] = "0x1";
                return truth;
            case NodeFaultKind.HiddenReceipt when result is JsonObject:
                truth["result"] = null;
                return truth;
            case NodeFaultKind.WrongBlockHash when result is JsonObject receipt:
                receipt["blockHash"] = Other((string)receipt["blockHash"]!);
                return truth;
            case NodeFaultKind.Reverted when result is JsonObject receipt:
                receipt["status"] = "0x0";
                return truth;
            case NodeFaultKind.Preconfirmed when result is null:
                truth["result"] = await PreconfirmedAsync(call, cancellationToken);
                return truth;
            case NodeFaultKind.Lagging:
                return await OlderAsync(fault.Blocks, call, truth, cancellationToken);
            default:
                return null;
        }
    }

    private async Task<JsonNode> PreconfirmedAsync(NodeCall call, CancellationToken cancellationToken)
    {
        var hash = call.Parameters[0].GetString()!;
        return new JsonObject
        {
            ["transactionHash"] = hash,
            ["transactionIndex"] = "0x0",
            ["blockHash"] = Other(hash),
            ["blockNumber"] = Hex(await HeadAsync(cancellationToken)),
            ["status"] = "0x1",
            ["gasUsed"] = "0x5708",
            ["cumulativeGasUsed"] = "0x5708",
            ["effectiveGasPrice"] = "0x3b9aca00",
            ["logs"] = new JsonArray(),
            ["type"] = "0x2",
        };
    }

    private async Task<JsonNode?> OlderAsync(int blocks, NodeCall call, JsonNode truth, CancellationToken cancellationToken)
    {
        var head = Math.Max(0, await HeadAsync(cancellationToken) - blocks);
        switch (call.Method)
        {
            case "eth_blockNumber":
                truth["result"] = Hex(head);
                return truth;
            case "eth_getTransactionCount":
                truth["result"] = await ask(call.Method, [call.Parameters[0].GetString(), Hex(head)], cancellationToken);
                return truth;
            case "eth_getBlockByNumber" when call.Parameters[0].GetString() is "latest" or "pending":
                truth["result"] = await ask(call.Method, [Hex(head), call.Parameters[1].GetBoolean()], cancellationToken);
                return truth;
            default:
                if (truth["result"] is not JsonObject found || (found["blockNumber"] ?? found["number"]) is not { } number || Number((string)number!) <= head)
                {
                    return truth;
                }

                truth["result"] = call.Method == "eth_getTransactionByHash" ? Unmined(found) : null;
                return truth;
        }
    }

    private static JsonObject Unmined(JsonObject transaction)
    {
        var pending = (JsonObject)transaction.DeepClone();
        (pending["blockHash"], pending["blockNumber"], pending["transactionIndex"]) = (null, null, null);
        return pending;
    }

    private async Task<long> HeadAsync(CancellationToken cancellationToken) => Number((string)(await ask("eth_blockNumber", [], cancellationToken))!);

    private static string Other(string hash) => hash[..^2] + (hash.EndsWith("00", StringComparison.Ordinal) ? "01" : "00");

    private static long Number(string hex) => long.Parse(hex.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Hex(long number) => "0x" + number.ToString("x", CultureInfo.InvariantCulture);
}
