using System.Numerics;
using LearnCoin.Core.Anchoring;
using LearnCoin.Local.Chain;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace LearnCoin.Functions.Adapters;

/// <summary>
/// An EVM node through Nethereum's JSON-RPC client, with the error classification of <see cref="JsonRpcChain"/>. The endpoint's URL may
/// hold a secret, and Nethereum's exceptions may show it: none of them leaves this class.
/// </summary>
internal sealed class NethereumChain : IChain, IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(15);
    private readonly HttpClient http;
    private readonly RpcClient client;

    public NethereumChain(Uri endpoint, HttpMessageHandler? handler = null)
    {
        var answers = new NodeAnswers(handler ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        http = new HttpClient(answers) { Timeout = CallTimeout };
        client = new RpcClient(endpoint, http);
    }

    public async ValueTask<long> ChainIdAsync(CancellationToken cancellationToken) =>
        JsonRpcValue.Int64(await CallAsync<string>("eth_chainId", cancellationToken));

    public async ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken)
    {
        const string Method = "eth_getBlockByNumber";
        BlockWithTransactionHashes? block;
        try
        {
            block = await RequestAsync<BlockWithTransactionHashes>(Method, cancellationToken, numberOrTag, false);
        }
        catch (RpcResponseException refusal)
        {
            // A young chain has no safe block: some nodes answer null then, others an error.
            return numberOrTag is "safe" or "finalized" && NodeWording.IsMissingBlock(refusal.RpcError.Code, refusal.RpcError.Message ?? "")
                ? null
                : throw Error(Method, refusal);
        }

        return block is null
            ? null
            : new ChainBlock(Int64(block.Number), JsonRpcValue.Hex(block.BlockHash), DateTimeOffset.FromUnixTimeSeconds(Int64(block.Timestamp)));
    }

    public async ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken)
    {
        var history = await CallAsync<FeeHistoryResult>(
            "eth_feeHistory", cancellationToken, JsonRpcValue.Quantity(FeeHistory.Blocks), "latest", new[] { FeeHistory.Percentile });
        var baseFees = (history?.BaseFeePerGas ?? []).Select(Big);
        // One percentile was asked for, so each block has one tip.
        var tips = (history?.Reward ?? []).SelectMany(static block => block ?? []).Select(Big);
        return await new FeeHistory([.. baseFees], [.. tips]).FeesAsync(() => SuggestedTipAsync(cancellationToken));
    }

    private async ValueTask<BigInteger?> SuggestedTipAsync(CancellationToken cancellationToken)
    {
        const string Method = "eth_maxPriorityFeePerGas";
        try
        {
            return JsonRpcValue.Big(await RequestAsync<string>(Method, cancellationToken));
        }
        catch (RpcResponseException refusal)
        {
            return NodeWording.IsMissingMethod(refusal.RpcError.Code, refusal.RpcError.Message ?? "")
                ? null
                : throw Error(Method, refusal);
        }
    }

    public async ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken) =>
        JsonRpcValue.Int64(await CallAsync<string>("eth_getTransactionCount", cancellationToken, address, tag));

    public async ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken) =>
        JsonRpcValue.Big(await CallAsync<string>("eth_getBalance", cancellationToken, address, "latest"));

    public async ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken)
    {
        const string Method = "eth_sendRawTransaction";
        try
        {
            await RequestAsync<string>(Method, cancellationToken, "0x" + Convert.ToHexStringLower(rawTransaction.Span));
            return new SendOutcome(SendKind.Accepted, "");
        }
        catch (RpcResponseException refusal)
        {
            // Nethereum appends the method to what the node said.
            var said = refusal.RpcError.Message ?? "";
            var message = said.EndsWith(": " + Method, StringComparison.Ordinal) ? said[..^(Method.Length + 2)] : said;
            return NodeWording.Outcome(refusal.RpcError.Code, message, refusal.RpcError.Data?.ToString());
        }
    }

    public async ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken)
    {
        var receipt = await CallAsync<OpStackReceipt>("eth_getTransactionReceipt", cancellationToken, transactionHash);
        return receipt is null
            ? null
            : new ChainReceipt(
                transactionHash,
                JsonRpcValue.Hex(receipt.BlockHash),
                Int64(receipt.BlockNumber),
                Int64(receipt.Status) == 1,
                Int64(receipt.GasUsed),
                Big(receipt.EffectiveGasPrice))
            {
                L1Fee = receipt.L1Fee is null ? null : JsonRpcValue.Big(receipt.L1Fee),
            };
    }

    public async ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken)
    {
        var transaction = await CallAsync<Transaction>("eth_getTransactionByHash", cancellationToken, transactionHash);
        if (transaction is null)
        {
            return null;
        }

        var isMined = transaction.BlockHash is not null;
        return new ChainTransaction(
            transactionHash,
            JsonRpcValue.Hex(transaction.From),
            transaction.To is null ? null : JsonRpcValue.Hex(transaction.To),
            JsonRpcValue.Bytes(transaction.Input),
            Big(transaction.Value),
            isMined ? Int64(transaction.BlockNumber) : null,
            isMined ? JsonRpcValue.Hex(transaction.BlockHash) : null);
    }

    public async ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        JsonRpcValue.Bytes(await ExecutedAsync("eth_call", Call(null, to, data), cancellationToken));

    public async ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        JsonRpcValue.Int64(await ExecutedAsync("eth_estimateGas", Call(from, to, data), cancellationToken));

    public void Dispose() => http.Dispose();

    private static Dictionary<string, string> Call(string? from, string to, ReadOnlyMemory<byte> data)
    {
        var call = new Dictionary<string, string> { ["to"] = to, ["data"] = "0x" + Convert.ToHexStringLower(data.Span) };
        if (from is not null)
        {
            call["from"] = from;
        }

        return call;
    }

    /// <summary>What the node's virtual machine answers: a revert is an answer, any other error is none.</summary>
    private async Task<string?> ExecutedAsync(string method, Dictionary<string, string> call, CancellationToken cancellationToken)
    {
        try
        {
            return await RequestAsync<string>(method, cancellationToken, call, "latest");
        }
        catch (RpcResponseException refusal)
        {
            throw NodeWording.IsRevert(refusal.RpcError.Code, refusal.RpcError.Message ?? "")
                ? new ChainRevertedException($"{method}: the contract reverts")
                : Error(method, refusal);
        }
    }

    /// <summary>The result; null when the node answered null.</summary>
    private async Task<T?> CallAsync<T>(string method, CancellationToken cancellationToken, params object[] parameters)
        where T : class
    {
        try
        {
            return await RequestAsync<T>(method, cancellationToken, parameters);
        }
        catch (RpcResponseException refusal)
        {
            throw Error(method, refusal);
        }
    }

    private async Task<T?> RequestAsync<T>(string method, CancellationToken cancellationToken, params object[] parameters)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // Nethereum takes no token: the wait ends, the call dies by its own time limit.
            return await client.SendRequestAsync<T>(method, null, parameters).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not RpcResponseException && !cancellationToken.IsCancellationRequested)
        {
            // Its exceptions' texts and inner exceptions may name the endpoint: only the kind of failure is told.
            var kind = exception.InnerException ?? exception;
            throw new ChainUnavailableException(
                $"The node did not answer {method}: {kind.GetType().Name}");
        }
    }

    private static ChainUnavailableException Error(string method, RpcResponseException refusal) =>
        NodeWording.Error(method, refusal.RpcError.Code, refusal.RpcError.Message ?? "");

    private static long Int64(HexBigInteger? value) => JsonRpcValue.Int64(value?.HexValue);

    // A plain text, not Nethereum's number: that would take "" for 0 and digits without 0x.
    private static BigInteger Big(HexBigInteger? value) => JsonRpcValue.Big(value?.HexValue);
}
