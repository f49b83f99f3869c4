using System.Net;
using LearnCoin.Core.Configuration;
using LearnCoin.Local.Workflows;

namespace LearnCoin.Standalone.Hosting;

/// <summary>Settings of the embedded host alone; the product's own are <see cref="LearnCoinOptions"/>.</summary>
public sealed class StandaloneOptions
{
    /// <summary>Folder of the database and the keys; made when missing.</summary>
    public string DataDirectory { get; set; } = "learncoin-data";

    /// <summary>Address to listen on, such as <c>http://127.0.0.1:8080</c>. TLS is the business of a proxy in front.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Passphrase under which key files are encrypted; unset: files are protected by their permissions only.</summary>
    public string? KeyPassphrase { get; set; }

    public ErasureJournalOptions Erasure { get; set; } = new();

    /// <summary>Seconds after which the workflows of a host that died without a word are taken over by the next one, 1 to 300.</summary>
    public double WorkflowLeaseSeconds { get; set; } = 10;

    public ShutdownOptions Shutdown { get; set; } = new();

    /// <summary>The runner's settings.</summary>
    internal JournalOptions Journal => new()
    {
        LeaseDuration = TimeSpan.FromSeconds(WorkflowLeaseSeconds),
        RenewInterval = TimeSpan.FromSeconds(WorkflowLeaseSeconds / 5),
    };

    internal string JournalPath => Erasure.Journal ?? Path.Combine(DataDirectory, StoreNames.Journal);

    /// <summary>The same settings, the journal of erasures too, on another folder of database and keys.</summary>
    internal StandaloneOptions At(string folder)
    {
        var copy = (StandaloneOptions)MemberwiseClone();
        copy.DataDirectory = folder;
        copy.Erasure = new ErasureJournalOptions { Journal = JournalPath };
        return copy;
    }

    internal IEnumerable<string> Faults()
    {
        if (!Uri.TryCreate(Listen, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp || url.PathAndQuery != "/")
        {
            yield return "Listen: expected an http address such as http://127.0.0.1:8080.";
        }

        if (string.IsNullOrWhiteSpace(DataDirectory))
        {
            yield return "DataDirectory: expected the path of a folder.";
        }

        if (Erasure.Journal is { } journal && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(journal))))
        {
            // Not made here: it may be the place of a disk that is not mounted.
            yield return "Erasure:Journal: the folder of this file is not there.";
        }

        if (WorkflowLeaseSeconds is not (>= 1 and <= 300))
        {
            yield return "WorkflowLeaseSeconds: expected 1 to 300 seconds.";
        }

        if (Shutdown.DelaySeconds is not (>= 0 and <= 120))
        {
            yield return "Shutdown:DelaySeconds: expected 0 to 120 seconds.";
        }
    }
}

/// <summary>How the service ends.</summary>
public sealed class ShutdownOptions
{
    /// <summary>Seconds for which everything is still served after the sign to end, while <c>/readyz</c> answers 503, 0 to 120: as long as a load balancer needs to see it.</summary>
    public double DelaySeconds { get; set; }
}

/// <summary>What is remembered of erasures outside of the store.</summary>
public sealed class ErasureJournalOptions
{
    /// <summary>File of the journal; by default <c>erasures.jsonl</c> in <see cref="StandaloneOptions.DataDirectory"/>. On another disk it survives the loss of that one.</summary>
    public string? Journal { get; set; }
}
