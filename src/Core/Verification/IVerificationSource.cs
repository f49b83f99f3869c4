namespace LearnCoin.Core.Verification;

/// <summary>Brings the documents that a check needs. A host answers for its own DIDs and lists; the CLI reads files or fetches.</summary>
public interface IVerificationSource
{
    /// <summary>The DID document of <paramref name="did"/>.</summary>
    ValueTask<SourceDocument> DidDocumentAsync(string did, CancellationToken cancellationToken);

    /// <summary>The status list credential at <paramref name="url"/>.</summary>
    ValueTask<SourceDocument> StatusListAsync(string url, CancellationToken cancellationToken);
}

/// <summary>UTF-8 JSON, or why it could not be had: a sentence without addresses or secrets.</summary>
public sealed record SourceDocument
{
    private SourceDocument(ReadOnlyMemory<byte>? content, string? unavailable)
    {
        Content = content;
        Unavailable = unavailable;
    }

    public ReadOnlyMemory<byte>? Content { get; }

    public string? Unavailable { get; }

    public static SourceDocument Found(ReadOnlyMemory<byte> content) => new(content, null);

    public static SourceDocument NotAvailable(string reason) => new(null, reason);
}
