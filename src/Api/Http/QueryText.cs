using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>Query parameters: a known one stands once and says something; unknown ones are not looked at.</summary>
internal static class QueryText
{
    /// <returns>The value; null when the parameter is not there; invalid_field_format when it is empty or repeated.</returns>
    public static Result<string?> Read(HttpContext context, string name)
    {
        if (!context.Request.Query.TryGetValue(name, out var values))
        {
            return (string?)null;
        }

        return values.Count == 1 && values[0] is { Length: > 0 } value
            ? value
            : new Error(ErrorCode.InvalidFieldFormat, $"{name}: expected one value that is not empty");
    }
}
