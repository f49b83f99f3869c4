using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Audit;

/// <summary>One call of the API, as it is kept: ids and fixed words only. No address, no query, no body, no name.</summary>
/// <param name="RequestId"><c>req_…</c> that was answered in <c>X-Request-Id</c>.</param>
/// <param name="Time">When it came.</param>
/// <param name="Method">HTTP method, one of the known ones.</param>
/// <param name="Route">Pattern of the route, such as <c>/v1/credentials/{id}</c>; <c>none</c> when no route was met.</param>
/// <param name="Status">HTTP status of the answer; 499 when the caller left before one.</param>
/// <param name="DurationMs">Whole milliseconds until the answer was written.</param>
public sealed record RequestEntry(string RequestId, DateTimeOffset Time, string Method, string Route, int Status, long DurationMs)
{
    /// <summary>The key that was presented; null when none was, or none that is known.</summary>
    public ApiKeyId? Key { get; init; }

    public TenantId? Tenant { get; init; }

    public TenantEnvironment? Environment { get; init; }

    /// <summary>Id in the path, when it has the form of one of ours.</summary>
    public string? Resource { get; init; }

    /// <summary><c>error.code</c> of the answer.</summary>
    public string? ErrorCode { get; init; }
}
