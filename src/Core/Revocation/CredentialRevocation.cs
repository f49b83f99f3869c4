using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Revocation;

/// <summary>That a credential was revoked, as columns of its row. There is no way back: a row that has them keeps them.</summary>
/// <param name="At">When.</param>
/// <param name="Code">Why, in the closed set; public.</param>
/// <param name="OperationId">The call that did it, so that the same call, resumed after a crash, recognises its work.</param>
public sealed record CredentialRevocation(DateTimeOffset At, RevocationReason Code, string OperationId)
{
    /// <summary>Column of <see cref="Reason"/>: erasure empties it.</summary>
    internal const string ReasonColumn = PersonalProperties.RevokedReason;

    /// <summary>The tenant's own words: shown to the tenant only, since they may name a person. Null once erased.</summary>
    public string? Reason { get; init; }

    /// <summary>The credential that stands in its place.</summary>
    public CredentialId? ReplacedBy { get; init; }

    /// <summary>Without the reason: a record's text may reach a log.</summary>
    public override string ToString() => RevocationReasons.Name(Code);

    internal Row SetOn(Row row) => row
        .Set("revoked_at", At)
        .Set("revoked_code", RevocationReasons.Name(Code))
        .Set("revoked_operation", OperationId)
        // After an erasure nothing new may tell who it was.
        .Set(ReasonColumn, row.Time("erased_at") is null ? Reason : null)
        .Set("replaced_by", ReplacedBy?.Value);

    internal static CredentialRevocation? From(Row row) => row.Time("revoked_at") is not { } at
        ? null
        : new CredentialRevocation(at, RevocationReasons.Parse(row.RequiredText("revoked_code")), row.RequiredText("revoked_operation"))
        {
            Reason = row.Text(ReasonColumn),
            ReplacedBy = row.Text("replaced_by") is { } id ? new CredentialId(id) : null,
        };
}
