namespace LearnCoin.Core.Outbound;

/// <summary>
/// Gets what stands at an address that a tenant named. The adapter is the guard: it asks <see cref="OutboundRules"/>, checks every address
/// that the host resolves to and connects to a checked one, follows no redirect, sends no cookie, and ends after 15 s.
/// </summary>
public interface IDocumentFetcher
{
    /// <param name="url">Of any kind: what may not be fetched is an outcome, not an exception.</param>
    /// <param name="maxBytes">A longer answer is not available.</param>
    ValueTask<FetchOutcome> FetchAsync(Uri url, int maxBytes, CancellationToken cancellationToken);
}

/// <summary>The bytes, or why they could not be had: a sentence without addresses or secrets.</summary>
public sealed record FetchOutcome
{
    private FetchOutcome(byte[]? content, string? unavailable)
    {
        Content = content;
        Unavailable = unavailable;
    }

    public byte[]? Content { get; }

    public string? Unavailable { get; }

    public static FetchOutcome Found(byte[] content) => new(content, null);

    public static FetchOutcome NotAvailable(string reason) => new(null, reason);
}

/// <summary>For a host that asks nothing of anyone.</summary>
public sealed class NoDocuments : IDocumentFetcher
{
    public static readonly NoDocuments Instance = new();

    public ValueTask<FetchOutcome> FetchAsync(Uri url, int maxBytes, CancellationToken cancellationToken) =>
        ValueTask.FromResult(FetchOutcome.NotAvailable("this service fetches no documents."));
}
