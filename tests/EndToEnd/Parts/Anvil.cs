using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>A real EVM node with the chain id of Base Sepolia and a block a second, or only the blocks it is told to make.</summary>
public sealed class Anvil : IDisposable
{
    internal const long ChainId = 84_532;
    private const string Funds = "0x56bc75e2d63100000"; // 100 ETH of its own chain

    private readonly OwnedProcess process;
    private readonly HttpClient http = new();

    // Four blocks to safe, eight to finalized; states of the newest blocks only, which is as far back as a reorganization goes.
    private static readonly string[] ByHand = ["--no-mining", "--slots-in-an-epoch", "4", "--prune-history", "64"];

    private Anvil(int port, params string[] mining)
    {
        Url = $"http://127.0.0.1:{port}";
        process = new OwnedProcess(
            Repository.Anvil,
            ["--chain-id", ChainId.ToString(CultureInfo.InvariantCulture), "--port", port.ToString(CultureInfo.InvariantCulture), "--silent", .. mining]);
    }

    internal string Url { get; }

    internal static Task<Anvil> StartAsync(int? port = null, string blockSeconds = "1") => StartAsync(port, ["--block-time", blockSeconds]);

    /// <summary>A node that makes a block when it is told to.</summary>
    internal static Task<Anvil> StartByHandAsync() => StartAsync(null, ByHand);

    private static async Task<Anvil> StartAsync(int? port, string[] mining)
    {
        var anvil = new Anvil(port ?? Loopback.FreePort(), mining);
        await Wait.UntilAsync("the EVM node answers", TimeSpan.FromSeconds(30), async () =>
        {
            try
            {
                return (await anvil.CallAsync("eth_chainId")).GetString() is not null;
            }
            catch (HttpRequestException) when (!anvil.process.HasExited)
            {
                return false;
            }
        });
        return anvil;
    }

    internal Task FundAsync(string address) => CallAsync("anvil_setBalance", address, Funds);

    internal async Task<JsonElement> CallAsync(string method, params JsonNode?[] parameters)
    {
        var answer = await AskAsync(method, parameters);
        return answer.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {answer}");
    }

    /// <summary>A call that the node may refuse.</summary>
    internal Task TryCallAsync(string method, params JsonNode?[] parameters) => AskAsync(method, parameters);

    private async Task<JsonElement> AskAsync(string method, JsonNode?[] parameters)
    {
        var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = new JsonArray(parameters) };
        try
        {
            using var response = await http.PostAsJsonAsync(Url, request);
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }
        catch (HttpRequestException exception) when (process.HasExited)
        {
            throw new InvalidOperationException($"The EVM node has ended: {process.Tail}", exception);
        }
    }

    public void Dispose()
    {
        process.Dispose();
        http.Dispose();
    }
}

/// <summary>One node for a test class.</summary>
public sealed class AnvilFixture : IAsyncLifetime
{
    private Anvil? anvil;

    internal Anvil Node => anvil ?? throw new InvalidOperationException("Not started");

    public async Task InitializeAsync() => anvil = await Anvil.StartAsync();

    public Task DisposeAsync()
    {
        anvil?.Dispose();
        return Task.CompletedTask;
    }
}
