using System.Text.Json;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Tenants;

/// <summary>Body of <c>PUT /v1/tenants/me/did</c>.</summary>
/// <param name="Did">Null: return to the shared DID.</param>
public sealed record CustomDidRequest(string? Did)
{
    public static Result<CustomDidRequest> Read(ReadOnlyMemory<byte> utf8Body) => RequestObject.Read(
        utf8Body,
        static request =>
        {
            const string Expected = DidWebAddress.Expected + "; or null for the DID of the service";
            if (!request.TryGet("did", out var value))
            {
                request.Faults.Missing(JsonPath.Root.Member("did"), Expected);
            }
            else if (value.ValueKind == JsonValueKind.String && DidWebAddress.TryParse(value.GetString()!, out var address))
            {
                return new CustomDidRequest(address.Did);
            }
            else if (value.ValueKind != JsonValueKind.Null)
            {
                request.Invalid("did", "must be " + Expected);
            }

            return new CustomDidRequest((string?)null);
        },
        "did");
}
