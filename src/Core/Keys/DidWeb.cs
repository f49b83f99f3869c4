namespace LearnCoin.Core.Keys;

/// <summary>The service's identifier by the did:web method (w3c-ccg.github.io/did-method-web).</summary>
public static class DidWeb
{
    public const string Prefix = "did:web:";

    /// <summary><c>did:web:host</c>, or <c>did:web:host%3Aport</c> where the port is not the scheme's own.</summary>
    /// <param name="publicOrigin">Setting <c>PublicOrigin</c>: scheme and host, no path.</param>
    /// <exception cref="ArgumentException">A path, query, user or fragment, or no http(s).</exception>
    public static string FromOrigin(Uri publicOrigin)
    {
        ArgumentNullException.ThrowIfNull(publicOrigin);
        if (!publicOrigin.IsAbsoluteUri || publicOrigin.Scheme is not ("https" or "http") || publicOrigin.PathAndQuery != "/"
            || publicOrigin.UserInfo.Length != 0 || publicOrigin.Fragment.Length != 0)
        {
            throw new ArgumentException("PublicOrigin must be http(s)://host[:port] and nothing more", nameof(publicOrigin));
        }

        var host = publicOrigin.IdnHost.ToLowerInvariant();
        return publicOrigin.IsDefaultPort ? Prefix + host : $"{Prefix}{host}%3A{publicOrigin.Port}";
    }
}
