using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Local.Chain;

/// <summary>An EVM node by JSON-RPC 2.0 over HTTP (ethereum.github.io/execution-apis). The endpoint's URL may hold a secret: no message shows it.</summary>
public sealed partial class JsonRpcChain : IChain, IDisposable
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
        const string Method = "eth_getBlockByNumber";
        var answer = await CallAsync(Method, [numberOrTag, false], cancellationToken);
        if (ErrorOf(answer) is { } error)
        {
            // A young chain has no safe block: some nodes answer null then, others an error.
            return numberOrTag is "safe" or "finalized" && NodeWording.IsMissingBlock(error.Code, error.Message)
                ? null
                : throw NodeWording.Error(Method, error.Code, error.Message);
        }

        var block = Result(answer, Method);
        return block.ValueKind == JsonValueKind.Null
            ? null
            : new ChainBlock(
                JsonRpcValue.Int64(block, "number"),
                JsonRpcValue.Hex(block, "hash"),
                DateTimeOffset.FromUnixTimeSeconds(JsonRpcValue.Int64(block, "timestamp")));
    }

    public async ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken)
    {
        var history = await ResultAsync("eth_feeHistory", [JsonRpcValue.Quantity(FeeHistory.Blocks), "latest", new JsonArray(FeeHistory.Percentile)], cancellationToken);
        var baseFees = JsonRpcValue.Items(history, "baseFeePerGas").Select(JsonRpcValue.Big);
        // One percentile was asked for, so each block has one tip.
        var tips = JsonRpcValue.Items(history, "reward").SelectMany(JsonRpcValue.Items).Select(JsonRpcValue.Big);
        return await new FeeHistory([.. baseFees], [.. tips]).FeesAsync(() => SuggestedTipAsync(cancellationToken));
    }

    private async ValueTask<BigInteger?> SuggestedTipAsync(CancellationToken cancellationToken)
    {
        const string Method = "eth_maxPriorityFeePerGas";
        var answer = await CallAsync(Method, [], cancellationToken);
        return ErrorOf(answer) is not { } error ? JsonRpcValue.Big(Result(answer, Method))
            : NodeWording.IsMissingMethod(error.Code, error.Message) ? null
            : throw NodeWording.Error(Method, error.Code, error.Message);
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

        return NodeWording.Outcome(error.Code, error.Message, error.Data);
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
}
