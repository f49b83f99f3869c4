using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.Tenants;
using LearnCoin.Standalone.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.Load;

/// <summary>The program as it is delivered, in a process of its own, with an EVM node and a store of its own. All of it ends with this object.</summary>
internal sealed class LoadService : IAsyncDisposable
{
    private const int ChainId = 84_532;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-load-");
    private readonly Dictionary<string, string> variables;
    private readonly string nodeUrl;
    private readonly List<Process> processes = [];
    private readonly HttpClient http = new();

    private LoadService()
    {
        (Address, nodeUrl) = ($"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}");
        variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PublicOrigin"] = Address,
            ["Listen"] = Address,
            ["DataDirectory"] = Path.Combine(folder.FullName, "data"),
            ["Anchoring:Test:RpcUrl"] = nodeUrl,
            // More than the plan gives, so that the rate limit is not what is measured.
            ["Plans:industry:RequestsPerMinute"] = "1000000",
        };
    }

    public string Address { get; }

    private Process Host => processes[^1];

    public static async Task<LoadService> StartAsync(string root)
    {
        var service = new LoadService();
        try
        {
            await service.StartProcessesAsync(root);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new tenant's test key.</summary>
    public async Task<string> NewTenantAsync(string name)
    {
        await using var node = await OpenAsync();
        var tenant = await node.Core.Tenants.CreateAsync(name, "industry", default);
        var (_, key) = await node.Core.ApiKeys.CreateAsync(tenant.Value.Id, TenantEnvironment.Test, null, default);
        return key;
    }

    /// <summary>Resident memory of the host, MiB.</summary>
    public double ResidentMiB()
    {
        Host.Refresh();
        return Host.WorkingSet64 / (1024.0 * 1024);
    }

    /// <summary>Processor time of the host so far.</summary>
    public TimeSpan ProcessorTime()
    {
        Host.Refresh();
        return Host.TotalProcessorTime;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(processes))
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        http.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task StartProcessesAsync(string root)
    {
        var bundled = Path.Combine(root, "scripts/node/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
        Start(File.Exists(bundled) ? bundled : "anvil", "--chain-id", ChainId.ToString(CultureInfo.InvariantCulture), "--block-time", "1", "--port", new Uri(nodeUrl).Port.ToString(CultureInfo.InvariantCulture), "--silent");
        await using (var node = await OpenAsync())
        {
            var account = await node.Core.AnchorKeys.EnsureAsync("anchor-test", default);
            await UntilAsync("the EVM node answers", async () => (await CallAsync("anvil_setBalance", account.Address, "0x56bc75e2d63100000")).ValueKind == JsonValueKind.Object);
        }

        Start("dotnet", Path.Combine(root, "src/Standalone/bin/Release/net10.0/learncoin.dll"), "serve");
        await UntilAsync("the service answers", async () => (await http.GetAsync(new Uri(Address + "/healthz"))).IsSuccessStatusCode);
    }

    private void Start(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, WorkingDirectory = folder.FullName };
        foreach (var (name, value) in variables)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command} does not start");
        // Read and dropped: a full pipe would stop it.
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        processes.Add(process);
    }

    private Task<LocalNode> OpenAsync() => LocalNode.OpenAsync(
        Settings.Load(new ConfigurationBuilder().AddInMemoryCollection(variables.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build()),
        NullLoggerFactory.Instance,
        new PortDecorators(),
        default);

    private async Task<JsonElement> CallAsync(string method, params JsonNode?[] parameters)
    {
        using var response = await http.PostAsJsonAsync(new Uri(nodeUrl), new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = new JsonArray(parameters) });
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> probe)
    {
        for (var started = Stopwatch.StartNew(); started.Elapsed < Patience; await Task.Delay(100))
        {
            try
            {
                if (await probe())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                continue; // not yet
            }
        }

        throw new TimeoutException($"Not within {Patience.TotalSeconds:0} s: {what}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
