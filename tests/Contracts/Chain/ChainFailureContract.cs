using System.Net;
using System.Text;
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

    private sealed class OneAnswer(int status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
