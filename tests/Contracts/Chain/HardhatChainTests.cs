using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.Anchoring;
using LearnCoin.Local.Chain;
using Xunit.Abstractions;

namespace LearnCoin.Contracts.Chain;

/// <summary>The contract on Hardhat's simulated OP-stack chain, which <c>scripts/campaign hardhat</c> installs and starts: too large for every run.</summary>
public sealed class HardhatChainTests(ITestOutputHelper output)
{
    private const string Setting = "LEARNCOIN_HARDHAT_RPC";

    [Fact]
    public async Task The_contract_holds_on_an_op_stack_chain()
    {
        if (Node is not { } node)
        {
            output.WriteLine($"skipped: {Setting} names no node; run scripts/campaign hardhat");
            return;
        }

        var tests = typeof(ChainContract).GetMethods().Where(static method => method.IsDefined(typeof(FactAttribute))).ToList();
        Assert.True(tests.Count > 10);
        var failures = new List<string>();
        foreach (var test in tests)
        {
            using var contract = new OnHardhat(node);
            var failure = await Record.ExceptionAsync(() => (Task)test.Invoke(contract, null)!);
            output.WriteLine($"{(failure is null ? "passed" : "failed")} on Hardhat: {test.Name}");
            if (failure is not null)
            {
                failures.Add($"{test.Name}: {failure.Message}");
            }
        }

        Assert.Empty(failures);
    }

    [Fact]
    public async Task Receipts_and_the_oracle_tell_the_fee_for_data_on_l1()
    {
        if (Node is not { } node)
        {
            output.WriteLine($"skipped: {Setting} names no node; run scripts/campaign hardhat");
            return;
        }

        using var contract = new OnHardhat(node);
        var receipt = await contract.AnyReceiptAsync();
        Assert.NotNull(receipt.L1Fee);
        // getL1Fee(bytes) of the predeploy over no bytes: one word.
        var call = Convert.FromHexString("49948e0e" + new string('0', 62) + "20" + new string('0', 64));
        Assert.Equal(32, (await contract.Node.CallAsync("0x420000000000000000000000000000000000000f", call, default)).Length);
    }

    private static Uri? Node => Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } url ? new Uri(url) : null;

    private sealed class OnHardhat(Uri node) : ChainContract, IDisposable
    {
        private readonly JsonRpcChain chain = new(node);
        private readonly HttpClient http = new();

        public JsonRpcChain Node => chain;

        protected override IChain Chain => chain;

        public void Dispose()
        {
            chain.Dispose();
            http.Dispose();
        }

        protected override async Task FundAsync(string address)
        {
            var request = new JsonObject
            {
                ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = "hardhat_setBalance", ["params"] = new JsonArray(address, "0x56bc75e2d63100000"),
            };
            using var response = await http.PostAsJsonAsync(node, request);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.False(answer.TryGetProperty("error", out _));
        }
    }
}
