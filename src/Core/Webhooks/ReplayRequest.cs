using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Webhooks;

/// <summary>Body of <c>POST /v1/webhooks/{id}/replay</c>.</summary>
/// <param name="Since">The first millisecond of events that are told again.</param>
/// <param name="Until">The first that are not.</param>
internal sealed record ReplayRequest(DateTimeOffset Since, DateTimeOffset Until)
{
    private const int LongestTime = 40;

    /// <param name="utf8Body">As it came.</param>
    /// <param name="now">The time of the call.</param>
    /// <param name="reach">How old an event may be.</param>
    public static Result<ReplayRequest> Read(ReadOnlyMemory<byte> utf8Body, DateTimeOffset now, TimeSpan reach) => RequestObject.Read(
        utf8Body,
        request =>
        {
            var (since, until) = (Time(request, "since"), Time(request, "until"));
            if (since < now - reach)
            {
                request.Invalid("since", $"must not be more than {reach.Days} days ago: older events are not kept");
            }

            if (until <= since)
            {
                request.Invalid("until", "must be later than since");
            }

            return new ReplayRequest(since ?? default, until ?? default);
        },
        "since", "until");

    private static DateTimeOffset? Time(RequestObject request, string name)
    {
        if (request.RequiredText(name, LongestTime) is not { } text)
        {
            return null;
        }

        if (Iso8601.TryParse(text, out var time))
        {
            return time;
        }

        request.Invalid(name, "must be an RFC 3339 date-time, such as 2026-04-23T12:00:00Z");
        return null;
    }
}
