namespace LearnCoin.Core.JsonLd;

/// <summary>
/// Gives JSON-LD context documents by IRI. The product's only source is the embedded, pinned set; test suites bring their own folder.
/// Nothing is ever fetched while signing or verifying.
/// </summary>
public interface IContextSource
{
    /// <summary>The UTF-8 JSON of the document, or null when this source does not have it: then processing ends with a clear error.</summary>
    ReadOnlyMemory<byte>? Find(string iri);
}
