using System.Diagnostics;
using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Telemetry;

/// <summary>Tells of each call: how long, how it ended, a span. Never what was asked or answered.</summary>
internal sealed class MeasuredChain(IChain inner, string network, ChainMetrics metrics, TimeProvider time) : IChain
{
    /// <summary>What is measured.</summary>
    internal IChain Inner => inner;

    public ValueTask<long> ChainIdAsync(CancellationToken cancellationToken) =>
        MeasureAsync("chain_id", ct => inner.ChainIdAsync(ct), null, cancellationToken);

    public ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken) =>
        MeasureAsync("block", ct => inner.BlockAsync(numberOrTag, ct), null, cancellationToken);

    public ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken) =>
        MeasureAsync("fees", ct => inner.FeesAsync(ct), null, cancellationToken);

    public ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken) =>
        MeasureAsync("nonce", ct => inner.NonceAsync(address, tag, ct), null, cancellationToken);

    public ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken) =>
        MeasureAsync("balance", ct => inner.BalanceAsync(address, ct), null, cancellationToken);

    public ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken) =>
        MeasureAsync("send", ct => inner.SendRawAsync(rawTransaction, ct), static sent => Words.Of(sent.Kind), cancellationToken);

    public ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken) =>
        MeasureAsync("receipt", ct => inner.ReceiptAsync(transactionHash, ct), null, cancellationToken);

    public ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken) =>
        MeasureAsync("transaction", ct => inner.TransactionAsync(transactionHash, ct), null, cancellationToken);

    public ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        MeasureAsync("call", ct => inner.CallAsync(to, data, ct), null, cancellationToken);

    public ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        MeasureAsync("estimate_gas", ct => inner.EstimateGasAsync(from, to, data, ct), null, cancellationToken);

    private async ValueTask<T> MeasureAsync<T>(
        string operation, Func<CancellationToken, ValueTask<T>> call, Func<T, string>? outcomeOf, CancellationToken cancellationToken)
    {
        using var span = ProductTelemetry.Spans.StartActivity("chain " + operation, ActivityKind.Client);
        span?.SetTag(Tags.Network, network);
        var started = time.GetTimestamp();
        var (outcome, isAnswer) = ("failed", false);
        try
        {
            var answer = await call(cancellationToken);
            (outcome, isAnswer) = (outcomeOf?.Invoke(answer) ?? "ok", true);
            return answer;
        }
        catch (ChainUnavailableException)
        {
            outcome = "unavailable";
            throw;
        }
        catch (OperationCanceledException)
        {
            outcome = "canceled";
            throw;
        }
        finally
        {
            metrics.Ended(network, operation, outcome, isAnswer, time.GetElapsedTime(started));
            span.EndAs(outcome, isFault: !isAnswer);
        }
    }
}
