using System.Text.Json;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Verification;

/// <summary>A body of <c>POST /v1/credentials/verify</c>: a signed document, or <c>{"id": "crd_…"}</c>.</summary>
/// <param name="Credential">Null: the body itself is the document.</param>
public sealed record VerifyRequest(CredentialId? Credential)
{
    private const string Expected = "the id of a credential, crd_ and 26 characters; to verify a document send the whole document with its @context";

    /// <returns>What is asked, or invalid_json, missing_required_field, invalid_field_format.</returns>
    public static Result<VerifyRequest> Read(ReadOnlyMemory<byte> body)
    {
        var isDocument = false;
        var read = RequestObject.Read<CredentialId?>(
            body,
            request =>
            {
                isDocument = request.TryGet("@context", out _);
                if (!request.TryGet("id", out var given))
                {
                    request.Faults.Missing(JsonPath.Root.Member("id"), Expected);
                    return null;
                }

                var id = default(CredentialId);
                if (given.ValueKind != JsonValueKind.String || !CredentialId.TryParse(given.GetString(), out id))
                {
                    request.Invalid("id", "must be " + Expected);
                }

                return id;
            },
            "id");
        // A document is judged by the checks, not by the rules of requests.
        return isDocument ? new VerifyRequest((CredentialId?)null) : read.IsOk ? new VerifyRequest(read.Value) : read.Error;
    }
}
