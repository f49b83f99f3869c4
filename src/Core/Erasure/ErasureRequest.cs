using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Erasure;

/// <summary>Body of an erase call.</summary>
/// <param name="Requester">Who asked the tenant for it: one of <see cref="Requesters"/>.</param>
/// <param name="VerifiedAt">When the tenant had verified that they may.</param>
public sealed record ErasureRequest(string Requester, DateTimeOffset VerifiedAt)
{
    public static IReadOnlyList<string> Requesters { get; } = ["recipient", "guardian", "tenant", "authority"];

    private const int LongestTime = 40;
    private const int MinutesEnd = 16;

    // Clocks differ.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    internal static Result<ErasureRequest> Read(ReadOnlyMemory<byte> body, DateTimeOffset now) => RequestObject.Read(
        body,
        request =>
        {
            var requester = request.RequiredText("requester", 20);
            if (requester is not null && !Requesters.Contains(requester))
            {
                request.Invalid("requester", $"must be one of {string.Join(", ", Requesters)}");
            }

            return new ErasureRequest(requester ?? "", VerifiedTime(request, now));
        },
        "requester",
        "verified_at");

    // A slip of the pen, and before 1601 no time that the table service stores.
    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset VerifiedTime(RequestObject request, DateTimeOffset now)
    {
        if (request.RequiredText("verified_at", LongestTime) is not { } text)
        {
            return default;
        }

        // RFC 3339 section 5.6 asks for the seconds, ISO 8601 does not.
        if (!Iso8601.TryParse(text, out var time) || text.Length <= MinutesEnd || text[MinutesEnd] != ':')
        {
            request.Invalid("verified_at", "must be an RFC 3339 date-time, such as 2026-04-23T12:00:00Z");
        }
        else if (time > now + Skew)
        {
            request.Invalid("verified_at", "must not be in the future: the requester is verified before the erasure is asked for");
        }

        else if (time < Earliest)
        {
            request.Invalid("verified_at", "must not be before 1900: when the requester was verified");
        }

        return time;
    }
}
