using Azure;
using LearnCoin.Core.Keys;

namespace LearnCoin.Functions.Adapters;

/// <summary>
/// Failures of Key Vault as the port knows them. No text of the SDK is kept: it holds the vault's address. (What Key Vault answers to whom:
/// learn.microsoft.com, "Azure Key Vault REST API error codes" and "Azure Key Vault throttling guidance".)
/// </summary>
internal static class VaultFailures
{
    /// <exception cref="KeyUnavailableException">Whatever failed but a cancellation of the caller's.</exception>
    public static async Task<T> GuardAsync<T>(string name, Func<Task<Response<T>>> call, CancellationToken cancellationToken) =>
        (await GuardAsync<Response<T>>(name, call, cancellationToken)).Value;

    /// <inheritdoc cref="GuardAsync{T}(string, Func{Task{Response{T}}}, CancellationToken)"/>
    public static async Task<T> GuardAsync<T>(string name, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException failure)
        {
            throw Of(name, failure);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new KeyUnavailableException(name, $"the vault cannot be reached ({(exception.InnerException ?? exception).GetType().Name})");
        }
    }

    private static KeyUnavailableException Of(string name, RequestFailedException failure) => failure.Status switch
    {
        404 => new(name, "there is no such key in the vault") { Problem = KeyProblem.Missing },
        401 or 403 => new(name, "the vault refuses this identity: it needs the right to use keys, and to create them where the deployment does not"),
        409 => new(name, "a deleted key of that name is still in the vault's bin: recover it"),
        400 => new(name, "the vault refused the operation: the key, the algorithm or the bytes do not fit"),
        429 => new(name, "the vault throttles its callers"),
        0 => new(name, "the vault cannot be reached"),
        var status => new(name, $"the vault failed with {status}"),
    };
}
