using Azure.Core;
using Azure.Security.KeyVault.Keys;
using LearnCoin.Contracts;
using LearnCoin.Core.Keys;
using LearnCoin.Functions.Adapters;

namespace LearnCoin.Azure.Tests.Adapters;

public sealed class VaultKeysTests : KeysContract, IDisposable
{
    private readonly VaultKeys keys = new(VaultKeys.Client(new Uri("https://vault.example/"), new NoCredential()));

    protected override IKeys Keys => keys;

    public void Dispose() => keys.Dispose();

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
