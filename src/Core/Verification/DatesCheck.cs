using System.Text.Json;

namespace LearnCoin.Core.Verification;

/// <summary>Check 6: <c>validFrom</c> has come and <c>validUntil</c> has not.</summary>
internal static class DatesCheck
{
    /// <summary>Clocks differ: a credential issued this moment must not be called not yet valid.</summary>
    internal static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private const CheckName Name = CheckName.Dates;

    internal static Check Run(JsonElement document, DateTimeOffset now)
    {
        var until = document.Time("validUntil");
        if (document.Time("validFrom") is not { } from || (document.Member("validUntil") is not null && until is null) || until <= from)
        {
            return Name.Failed(CheckReason.DatesWrong, "validFrom and validUntil are not a span of time.");
        }

        if (now + ClockTolerance < from)
        {
            return Name.Failed(CheckReason.NotYetValid, "The credential is not valid yet.");
        }

        return now >= until
            ? Name.Failed(CheckReason.Expired, "The credential has expired.")
            : Name.Passed("The credential is within its dates.");
    }
}
