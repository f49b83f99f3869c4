using LearnCoin.Core.Configuration;

namespace LearnCoin.Functions.Hosting;

/// <summary>
/// Settings of the Azure host alone; the product's own are <see cref="LearnCoinOptions"/>. The host shows who it is to storage and Key Vault
/// by its identity: there is no setting for a key or a connection string.
/// </summary>
public sealed class FunctionsOptions
{
    public StorageOptions Storage { get; set; } = new();

    public KeyOptions Keys { get; set; } = new();

    public AzureOptions Azure { get; set; } = new();

    /// <summary>With <c>local</c> providers: folder of the database and the keys, as in the embedded host; made when missing.</summary>
    public string DataDirectory { get; set; } = "learncoin-data";

    /// <summary>With <c>Keys:Provider=local</c>: passphrase under which key files are encrypted; unset: files are protected by their permissions only.</summary>
    public string? KeyPassphrase { get; set; }
}

/// <summary>Where rows and messages lie.</summary>
public sealed class StorageOptions
{
    /// <summary>Where Azurite has its tables when told nothing else.</summary>
    internal const string EmulatorTables = "http://127.0.0.1:10002/devstoreaccount1";

    /// <summary>Where Azurite has its queues when told nothing else.</summary>
    internal const string EmulatorQueues = "http://127.0.0.1:10001/devstoreaccount1";

    /// <summary><c>azure</c> (default), <c>emulator</c> (Azurite on this machine) or <c>local</c> (SQLite under <see cref="FunctionsOptions.DataDirectory"/>).</summary>
    public string Provider { get; set; } = "azure";

    /// <summary>Such as <c>https://account.table.core.windows.net</c>. Required with <c>azure</c>; by default with <c>emulator</c> Azurite's own.</summary>
    public string? TableServiceUri { get; set; }

    /// <summary>Such as <c>https://account.queue.core.windows.net</c>. Required with <c>azure</c>; by default with <c>emulator</c> Azurite's own.</summary>
    public string? QueueServiceUri { get; set; }
}

/// <summary>Where keys lie.</summary>
public sealed class KeyOptions
{
    /// <summary><c>azure</c> (default: Key Vault) or <c>local</c> (files under <see cref="FunctionsOptions.DataDirectory"/>).</summary>
    public string Provider { get; set; } = "azure";

    /// <summary>Such as <c>https://name.vault.azure.net</c>. Required with <c>azure</c>.</summary>
    public string? VaultUri { get; set; }
}

/// <summary>Who the host is in Azure.</summary>
public sealed class AzureOptions
{
    /// <summary>Client id of the user-assigned identity; unset: what a developer is signed in with.</summary>
    public string? ClientId { get; set; }
}
