using LearnCoin.Core.Verification;

namespace LearnCoin.Api.Tests.Host;

/// <summary>What a verifier from outside sees: the service's public documents, over HTTP.</summary>
internal sealed class PublicSource(Service service) : IVerificationSource
{
    public async ValueTask<SourceDocument> DidDocumentAsync(string did, CancellationToken cancellationToken) =>
        SourceDocument.Found((await service.GetAsync("/.well-known/did.json")).Bytes);

    public async ValueTask<SourceDocument> StatusListAsync(string url, CancellationToken cancellationToken) =>
        SourceDocument.Found((await service.GetAsync(new Uri(url).AbsolutePath)).Bytes);

    /// <summary>By the product's verifier as anyone can run it.</summary>
    public Task<VerificationReport> VerifyAsync(byte[] document) => new CredentialVerifier(
        this, new VerificationSettings([new TrustedChain(84_532, 1, service.TestChain)]), TimeProvider.System).VerifyAsync(document, CancellationToken.None);
}
