using System.Diagnostics.Metrics;

namespace LearnCoin.Core.Telemetry;

/// <summary>Tries to send a mail; never whose.</summary>
public sealed class MailMetrics
{
    internal const string Sent = "sent";

    /// <summary>The mail server refused it for good.</summary>
    internal const string Refused = "refused";

    /// <summary>It is tried again.</summary>
    internal const string Waiting = "waiting";

    /// <summary>Its own tries are used up.</summary>
    internal const string GivenUp = "given_up";

    private readonly Counter<long> tries;

    internal MailMetrics(Meter meter) => tries = meter.CreateCounter<long>("learncoin.mail.tries", "{try}", "Tries to send a claim mail by outcome");

    internal void Tried(string outcome) => tries.Add(1, new KeyValuePair<string, object?>(Tags.Outcome, outcome));
}
