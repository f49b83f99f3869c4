using LearnCoin.Core.Configuration;
using LearnCoin.Functions.Adapters;

namespace LearnCoin.Functions.Hosting;

/// <summary>Checks the Azure host's options at start: a sentence for each bad one, beginning with its name, never showing a value.</summary>
internal static class FunctionsOptionFaults
{
    public static IEnumerable<string> Find(FunctionsOptions options)
    {
        List<string?> faults =
        [
            options.Storage.Provider is "azure" or "emulator" or "local" ? null : "Storage:Provider: expected 'azure', 'emulator' or 'local'.",
            options.Keys.Provider is "azure" or "local" ? null : "Keys:Provider: expected 'azure' or 'local'.",
            Storage("Storage:TableServiceUri", options.Storage.TableServiceUri, options.Storage.Provider),
            Storage("Storage:QueueServiceUri", options.Storage.QueueServiceUri, options.Storage.Provider),
            Vault(options.Keys),
            options.Azure.ClientId is null || Guid.TryParse(options.Azure.ClientId, out _) ? null : "Azure:ClientId: expected the client id of an identity, a GUID.",
            NeedsFolder(options) && string.IsNullOrWhiteSpace(options.DataDirectory) ? "DataDirectory: expected the path of a folder." : null,
        ];
        return faults.OfType<string>();
    }

    public static IEnumerable<string> FindInWorker(LearnCoinOptions product)
    {
        if (product.Proxy.Hops < 1)
        {
            // With 0 every caller would be one: the Functions host, on this machine.
            yield return "Proxy:Hops: expected 1 or more: the Functions host is a proxy before the worker. 1 is right for the app as Azure serves it.";
        }
    }

    private static bool NeedsFolder(FunctionsOptions options) => options.Storage.Provider == "local" || options.Keys.Provider == "local";

    private static string? Storage(string name, string? value, string provider) => provider switch
    {
        "azure" when !IsService(value, static url => url.Scheme == Uri.UriSchemeHttps && url.AbsolutePath == "/") =>
            $"{name}: expected an https address without path and query, such as https://account.table.core.windows.net; it is required with Storage:Provider=azure.",
        "emulator" when value is not null && !IsService(value, StorageClients.IsLoopback) =>
            $"{name}: expected an address on this machine without query, such as http://127.0.0.1:10002/devstoreaccount1.",
        _ => null,
    };

    private static string? Vault(KeyOptions keys) =>
        keys.Provider == "azure" && !IsService(keys.VaultUri, static url => url.Scheme == Uri.UriSchemeHttps && url.AbsolutePath == "/")
            ? "Keys:VaultUri: expected an https address without path and query, such as https://name.vault.azure.net; it is required with Keys:Provider=azure."
            : null;

    // No query and no user: a shared access signature would be a key among the settings.
    private static bool IsService(string? value, Func<Uri, bool> isGood) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.Query.Length == 0
        && url.Fragment.Length == 0
        && url.UserInfo.Length == 0
        && isGood(url);
}
