using System.Net;
using System.Text;
using System.Text.Json;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Contracts.Chain;

/// <summary>How every <see cref="IChain"/> reads what nodes and the proxies before them answer when they do not answer well.</summary>
public abstract class ChainFailureContract
{
    private const string Hash = "0x1111111111111111111111111111111111111111111111111111111111111111";

    public static TheoryData<int, string> NoAnswers => new()
    {
        { 200, "" },
        { 200, "<html>Welcome</html>" },
        { 200, "[]" },
        { 200, "\"text\"" },
        { 200, """{"jsonrpc":"2.0","id":1}""" },
        { 200, """{"jsonrpc":"2.0","id":1,"error":null}""" },
        { 429, "slow down" },
        { 502, "<html>Bad gateway</html>" },
        { 401, """{"message":"no key"}""" },
        { 200, """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"header not found"}}""" },
        { 400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"header not found"}}""" },
    };

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task What_is_no_answer_is_never_read_as_not_there(int status, string body)
    {
        await UnavailableAsync(status, body, chain => chain.ReceiptAsync(Hash, default).AsTask());
        await UnavailableAsync(status, body, chain => chain.TransactionAsync(Hash, default).AsTask());
        await UnavailableAsync(status, body, chain => chain.BlockAsync("latest", default).AsTask());
        await UnavailableAsync(status, body, chain => chain.NonceAsync(Hash[..42], "latest", default).AsTask());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"0x\"")]
    [InlineData("\"12\"")]
    [InlineData("\"0xzz\"")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public async Task A_number_that_is_none_is_an_unusable_answer(string result)
    {
        await UnavailableAsync(200, Answer(result), chain => chain.ChainIdAsync(default).AsTask());
        await UnavailableAsync(200, Answer(result), chain => chain.BalanceAsync(Hash[..42], default).AsTask());
    }

    [Theory]
    [InlineData("""{"hash":"0x11","timestamp":"0x1"}""")]
    [InlineData("""{"number":"0x1","timestamp":"0x1"}""")]
    [InlineData("""{"number":"0x1","hash":"0x11"}""")]
    [InlineData("""{"number":"0x1","hash":"11","timestamp":"0x1"}""")]
    public async Task A_block_without_one_of_its_parts_is_an_unusable_answer(string result) =>
        await UnavailableAsync(200, Answer(result), chain => chain.BlockAsync("latest", default).AsTask());

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"baseFeePerGas":[]}""")]
    public async Task A_fee_history_without_a_base_fee_is_an_unusable_answer(string result) =>
        await UnavailableAsync(200, Answer(result), chain => chain.FeesAsync(default).AsTask());

    [Fact]
    public async Task The_tip_is_the_median_of_what_blocks_paid_and_the_base_fee_the_next_blocks()
    {
        var chain = Chain(new Answers(static method => method == "eth_feeHistory"
            ? Answer("""{"oldestBlock":"0x1","baseFeePerGas":["0x7","0x8","0x9","0xa","0xb"],"gasUsedRatio":[0.1,0,0.2,0.3],"reward":[["0x5"],["0x0"],["0x4"],["0x6"]]}""")
            : throw new InvalidOperationException(method)));
        Assert.Equal(new ChainFees(11, 5), await chain.FeesAsync(default));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":"0x2a"}""", 42)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"the method eth_maxPriorityFeePerGas does not exist/is not available"}}""", 1_000_000)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":-32004,"message":"method not supported"}}""", 1_000_000)]
    public async Task Blocks_without_tips_leave_the_nodes_suggestion_or_a_floor(string suggestion, int tip)
    {
        foreach (var reward in new[] { "", ""","reward":null""", ""","reward":[["0x0"],["0x0"]]""" })
        {
            var history = $$"""{"oldestBlock":"0x1","baseFeePerGas":["0x7","0x8","0x9"],"gasUsedRatio":[0,0]{{reward}}}""";
            var chain = Chain(new Answers(method => method == "eth_feeHistory" ? Answer(history) : suggestion));
            Assert.Equal(new ChainFees(9, tip), await chain.FeesAsync(default));
        }
    }

    [Fact]
    public async Task A_suggestion_that_fails_is_not_replaced_by_the_floor()
    {
        var chain = Chain(new Answers(static method => method == "eth_feeHistory"
            ? Answer("""{"baseFeePerGas":["0x7"],"reward":[]}""")
            : """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"header not found"}}"""));
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await chain.FeesAsync(default));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(""","l1Fee":null""", null)]
    [InlineData(""","l1Fee":"0x0" """, 0)]
    [InlineData(""","l1Fee":"0x1f4","l1GasPrice":"0x1","l1GasUsed":"0x640" """, 500)]
    public async Task A_receipt_tells_what_an_op_stack_chain_took_for_the_data(string members, int? l1Fee)
    {
        var receipt = $$"""{"blockHash":"0xb1","blockNumber":"0x10","status":"0x1","gasUsed":"0x5708","effectiveGasPrice":"0x3"{{members}}}""";
        var expected = new ChainReceipt(Hash, "0xb1", 16, true, 22_280, 3) { L1Fee = l1Fee };
        Assert.Equal(expected, await Chain(new OneAnswer(200, Answer(receipt))).ReceiptAsync(Hash, default));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"0x1\"")]
    [InlineData("\"0xzz\"")]
    [InlineData("{}")]
    public async Task Data_that_is_none_is_an_unusable_answer(string result) =>
        await UnavailableAsync(200, Answer(result), chain => chain.CallAsync(Hash[..42], default, default).AsTask());

    [Theory]
    [InlineData(-32_000, "header not found", false)]
    [InlineData(3, "execution reverted", true)]
    [InlineData(-32_000, "Execution reverted", true)]
    public async Task A_revert_is_an_answer_and_another_error_is_none(int code, string words, bool isRevert)
    {
        var body = $$"""{"jsonrpc":"2.0","id":1,"error":{"code":{{code}},"message":"{{words}}","data":"0x"} }""";
        var call = await Record.ExceptionAsync(async () => await Chain(new OneAnswer(200, body)).CallAsync(Hash[..42], default, default));
        var estimate = await Record.ExceptionAsync(async () => await Chain(new OneAnswer(200, body)).EstimateGasAsync(Hash[..42], Hash[..42], default, default));
        var expected = isRevert ? typeof(ChainRevertedException) : typeof(ChainUnavailableException);
        Assert.Equal((expected, expected), (call?.GetType(), estimate?.GetType()));
    }

    [Theory]
    [InlineData(-32_000, "finalized block not found")] // geth
    [InlineData(-32_001, "block not found: finalized")] // reth
    [InlineData(-39_001, "Unknown block")] // besu
    public async Task A_young_chain_has_no_safe_block(int code, string words)
    {
        var node = new OneAnswer(200, $$"""{"jsonrpc":"2.0","id":1,"error":{"code":{{code}},"message":"{{words}}"} }""");
        Assert.Null(await Chain(node).BlockAsync("safe", default));
        Assert.Null(await Chain(node).BlockAsync("finalized", default));
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await Chain(node).BlockAsync("latest", default));
    }

    [Theory]
    [InlineData(-32_602, "invalid argument 0", true)]
    [InlineData(-32_601, "the method does not exist", true)]
    [InlineData(-32_000, "header not found", true)]
    [InlineData(-32_603, "Internal error", false)]
    [InlineData(-32_005, "limit exceeded", false)]
    [InlineData(-32_000, "no backends available", false)]
    public async Task An_error_says_whether_the_endpoint_or_the_question_is_at_fault(int code, string words, bool isUp)
    {
        var node = new OneAnswer(200, $$"""{"jsonrpc":"2.0","id":1,"error":{"code":{{code}},"message":"{{words}}"} }""");
        var failure = await Assert.ThrowsAsync<ChainUnavailableException>(async () => await Chain(node).ReceiptAsync(Hash, default));
        Assert.Equal(isUp, failure.EndpointIsUp);
    }

    [Theory]
    [InlineData(429, """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"nonce too low"} }""")]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"limit exceeded"} }""")]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"error":{"code":429,"message":"over capacity"} }""")]
    public async Task An_endpoint_that_takes_no_more_calls_has_not_refused_the_transaction(int status, string body) =>
        await UnavailableAsync(status, body, chain => chain.SendRawAsync(new byte[] { 2 }, default).AsTask());

    [Fact]
    public async Task The_reason_of_a_refusal_may_stand_in_the_errors_data()
    {
        const string Body = """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"Server error","data":"already known"}}""";
        Assert.Equal(new SendOutcome(SendKind.AlreadyKnown, "Server error"), await Chain(new OneAnswer(200, Body)).SendRawAsync(new byte[] { 2 }, default));
    }

    [Fact]
    public async Task Null_is_not_there()
    {
        var chain = Chain(new OneAnswer(200, Answer("null")));
        Assert.Null(await chain.ReceiptAsync(Hash, default));
        Assert.Null(await chain.TransactionAsync(Hash, default));
        Assert.Null(await chain.BlockAsync("0x1", default));
    }

    [Theory]
    [InlineData(200, "already known", SendKind.AlreadyKnown)]
    [InlineData(200, "replacement transaction underpriced", SendKind.ReplacementUnderpriced)]
    [InlineData(400, "nonce too low: next nonce 4, tx nonce 3", SendKind.NonceTooLow)]
    [InlineData(200, "Insufficient funds for gas * price + value", SendKind.InsufficientFunds)]
    [InlineData(500, "something else", SendKind.Refused)]
    public async Task A_refusal_is_classified_by_the_nodes_words_whatever_the_http_status(int status, string words, SendKind kind)
    {
        var body = $$"""{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"{{words}}"} }""";
        Assert.Equal(new SendOutcome(kind, words), await Chain(new OneAnswer(status, body)).SendRawAsync(new byte[] { 2 }, default));
    }

    [Fact]
    public async Task A_call_that_was_cancelled_ends_as_cancelled()
    {
        var chain = Chain(new OneAnswer(200, Answer("\"0x1\"")));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await chain.ChainIdAsync(new CancellationToken(canceled: true)));
    }

    /// <summary>The adapter, with a node whose answers come from this.</summary>
    protected abstract IChain Chain(HttpMessageHandler node);

    private static string Answer(string result) => $$"""{"jsonrpc":"2.0","id":1,"result":{{result}}}""";

    private async Task UnavailableAsync(int status, string body, Func<IChain, Task> call)
    {
        var failure = await Assert.ThrowsAsync<ChainUnavailableException>(() => call(Chain(new OneAnswer(status, body))));
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Answers each call by its method.</summary>
    private sealed class Answers(Func<string, string> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var call = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            var body = answer(call.RootElement.GetProperty("method").GetString()!);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }

    private sealed class OneAnswer(int status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
