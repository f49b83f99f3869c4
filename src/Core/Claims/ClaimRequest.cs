using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Claims;

/// <summary>Body of <c>POST /v1/claims</c>.</summary>
public static class ClaimRequest
{
    private const int LongestToken = 128;

    /// <returns>The token as it was sent, or the faults of the body.</returns>
    public static Result<string> Read(ReadOnlyMemory<byte> utf8Body) =>
        RequestObject.Read(utf8Body, static request => request.RequiredText("token", LongestToken) ?? "", "token");
}
