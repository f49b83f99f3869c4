using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Queues;

namespace LearnCoin.Functions.Adapters;

/// <summary>
/// Clients of the storage account: by identity, never by key. The one key here is the emulator's, which its documentation publishes and
/// which opens nothing but an emulator (learn.microsoft.com, "Use the Azurite emulator", "Well-known storage account and key").
/// </summary>
internal static class StorageClients
{
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <param name="clientId">Client id of a user-assigned identity; null: what a developer is signed in with.</param>
    public static TokenCredential Credential(string? clientId) => clientId is null
        ? new DefaultAzureCredential()
        : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));

    public static TableServiceClient Tables(Uri endpoint, TokenCredential credential) =>
        new(endpoint, credential, With(new TableClientOptions()));

    public static QueueServiceClient Queues(Uri endpoint, TokenCredential credential) =>
        new(endpoint, credential, With(new QueueClientOptions()));

    /// <param name="endpoint">Such as <c>http://127.0.0.1:10002/devstoreaccount1</c>.</param>
    /// <param name="transport">What carries the requests; null: the SDK's own. For tests that lose answers.</param>
    /// <exception cref="ArgumentException">Not an address of this machine.</exception>
    public static TableServiceClient EmulatorTables(Uri endpoint, HttpPipelineTransport? transport = null) =>
        new(Loopback(endpoint), new TableSharedKeyCredential(EmulatorAccount, EmulatorKey), With(new TableClientOptions(), transport));

    /// <param name="endpoint">Such as <c>http://127.0.0.1:10001/devstoreaccount1</c>.</param>
    /// <param name="transport">What carries the requests; null: the SDK's own. For tests that lose answers.</param>
    /// <exception cref="ArgumentException">Not an address of this machine.</exception>
    public static QueueServiceClient EmulatorQueues(Uri endpoint, HttpPipelineTransport? transport = null) =>
        new(Loopback(endpoint), new StorageSharedKeyCredential(EmulatorAccount, EmulatorKey), With(new QueueClientOptions(), transport));

    /// <summary>Whether the emulator may be looked for there: a literal loopback address or <c>localhost</c>, nothing that a resolver decides.</summary>
    public static bool IsLoopback(Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint.IsAbsoluteUri
            && (endpoint.Host == "localhost" || (IPAddress.TryParse(endpoint.DnsSafeHost, out var address) && IPAddress.IsLoopback(address)));
    }

    private static Uri Loopback(Uri endpoint) => IsLoopback(endpoint)
        ? endpoint
        : throw new ArgumentException("The storage emulator is taken on a loopback address only", nameof(endpoint));

    private static TOptions With<TOptions>(TOptions options, HttpPipelineTransport? transport = null)
        where TOptions : ClientOptions
    {
        options.Transport = transport ?? options.Transport;

        // Throttled (503) and failed tries: about 0.2, 0.4, 0.8, 1.6, 3.2 s apart, or what Retry-After says.
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 5;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(10);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);

        // Addresses of requests hold keys of rows.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        return options;
    }
}
