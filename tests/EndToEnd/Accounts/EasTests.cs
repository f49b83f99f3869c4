using System.Globalization;
using System.Text.Json;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Standalone.Hosting;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Accounts;

/// <summary>Roots entered in the EAS contract: its real bytecode, put where OP-stack chains have it (there behind a proxy).</summary>
public sealed class EasTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Contract = "0x4200000000000000000000000000000000000021";
    private const string Stranger = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";

    private static readonly string Artifact = Path.Combine(
        Repository.Root, "tests/Interop/node_modules/@ethereum-attestation-service/eas-contracts/artifacts/contracts/EAS.sol/EAS.json");

    private Anvil anvil = null!;

    public async Task InitializeAsync() => anvil = await Anvil.StartAsync();

    public Task DisposeAsync()
    {
        anvil.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_root_is_entered_in_the_contract_where_others_can_look_it_up_and_our_verifier_accepts_it()
    {
        if (!await HasContractAsync())
        {
            return;
        }

        await using var service = await StartAsync();
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        var document = await DedicatedAccountTests.IssueAsync(client, 1);
        var sent = Assert.Single(await (await service.LedgerAsync(anvil)).ReadAsync());
        Assert.StartsWith("0x4d003070", sent.Input, StringComparison.Ordinal);
        Assert.Equal((Contract, await BlockTimeAsync(sent.Block)), (await ReceiverAsync(sent.Hash), await TimestampAsync(sent.Input[10..])));
        var ours = await new Verifiers(service.Deployment, anvil).OursAsync(document);
        Assert.True(ours.Code == 0, ours.Output + ours.Errors);

        var shown = await new CommandLine(service.Deployment).ToldAsync("anchors", "show", sent.Hash);
        Assert.Equal("eas", shown.GetProperty("commitment").GetString());
        // What the least gas limit is set by; a proxy takes some 5,000 more.
        Assert.InRange(shown.GetProperty("gas_used").GetInt64(), 22_440, 55_000);
        output.WriteLine($"gas used: {shown.GetProperty("gas_used")}");

        if (Verifiers.WithoutBlockcerts is null)
        {
            // The reason why this is off by default.
            Assert.Equal(1, (await new Verifiers(service.Deployment, anvil).BlockcertsAsync(document)).Code);
        }
    }

    [Fact]
    public async Task A_root_that_somebody_entered_first_is_reverted_and_goes_as_calldata_once_that_is_final()
    {
        if (!await HasContractAsync())
        {
            return;
        }

        // Blocks by hand: the stranger's transaction pays more and comes first.
        await anvil.CallAsync("evm_setIntervalMining", 0);
        await using var service = await StartAsync();
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        var id = await client.PostUntilAcceptedAsync(BatchBody.Of(2, 1), "key");
        var raced = await RaceAsync();
        await anvil.CallAsync("evm_mine");
        await Wait.UntilAsync("the anchor is reverted", TimeSpan.FromSeconds(30), async () => (await StateAsync(service, 0)) == "reverted");
        Assert.NotEqual(0, await TimestampAsync(raced));

        // Anvil's final block is 64 below the newest; the sweep that sees it runs each minute.
        await anvil.CallAsync("anvil_mine", "0x60");
        await anvil.CallAsync("evm_setIntervalMining", 1);
        await client.UntilAnchoredAsync(id);
        var transactions = await (await service.LedgerAsync(anvil)).ReadAsync();
        Assert.Equal(["0x4d003070" + raced, "0x" + raced], transactions.Select(static transaction => transaction.Input));
        Assert.Equal("failed", await StateAsync(service, 0));
    }

    [Fact]
    public async Task Where_no_contract_is_roots_go_as_calldata()
    {
        await using var service = await StartAsync();
        using var client = await service.Deployment.NewTenantAsync("Tenant");
        await DedicatedAccountTests.IssueAsync(client, 1);
        await (await service.LedgerAsync(anvil)).CheckAsync();
    }

    private async Task<bool> HasContractAsync()
    {
        if (!File.Exists(Artifact))
        {
            output.WriteLine("skipped: the EAS contract is not installed (scripts/test installs it)");
            return false;
        }

        using var artifact = JsonDocument.Parse(await File.ReadAllTextAsync(Artifact));
        await anvil.CallAsync("anvil_setCode", Contract, artifact.RootElement.GetProperty("deployedBytecode").GetString());
        return true;
    }

    private async Task<LocalService> StartAsync()
    {
        var deployment = new Deployment(anvil.Url);
        deployment.Variables["Anchoring__Test__Commitment"] = "eas";
        var service = await LocalService.StartAsync(deployment, new PortDecorators());
        await anvil.FundAsync(await deployment.AnchorAddressAsync());
        return service;
    }

    /// <summary>Takes the root out of the transaction that waits and enters it for more.</summary>
    /// <returns>The root, hex.</returns>
    private async Task<string> RaceAsync()
    {
        JsonElement waiting = default;
        await Wait.UntilAsync("the anchor waits in the pool", TimeSpan.FromSeconds(30), async () =>
        {
            var pending = (await anvil.CallAsync("txpool_content")).GetProperty("pending");
            waiting = pending.EnumerateObject().Select(static sender => sender.Value.EnumerateObject().First().Value).FirstOrDefault();
            return waiting.ValueKind == JsonValueKind.Object;
        });
        var input = waiting.GetProperty("input").GetString()!;
        await anvil.FundAsync(Stranger);
        await anvil.CallAsync("anvil_impersonateAccount", Stranger);
        await anvil.CallAsync("eth_sendTransaction", new System.Text.Json.Nodes.JsonObject
        {
            ["from"] = Stranger, ["to"] = Contract, ["data"] = input, ["gas"] = "0x186a0", ["maxFeePerGas"] = "0x174876e800", ["maxPriorityFeePerGas"] = "0x174876e800",
        });
        return input[10..];
    }

    private static async Task<string?> StateAsync(LocalService service, long nonce)
    {
        await using var node = await service.Deployment.OpenAsync();
        var lane = await node.Core.Lanes.IdAsync(node.Core.Networks.All.Single(), CancellationToken.None);
        return (await node.Core.Anchors.FindAsync(lane, nonce, CancellationToken.None))?.State.ToString().ToLowerInvariant();
    }

    private async Task<string?> ReceiverAsync(string hash) => (await anvil.CallAsync("eth_getTransactionByHash", hash)).GetProperty("to").GetString();

    private async Task<long> BlockTimeAsync(long block) =>
        Number((await anvil.CallAsync("eth_getBlockByNumber", "0x" + block.ToString("x", CultureInfo.InvariantCulture), false)).GetProperty("timestamp").GetString()!);

    /// <summary>What the contract answers to anybody who asks when a root was entered.</summary>
    private async Task<long> TimestampAsync(string root) => Number((await anvil.CallAsync(
        "eth_call", new System.Text.Json.Nodes.JsonObject { ["to"] = Contract, ["data"] = "0xd45c4435" + root }, "latest")).GetString()!);

    private static long Number(string hex) => long.Parse(hex.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
