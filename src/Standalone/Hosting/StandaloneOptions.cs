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

    /// <summary>Seconds after which the workflows of a host that died without a word are taken over by the next one, 1 to 300.</summary>
    public double WorkflowLeaseSeconds { get; set; } = 10;

    public ShutdownOptions Shutdown { get; set; } = new();

    /// <summary>The runner's settings.</summary>
    internal JournalOptions Journal => new()
    {
        LeaseDuration = TimeSpan.FromSeconds(WorkflowLeaseSeconds),
        RenewInterval = TimeSpan.FromSeconds(WorkflowLeaseSeconds / 5),
    };

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
