using System.Globalization;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.RateLimits;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>
/// <c>RateLimit</c> and <c>RateLimit-Policy</c> (draft-ietf-httpapi-ratelimit-headers, sections 3 and 4): <c>q</c> requests in a window of
/// <c>w</c> seconds; <c>r</c> left, and no more than that within the next <c>t</c> seconds.
/// </summary>
internal static class RateLimitHeaders
{
    public static void Set(HttpContext context, string policy, RateDecision decision)
    {
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";q={decision.Limit};w={SlidingWindow.Seconds}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";r={decision.Remaining};t={decision.ResetSeconds}");
    }

    public static Error Refusal(RateDecision decision, string whose) =>
        new(ErrorCode.RateLimited, $"Too many requests: {decision.Limit} in {SlidingWindow.Seconds} seconds are allowed {whose}. Retry after {decision.ResetSeconds} s")
        {
            RetryAfterSeconds = decision.ResetSeconds,
        };
}
