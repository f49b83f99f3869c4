using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Security.KeyVault.Keys;
using Azure.Storage;
using Azure.Storage.Queues;

namespace LearnCoin.Functions.Hosting;

/// <summary>The SDK's clients of storage and Key Vault, by the host's identity.</summary>
internal static class AzureClients
{
    // Azurite's account is the same on every machine and documented: it guards nothing.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly Uri EmulatorTables = new("http://127.0.0.1:10002/" + EmulatorAccount);
    private static readonly Uri EmulatorQueues = new("http://127.0.0.1:10001/" + EmulatorAccount);

    public static TableServiceClient Tables(FunctionsOptions options) => options.Storage.Provider == "emulator"
        ? new TableServiceClient(Address(options.Storage.TableServiceUri) ?? EmulatorTables, new TableSharedKeyCredential(EmulatorAccount, EmulatorKey))
        : new TableServiceClient(Address(options.Storage.TableServiceUri)!, Credential(options.Azure));

    public static QueueServiceClient Queues(FunctionsOptions options) => options.Storage.Provider == "emulator"
        ? new QueueServiceClient(Address(options.Storage.QueueServiceUri) ?? EmulatorQueues, new StorageSharedKeyCredential(EmulatorAccount, EmulatorKey))
        : new QueueServiceClient(Address(options.Storage.QueueServiceUri)!, Credential(options.Azure));

    public static KeyClient Keys(FunctionsOptions options) => new(Address(options.Keys.VaultUri)!, Credential(options.Azure));

    public static TokenCredential Credential(AzureOptions options) => options.ClientId is { } client
        ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client))
        : new DefaultAzureCredential();

    private static Uri? Address(string? text) => text is null ? null : new Uri(text);
}
