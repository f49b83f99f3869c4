namespace LearnCoin.Core.Credentials;

/// <summary>One credential of a batch request, checked and normalised. What is signed, what is personal and what is the tenant's own are apart.</summary>
public sealed record CredentialInput
{
    public required SignedPart Signed { get; init; }

    public required PersonalPart Personal { get; init; }

    /// <summary><c>recipient.auto_claim</c>: no mail is sent, <c>claim_state</c> is <c>auto_claimed</c>.</summary>
    public bool AutoClaim { get; init; }

    /// <summary>The tenant's own reference, 1 to 255 visible characters.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Compact UTF-8 JSON of at most 4 KB, echoed to the tenant only; empty when not given.</summary>
    public ReadOnlyMemory<byte> TenantMetadata { get; init; }
}

/// <summary>Personal data: never in a signed document, kept in columns of its own so that it can be erased.</summary>
/// <param name="Name">Display name, 1 to 256 Unicode scalar values.</param>
/// <param name="Email">RFC 5321 mailbox; turns on the e-mail delivery.</param>
public sealed record PersonalPart(string Name, string? Email)
{
    /// <summary>Says nothing: a record's own text would put the name and the address into a log.</summary>
    public override string ToString() => nameof(PersonalPart);
}
