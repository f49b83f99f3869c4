using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Audit;

/// <summary>One change, for the tenant's audit chain. Ids and closed words only: never a name, an address, a free text or a secret.</summary>
/// <param name="Action">What was done, such as <c>credential.revoked</c>.</param>
/// <param name="Subject">Id of what was changed.</param>
/// <param name="Actor"><c>key_…</c>; <c>operator</c> for the CLI and for who signs in to the console by token; <c>operator:</c> and an object id for an account.</param>
public sealed record AuditEntry(string Action, string Subject, string Actor)
{
    public TenantEnvironment? Environment { get; init; }

    /// <summary><c>req_…</c> of the request that asked for it.</summary>
    public string? RequestId { get; init; }

    /// <summary>A closed word about it, such as a reason code.</summary>
    public string? Detail { get; init; }

    /// <summary>Names the call that makes the change: the same one is entered once, however often it is resumed.</summary>
    public string? OperationId { get; init; }
}

/// <summary>An entry as it stands in the chain.</summary>
/// <param name="Number">Place in the chain, from 1.</param>
/// <param name="Time">When it was entered.</param>
/// <param name="Hash">SHA-256 of the entry and the hash before it, lower-case hex; see <see cref="AuditChain"/>.</param>
public sealed record AuditRecord(long Number, DateTimeOffset Time, AuditEntry Entry, string Hash);
