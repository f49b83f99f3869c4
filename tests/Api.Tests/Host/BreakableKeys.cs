using LearnCoin.Core.Keys;

namespace LearnCoin.Api.Tests.Host;

/// <summary>The real key files, until a test breaks them.</summary>
public sealed class BreakableKeys : IKeys
{
    private IKeys? inner;

    /// <summary>Why no secret can be unwrapped; null: all is well.</summary>
    public KeyProblem? Problem { get; set; }

    public IKeys Around(IKeys keys)
    {
        inner = keys;
        return this;
    }

    public ValueTask CreateAsync(string name, KeyKind kind, CancellationToken cancellationToken) => inner!.CreateAsync(name, kind, cancellationToken);

    public ValueTask<byte[]> PublicKeyAsync(string name, CancellationToken cancellationToken) => Problem is { } problem
        ? throw new KeyUnavailableException(name, "broken by a test") { Problem = problem }
        : inner!.PublicKeyAsync(name, cancellationToken);

    public ValueTask<byte[]> SignDigestAsync(string name, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) =>
        inner!.SignDigestAsync(name, digest, cancellationToken);

    public ValueTask<byte[]> WrapAsync(string name, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken) =>
        inner!.WrapAsync(name, secret, cancellationToken);

    public ValueTask UnwrapAsync(string name, ReadOnlyMemory<byte> wrapped, Memory<byte> secret, CancellationToken cancellationToken) => Problem is { } problem
        ? throw new KeyUnavailableException(name, "broken by a test") { Problem = problem }
        : inner!.UnwrapAsync(name, wrapped, secret, cancellationToken);
}
