using System.Net;
using System.Net.Http.Headers;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Verification;

namespace LearnCoin.Local.Verification;

/// <summary>
/// Fetches what a verifier needs over https (http from loopback only): a DID document by the did:web rules, a status list, a credential.
/// Redirects are not followed and answers are read up to a limit: the addresses come from the document that is being judged.
/// </summary>
public sealed class HttpDocuments : IVerificationSource, IDisposable
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private readonly HttpClient http;

    public HttpDocuments() =>
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout, MaxResponseContentBufferSize = MaxBytes };

    public async ValueTask<SourceDocument> DidDocumentAsync(string did, CancellationToken cancellationToken) =>
        DocumentUrl(did) is { } url ? await GetAsync(url, cancellationToken) : SourceDocument.NotAvailable("only did:web identifiers are resolved.");

    public async ValueTask<SourceDocument> StatusListAsync(string url, CancellationToken cancellationToken) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? await GetAsync(parsed, cancellationToken) : SourceDocument.NotAvailable("its address is no URL.");

    /// <summary>Any JSON document.</summary>
    public async ValueTask<SourceDocument> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        {
            return SourceDocument.NotAvailable("only https addresses are fetched.");
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            // A credential's page gives the document itself when it is asked for so.
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vc"));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json", 0.9));
            using var response = await http.SendAsync(request, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? SourceDocument.Found(await response.Content.ReadAsByteArrayAsync(cancellationToken))
                : SourceDocument.NotAvailable($"the server answered {(int)response.StatusCode}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or UriFormatException)
        {
            // The second is thrown for a host that IDNA has no form for.
            return SourceDocument.NotAvailable("the server could not be reached.");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SourceDocument.NotAvailable("the server did not answer in time.");
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>did:web method, "Read": colons part the path, %3A is a port's colon; without a path the document is well-known.</summary>
    internal static Uri? DocumentUrl(string did)
    {
        if (!did.StartsWith(DidWeb.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = did[DidWeb.Prefix.Length..].Split(':').Select(Uri.UnescapeDataString).ToArray();
        if (parts.Any(static part => part.Length == 0 || part.Contains('/', StringComparison.Ordinal)))
        {
            return null;
        }

        var path = parts.Length == 1 ? "/.well-known/did.json" : $"/{string.Join('/', parts[1..])}/did.json";
        if (!Uri.TryCreate($"https://{parts[0]}{path}", UriKind.Absolute, out var url) || url.UserInfo.Length > 0)
        {
            return null;
        }

        // The method asks for https; a service tried out on this machine has none.
        return url.IsLoopback ? new UriBuilder(url) { Scheme = Uri.UriSchemeHttp, Port = url.Port }.Uri : url;
    }
}
