using System.Globalization;
using System.Net.Http.Json;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Local.Chain;

/// <summary>An EVM node by JSON-RPC 2.0 over HTTP (ethereum.github.io/execution-apis). The endpoint's URL may hold a secret: no message shows it.</summary>
public sealed class JsonRpcChain : IChain, IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(15);
    private readonly HttpClient http;
    private readonly Uri endpoint;
    private int lastId;

    public JsonRpcChain(Uri endpoint, HttpMessageHandler? handler = null)
    {
        this.endpoint = endpoint;
        http = new HttpClient(handler ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = CallTimeout };
    }

    public async ValueTask<long> ChainIdAsync(CancellationToken cancellationToken) =>
        JsonRpcValue.Int64(await ResultAsync("eth_chainId", [], cancellationToken));

    public async ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken)
    {
        var block = await ResultAsync("eth_getBlockByNumber", [numberOrTag, false], cancellationToken);
        return block.ValueKind == JsonValueKind.Null
            ? null
            : new ChainBlock(
                JsonRpcValue.Int64(block, "number"),
                JsonRpcValue.Hex(block, "hash"),
                DateTimeOffset.FromUnixTimeSeconds(JsonRpcValue.Int64(block, "timestamp")));
    }

    public async ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken)
    {
        // The last entry of baseFeePerGas is the next block's.
        var history = await ResultAsync("eth_feeHistory", ["0x1", "latest", new JsonArray()], cancellationToken);
        if (!history.TryGetProperty("baseFeePerGas", out var baseFees) || baseFees.GetArrayLength() == 0)
        {
            throw new ChainUnavailableException("The node's eth_feeHistory has no base fee: is it an EIP-1559 chain?");
        }

        var tip = JsonRpcValue.Big(await ResultAsync("eth_maxPriorityFeePerGas", [], cancellationToken));
        return new ChainFees(JsonRpcValue.Big(baseFees[baseFees.GetArrayLength() - 1]), tip);
    }

    public async ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken) =>
        JsonRpcValue.Int64(await ResultAsync("eth_getTransactionCount", [address, tag], cancellationToken));

    public async ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken) =>
        JsonRpcValue.Big(await ResultAsync("eth_getBalance", [address, "latest"], cancellationToken));

    public async ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken)
    {
        const string Method = "eth_sendRawTransaction";
        var answer = await CallAsync(Method, ["0x" + Convert.ToHexStringLower(rawTransaction.Span)], cancellationToken);
        if (ErrorOf(answer) is not { } error)
        {
            Result(answer, Method);
            return new SendOutcome(SendKind.Accepted, "");
        }

        return new SendOutcome(NodeWording.Classify(error.Message), error.Message);
    }

    public async ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken)
    {
        var receipt = await ResultAsync("eth_getTransactionReceipt", [transactionHash], cancellationToken);
        return receipt.ValueKind == JsonValueKind.Null
            ? null
            : new ChainReceipt(
                transactionHash,
                JsonRpcValue.Hex(receipt, "blockHash"),
                JsonRpcValue.Int64(receipt, "blockNumber"),
                JsonRpcValue.Int64(receipt, "status") == 1,
                JsonRpcValue.Int64(receipt, "gasUsed"),
                JsonRpcValue.Big(receipt, "effectiveGasPrice"))
            {
                L1Fee = JsonRpcValue.BigOrNull(receipt, "l1Fee"),
            };
    }

    public async ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken)
    {
        var transaction = await ResultAsync("eth_getTransactionByHash", [transactionHash], cancellationToken);
        if (transaction.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var isMined = transaction.TryGetProperty("blockHash", out var block) && block.ValueKind == JsonValueKind.String;
        var hasReceiver = transaction.TryGetProperty("to", out var to) && to.ValueKind == JsonValueKind.String;
        return new ChainTransaction(
            transactionHash,
            JsonRpcValue.Hex(transaction, "from"),
            hasReceiver ? JsonRpcValue.Hex(transaction, "to") : null,
            JsonRpcValue.Bytes(transaction, "input"),
            JsonRpcValue.Big(transaction, "value"),
            isMined ? JsonRpcValue.Int64(transaction, "blockNumber") : null,
            isMined ? JsonRpcValue.Hex(transaction, "blockHash") : null);
    }

    public async ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        JsonRpcValue.Bytes(await ExecutedAsync("eth_call", Call(null, to, data), cancellationToken));

    public async ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        JsonRpcValue.Int64(await ExecutedAsync("eth_estimateGas", Call(from, to, data), cancellationToken));

    public void Dispose() => http.Dispose();

    private static JsonObject Call(string? from, string to, ReadOnlyMemory<byte> data)
    {
        var call = new JsonObject { ["to"] = to, ["data"] = "0x" + Convert.ToHexStringLower(data.Span) };
        if (from is not null)
        {
            call["from"] = from;
        }

        return call;
    }

    /// <summary>What the node's virtual machine answers: a revert is an answer, any other error is none.</summary>
    private async Task<JsonElement> ExecutedAsync(string method, JsonObject call, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(method, [call, "latest"], cancellationToken);
        return ErrorOf(answer) is not { } error ? Result(answer, method)
            : NodeWording.IsRevert(error.Code, error.Message) ? throw new ChainRevertedException($"{method}: the contract reverts")
            : throw new ChainUnavailableException($"The node answered {method} with an error");
    }

    private async Task<JsonElement> ResultAsync(string method, JsonArray parameters, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(method, parameters, cancellationToken);
        return ErrorOf(answer) is null ? Result(answer, method) : throw new ChainUnavailableException($"The node answered {method} with an error");
    }

    /// <summary>The error; null when there is none. Some nodes send <c>"error": null</c> beside a result, others a null result beside an error.</summary>
    private static (long Code, string Message)? ErrorOf(JsonElement answer)
    {
        if (!answer.TryGetProperty("error", out var error) || error.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var isObject = error.ValueKind == JsonValueKind.Object;
        return (
            isObject && error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt64(out var number) ? number : 0,
            isObject && error.TryGetProperty("message", out var message) ? message.ToString() : "");
    }

    private static JsonElement Result(JsonElement answer, string method) => answer.TryGetProperty("result", out var result)
        ? result
        : throw new ChainUnavailableException($"The node answered {method} with neither result nor error");

    private async Task<JsonElement> CallAsync(string method, JsonArray parameters, CancellationToken cancellationToken)
    {
        var request = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = Interlocked.Increment(ref lastId),
            ["method"] = method,
            ["params"] = parameters,
        };
        try
        {
            using var response = await http.PostAsJsonAsync(endpoint, request, cancellationToken);
            // Some nodes answer errors of the call with HTTP 4xx and a proper body; without one the endpoint is at fault.
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return answer.ValueKind == JsonValueKind.Object
                ? answer
                : throw new ChainUnavailableException($"The node answered {method} with something else than an object");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || IsTimeout(exception, cancellationToken))
        {
            throw new ChainUnavailableException(
                string.Create(CultureInfo.InvariantCulture, $"The node did not answer {method}: {exception.GetType().Name}"));
        }
    }

    private static bool IsTimeout(Exception exception, CancellationToken cancellationToken) =>
        exception is TaskCanceledException && !cancellationToken.IsCancellationRequested;
}
