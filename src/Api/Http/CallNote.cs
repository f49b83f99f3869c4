using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>What the request log will say of a call, noted along its way.</summary>
internal sealed class CallNote
{
    private static readonly object ItemKey = new();

    /// <summary>The route is one that asks for a key.</summary>
    public bool NeedsKey { get; set; }

    /// <summary>The key that was presented, even if it was refused; null when it is not known.</summary>
    public ApiKey? Key { get; set; }

    /// <summary>What was answered.</summary>
    public ErrorCode? Error { get; set; }

    public static CallNote Of(HttpContext context)
    {
        if (context.Items[ItemKey] is not CallNote note)
        {
            context.Items[ItemKey] = note = new CallNote();
        }

        return note;
    }
}
