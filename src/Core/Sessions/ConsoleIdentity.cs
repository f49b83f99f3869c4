using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Sessions;

/// <summary>Who is signed in to the console, and by what: ids only, never the key or the token.</summary>
/// <param name="Actor">As in <see cref="Audit.AuditEntry.Actor"/>: <c>key_…</c>, <c>operator</c>, or <c>operator:</c> and the account's object id.</param>
/// <param name="Proof">What must still be so for the sign-in to count: see <see cref="ForToken"/>; null where the key itself is looked up.</param>
public sealed record ConsoleIdentity(string Actor, string? Proof)
{
    private const string OperatorActor = "operator";
    private const string AccountPrefix = OperatorActor + ":";

    /// <summary>Set for tenants: the key that was exchanged.</summary>
    public ApiKeyId? Key { get; init; }

    /// <summary>Set for tenants.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>Set for tenants.</summary>
    public TenantEnvironment? Environment { get; init; }

    public bool IsOperator => Key is null;

    /// <summary>The object id of an operator's account; null: signed in by token, or no operator.</summary>
    public string? Account => Actor.StartsWith(AccountPrefix, StringComparison.Ordinal) ? Actor[AccountPrefix.Length..] : null;

    public static ConsoleIdentity ForKey(ApiKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new ConsoleIdentity(key.Id.Value, null) { Key = key.Id, Tenant = key.Tenant, Environment = key.Environment };
    }

    /// <summary>An operator by token. The proof is the hash of the configured hash: another token ends the sessions of the one before.</summary>
    /// <param name="tokenHash">Auth:OperatorTokenHash.</param>
    public static ConsoleIdentity ForToken(string tokenHash) => new(OperatorActor, ProofOf(tokenHash));

    /// <summary>An operator by an account of App Service Authentication.</summary>
    public static ConsoleIdentity ForAccount(string objectId) => new(AccountPrefix + objectId, null);

    internal static string ProofOf(string tokenHash) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tokenHash.ToUpperInvariant())));
}
