using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;

namespace LearnCoin.Core.Webhooks;

/// <summary>Signing secrets of endpoints: <c>whsec_</c> and the base64 of 32 random bytes, shown once, at rest only as the key port wrapped them.</summary>
public sealed class WebhookSecrets(IKeys keys, IEntropy entropy)
{
    /// <summary>Name of the wrapping key in the key store.</summary>
    public const string WrappingKey = "webhook-secrets";

    public const string Prefix = "whsec_";

    /// <summary>Length of a secret's random part, bytes: within the 24 to 64 of the Standard Webhooks specification.</summary>
    public const int Bytes = 32;

    /// <summary>Makes a secret.</summary>
    /// <returns>Its text, for its one showing, and its wrapped form, for the store.</returns>
    /// <exception cref="KeyUnavailableException">The key store is out of reach.</exception>
    public async Task<(string Text, byte[] Wrapped)> CreateAsync(CancellationToken cancellationToken)
    {
        await keys.CreateAsync(WrappingKey, KeyKind.Wrapping, cancellationToken);
        using var secret = new PinnedSecret(Bytes);
        entropy.Fill(secret.Span);
        var wrapped = await keys.WrapAsync(WrappingKey, secret.Memory, cancellationToken);
        return (Prefix + Convert.ToBase64String(secret.Span), wrapped);
    }

    /// <summary>The text of a secret, for the call that made it and for replays of that call.</summary>
    /// <exception cref="KeyUnavailableException">The key store cannot unwrap it now.</exception>
    public async Task<string> TextAsync(byte[] wrapped, CancellationToken cancellationToken)
    {
        using var secret = await OpenAsync(wrapped, cancellationToken);
        return Prefix + Convert.ToBase64String(secret.Span);
    }

    /// <summary>The random part of a secret, to be disposed after use.</summary>
    /// <exception cref="KeyUnavailableException">The key store cannot unwrap it now.</exception>
    public async Task<PinnedSecret> OpenAsync(byte[] wrapped, CancellationToken cancellationToken)
    {
        var secret = new PinnedSecret(Bytes);
        try
        {
            await keys.UnwrapAsync(WrappingKey, wrapped, secret.Memory, cancellationToken);
            return secret;
        }
        catch
        {
            secret.Dispose();
            throw;
        }
    }
}
