using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Upgrade;

/// <summary>The store that the release before schema versions left, with its chain: Fixtures/previous-store/README.md.</summary>
internal sealed class PreviousStore : IDisposable
{
    private PreviousStore(Deployment deployment, Anvil anvil, JsonElement expected, string chain) =>
        (Deployment, Anvil, Expected, Chain) = (deployment, anvil, expected, chain);

    internal Deployment Deployment { get; }

    internal Anvil Anvil { get; }

    internal JsonElement Expected { get; }

    private string Chain { get; }

    /// <summary>Unpacked; the node has its blocks and makes one a second from now on.</summary>
    internal static async Task<PreviousStore> OpenAsync(string variant)
    {
        var anvil = await Anvil.StartAsync();
        var deployment = new Deployment(anvil.Url);
        try
        {
            await using (var file = File.OpenRead(Path.Combine(Repository.Root, "tests/EndToEnd/Fixtures/previous-store", variant + ".tar.gz")))
            await using (var tar = new GZipStream(file, CompressionMode.Decompress))
            {
                await TarFile.ExtractToDirectoryAsync(tar, deployment.Folder, overwriteFiles: false);
            }

            var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(deployment.Folder, "expected.json"))).RootElement;
            deployment.Variables["PublicOrigin"] = expected.GetProperty("public_origin").GetString()!;
            deployment.Variables["KeyPassphrase"] = expected.GetProperty("key_passphrase").GetString()!;
            deployment.Variables["Anchoring__Confirmations"] = expected.GetProperty("confirmations").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);
            var store = new PreviousStore(deployment, anvil, expected, await File.ReadAllTextAsync(Path.Combine(deployment.Folder, "chain.txt")));
            await anvil.CallAsync("anvil_loadState", store.Chain);
            return store;
        }
        catch
        {
            deployment.Dispose();
            anvil.Dispose();
            throw;
        }
    }

    internal IEnumerable<JsonElement> Tenants => Expected.GetProperty("tenants").EnumerateArray();

    internal string Sender => Expected.GetProperty("sender").GetString()!;

    internal string Database => Path.Combine(Deployment.Variables["DataDirectory"], "learncoin.db");

    public void Dispose()
    {
        Deployment.Dispose();
        Anvil.Dispose();
    }
}
