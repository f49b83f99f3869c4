using System.Text.Json;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Revocation;

/// <summary>Body of a revocation (spec/api.md, "Credentials").</summary>
/// <param name="Code"><c>reason_code</c>.</param>
/// <param name="Reason">The tenant's own words.</param>
/// <param name="ReplacedBy">Only of a single credential.</param>
internal sealed record RevocationRequest(RevocationReason Code, string Reason, CredentialId? ReplacedBy)
{
    private const int MaxReason = 1000;

    private const string ReplacementExpected = "must name another credential (crd_ and 26 characters) of this tenant and environment";

    /// <summary>The reason may name a person: not in a text that may reach a log.</summary>
    public override string ToString() => RevocationReasons.Name(Code);

    /// <param name="body">UTF-8 JSON as it came.</param>
    /// <param name="credential">The credential to revoke.</param>
    public static Result<RevocationRequest> ReadSingle(ReadOnlyMemory<byte> body, CredentialId? credential) => RequestObject.Read(
        body, request => Read(request, Replacement(request, credential)), "reason", "reason_code", "replaced_by");

    /// <summary>As above, without <c>replaced_by</c>: a whole batch has no one replacement.</summary>
    public static Result<RevocationRequest> ReadBatch(ReadOnlyMemory<byte> body) =>
        RequestObject.Read(body, static request => Read(request, null), "reason", "reason_code");

    /// <summary>400 at <c>/replaced_by</c>. The same whether it is unknown, of the other environment or another tenant's.</summary>
    public static Error ReplacementFault(string expected = ReplacementExpected)
    {
        var faults = new FaultList();
        faults.Invalid(JsonPath.Root.Member("replaced_by"), expected);
        return faults.ToError()!;
    }

    private static RevocationRequest Read(RequestObject request, CredentialId? replacement)
    {
        var reason = request.RequiredText("reason", MaxReason);
        return new RevocationRequest(ReadCode(request), reason ?? "", replacement);
    }

    private static RevocationReason ReadCode(RequestObject request)
    {
        var expected = "one of " + string.Join(", ", RevocationReasons.Names);
        if (!request.TryGet("reason_code", out var value))
        {
            request.Faults.Missing(JsonPath.Root.Member("reason_code"), expected);
        }
        else if (value.ValueKind == JsonValueKind.String && RevocationReasons.TryParse(value.GetString()!, out var code))
        {
            return code;
        }
        else
        {
            request.Invalid("reason_code", "must be " + expected);
        }

        return default;
    }

    private static CredentialId? Replacement(RequestObject request, CredentialId? credential)
    {
        if (!request.TryGet("replaced_by", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && CredentialId.TryParse(value.GetString(), out var id) && id != credential)
        {
            return id;
        }

        request.Invalid("replaced_by", ReplacementExpected);
        return null;
    }
}
