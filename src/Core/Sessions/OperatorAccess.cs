using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Sessions;

/// <summary>Who signs in to the console as an operator: holders of the token whose hash the settings have, and accounts that they name.</summary>
public sealed class OperatorAccess(AuthOptions options)
{
    private const string TokenPrefix = "lrn_operator_";
    private const int TokenBytes = 32;

    /// <summary>What is longer is no token and not worth hashing.</summary>
    private const int LongestToken = 256;

    /// <summary>Whether there is a token at all.</summary>
    public bool TakesTokens => options.OperatorTokenHash is not null;

    /// <summary>A new token, and what <see cref="AuthOptions.OperatorTokenHash"/> is set to for it. The token is nowhere else.</summary>
    public static (string Token, string Hash) NewToken(IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        Span<byte> secret = stackalloc byte[TokenBytes];
        entropy.Fill(secret);
        var token = TokenPrefix + Base64Url.EncodeToString(secret);
        return (token, Convert.ToHexStringLower(Hash(token)));
    }

    /// <summary>Who signs in with a token; null when it is not the one.</summary>
    public ConsoleIdentity? ByToken(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var text = token.Trim();
        // Without a token in the settings nothing matches, not even the empty one.
        return options.OperatorTokenHash is { } expected
            && text.Length is > 0 and <= LongestToken
            && CryptographicOperations.FixedTimeEquals(Hash(text), Convert.FromHexString(expected))
                ? ConsoleIdentity.ForToken(expected)
                : null;
    }

    /// <summary>Who signs in by an account that App Service Authentication names; null when it is no operator's, or nothing is to be believed.</summary>
    /// <param name="objectId">What its header says; null: none was sent.</param>
    public ConsoleIdentity? ByAccount(string? objectId) =>
        options.EasyAuth && !string.IsNullOrEmpty(objectId) && options.Operators.Contains(objectId, StringComparer.OrdinalIgnoreCase)
            ? ConsoleIdentity.ForAccount(objectId)
            : null;

    /// <summary>Whether an operator's session still counts: the token is still the one, or the account still calls and is still an operator's.</summary>
    /// <param name="identity">Of the session.</param>
    /// <param name="objectId">What the request's header says.</param>
    public bool IsCurrent(ConsoleIdentity identity, string? objectId)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.IsOperator
            && (identity.Account is { } account
                ? string.Equals(account, objectId, StringComparison.OrdinalIgnoreCase) && ByAccount(objectId) is not null
                : options.OperatorTokenHash is { } hash && identity.Proof == ConsoleIdentity.ProofOf(hash));
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
