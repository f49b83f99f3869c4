namespace LearnCoin.Core.Audit;

/// <summary>Who asks for a change.</summary>
/// <param name="Actor">As in <see cref="AuditEntry.Actor"/>.</param>
/// <param name="RequestId"><c>req_…</c>; null: no request, but a command.</param>
public sealed record Author(string Actor, string? RequestId)
{
    /// <summary>Operators at the command line.</summary>
    public static Author CommandLine { get; } = new("operator", null);

    /// <summary>An entry of theirs.</summary>
    public AuditEntry Entry(string action, string subject) => new(action, subject, Actor) { RequestId = RequestId };
}
