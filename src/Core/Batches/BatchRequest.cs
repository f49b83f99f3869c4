using LearnCoin.Core.Credentials;

namespace LearnCoin.Core.Batches;

/// <summary>The body of <c>POST /v1/batches</c>, checked: 1 to <see cref="MaxCredentials"/> credentials in the order given.</summary>
public sealed record BatchRequest(IReadOnlyList<CredentialInput> Credentials)
{
    public const int MaxCredentials = 500;
}
