using LearnCoin.Core.Verification;
using LearnCoin.Local.Verification;

namespace LearnCoin.Commands;

/// <summary>Files or URLs that the user named in place of what the credential names.</summary>
internal sealed record GivenPlaces(string? DidDocument, string? StatusList);

/// <summary>Documents from files and URLs that the user named; what was not named is fetched from where the credential says.</summary>
internal sealed class GivenDocuments(HttpDocuments http, GivenPlaces places) : IVerificationSource
{
    public ValueTask<SourceDocument> DidDocumentAsync(string did, CancellationToken cancellationToken) =>
        places.DidDocument is { } place ? ReadAsync(http, place, cancellationToken) : http.DidDocumentAsync(did, cancellationToken);

    public ValueTask<SourceDocument> StatusListAsync(string url, CancellationToken cancellationToken) =>
        places.StatusList is { } place ? ReadAsync(http, place, cancellationToken) : http.StatusListAsync(url, cancellationToken);

    /// <summary>A file, or what an http(s) URL gives.</summary>
    public static async ValueTask<SourceDocument> ReadAsync(HttpDocuments http, string place, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(place, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return await http.GetAsync(url, cancellationToken);
        }

        try
        {
            return SourceDocument.Found(await File.ReadAllBytesAsync(place, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return SourceDocument.NotAvailable($"there is no readable file '{place}'.");
        }
    }
}
