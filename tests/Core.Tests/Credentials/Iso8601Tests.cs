using LearnCoin.Core.Credentials;

namespace LearnCoin.Core.Tests.Credentials;

public sealed class Iso8601Tests
{
    [Theory]
    [InlineData("2026-04-23T12:00:01.234Z", "2026-04-23T12:00:01.234Z")]
    [InlineData("2026-04-23T12:00:01.000Z", "2026-04-23T12:00:01Z")]
    [InlineData("2026-04-23T12:00:01.1Z", "2026-04-23T12:00:01.100Z")]
    [InlineData("2026-04-23T12:00:01.123456Z", "2026-04-23T12:00:01.1234560Z")]
    [InlineData("2026-04-23T12:00:01.123456789Z", "2026-04-23T12:00:01.1234567Z")]
    [InlineData("2026-04-23T12:00:01,5Z", "2026-04-23T12:00:01.500Z")]
    [InlineData("2026-04-23T12:00Z", "2026-04-23T12:00:00Z")]
    [InlineData("2026-04-23t12:00:00z", "2026-04-23T12:00:00Z")]
    [InlineData("2026-04-23T14:30:00+02:30", "2026-04-23T12:00:00Z")]
    [InlineData("2026-04-23T10:00:00-0200", "2026-04-23T12:00:00Z")]
    [InlineData("2026-04-23T10:00:00-02", "2026-04-23T12:00:00Z")]
    [InlineData("2024-02-29T23:59:59-00:00", "2024-02-29T23:59:59Z")]
    [InlineData("2026-01-01T00:00:00+14:00", "2025-12-31T10:00:00Z")]
    public void A_date_time_with_a_zone_keeps_its_instant(string given, string written)
    {
        Assert.True(Iso8601.TryParse(given, out var instant));
        Assert.Equal(written, Iso8601.Format(instant));
        Assert.Equal(TimeSpan.Zero, instant.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-04-23")]
    [InlineData("2026-04-23T12:00:00")]
    [InlineData("2026-04-23 12:00:00Z")]
    [InlineData("2026-4-23T12:00:00Z")]
    [InlineData("2026-02-29T12:00:00Z")]
    [InlineData("2026-13-01T12:00:00Z")]
    [InlineData("0000-01-01T12:00:00Z")]
    [InlineData("2026-04-23T24:00:00Z")]
    [InlineData("2026-04-23T12:60:00Z")]
    [InlineData("2026-04-23T12:00:60Z")]
    [InlineData("2026-04-23T12:00:00.Z")]
    [InlineData("2026-04-23T12:00:00+24:00")]
    [InlineData("2026-04-23T12:00:00+01:60")]
    [InlineData("2026-04-23T12:00:00+1:00")]
    [InlineData("2026-04-23T12:00:00ZZ")]
    [InlineData("2026-04-23T12:00:00Z ")]
    [InlineData("٢٠٢٦-04-23T12:00:00Z")]
    [InlineData("+002026-04-23T12:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("2026-04-23T12:00:00.00000000000000000000000000000000000000Z")]
    public void Anything_else_is_refused(string given) => Assert.False(Iso8601.TryParse(given, out _));
}
