using System.Globalization;
using LearnCoin.Core.Tenants;
using LearnCoin.Standalone.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>One data folder with its address and settings, served by one process after another.</summary>
internal sealed class Deployment : IDisposable
{
    private readonly TempFolder folder = new();

    /// <param name="rpcUrl">Node of the test environment.</param>
    /// <param name="windowSeconds">How long a lane collects roots.</param>
    internal Deployment(string rpcUrl, double windowSeconds = 0.3)
    {
        Origin = $"http://localhost:{Loopback.FreePort()}";
        Variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PublicOrigin"] = Origin,
            ["Listen"] = Origin.Replace("localhost", "127.0.0.1", StringComparison.Ordinal),
            ["DataDirectory"] = Path.Combine(folder.Path, "data"),
            // A killed host's successor waits for the lease; the tests have no time for the default.
            ["WorkflowLeaseSeconds"] = "2",
            ["Anchoring__Test__RpcUrl"] = rpcUrl,
            ["Anchoring__WindowSeconds"] = windowSeconds.ToString(CultureInfo.InvariantCulture),
            ["Anchoring__PollSeconds"] = "0.2",
        };
    }

    internal string Origin { get; }

    internal string Address => Variables["Listen"];

    internal string Folder => folder.Path;

    /// <summary>Environment of a process that serves it.</summary>
    internal Dictionary<string, string> Variables { get; }

    internal Settings Settings => Settings.Load(new ConfigurationBuilder()
        .AddInMemoryCollection(Variables.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value)))
        .Build());

    /// <summary>The store as the CLI opens it, beside whatever host runs.</summary>
    internal Task<LocalNode> OpenAsync() => LocalNode.OpenAsync(Settings, NullLoggerFactory.Instance, new PortDecorators(), CancellationToken.None);

    internal async Task<ApiClient> NewTenantAsync(string name) => new(Address, await NewKeyAsync(name), name);

    /// <summary>Text of a key of a new tenant.</summary>
    internal async Task<string> NewKeyAsync(string name)
    {
        await using var node = await OpenAsync();
        var tenant = await node.Core.Tenants.CreateAsync(name, "industry", CancellationToken.None);
        return (await node.Core.ApiKeys.CreateAsync(tenant.Value.Id, TenantEnvironment.Test, null, CancellationToken.None)).Item2;
    }

    internal async Task<string> AnchorAddressAsync()
    {
        await using var node = await OpenAsync();
        return (await node.Core.AnchorKeys.EnsureAsync("anchor-test", CancellationToken.None)).Address;
    }

    public void Dispose() => folder.Dispose();
}
