using System.Net;
using LearnCoin.Api.Http;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.RateLimits;

namespace LearnCoin.Api.Tests;

public sealed class PublicLimitsTests
{
    private readonly SteppedTime time = new();

    [Theory]
    [InlineData("Calls", 60)]
    [InlineData("Verify", 30)]
    [InlineData("FailedLogins", 60)]
    public void A_client_has_so_many_requests_in_60_s(string policy, int limit)
    {
        var limits = Limits();
        var address = IPAddress.Parse("192.0.2.1");
        for (var left = limit - 1; left >= 0; left--)
        {
            Assert.Equal(new RateDecision(true, limit, left, 60), limits.Take(Enum.Parse<PublicPolicy>(policy), address));
        }

        time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.Equal(new RateDecision(false, limit, 0, 1), limits.Take(Enum.Parse<PublicPolicy>(policy), address));
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(limits.Take(Enum.Parse<PublicPolicy>(policy), address).IsAllowed);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    // The same first bytes in both families.
    [InlineData("32.1.13.184", "2001:db8::", false)]
    [InlineData("0.0.0.0", "::", false)]
    [InlineData(null, "192.0.2.1", false)]
    [InlineData(null, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false)]
    [InlineData(null, null, true)]
    public void IPv4_is_counted_singly_and_IPv6_by_64_bits(string? one, string? two, bool isShared)
    {
        var limits = Limits();
        limits.Take(PublicPolicy.Calls, one is null ? null : IPAddress.Parse(one));
        Assert.Equal(isShared ? 58 : 59, limits.Take(PublicPolicy.Calls, two is null ? null : IPAddress.Parse(two)).Remaining);
    }

    [Fact]
    public void Policies_are_counted_apart()
    {
        var limits = Limits();
        var address = IPAddress.Parse("192.0.2.1");
        limits.Take(PublicPolicy.Calls, address);
        Assert.Equal(29, limits.Take(PublicPolicy.Verify, address).Remaining);
    }

    [Fact]
    public void Memory_stays_bounded_under_any_number_of_clients_and_one_that_goes_on_asking_stays_counted()
    {
        var limits = Limits(clientsInGeneration: 100);
        var busy = IPAddress.Parse("192.0.2.1");
        for (var client = 0; client < 10_000; client++)
        {
            limits.Take(PublicPolicy.Calls, new IPAddress([10, 0, (byte)(client >> 8), (byte)client]));
            if (client % 50 == 0 && client < 3_000)
            {
                Assert.Equal(59 - (client / 50), limits.Take(PublicPolicy.Calls, busy).Remaining);
            }

            Assert.InRange(limits.Count, 1, 200);
        }
    }

    [Fact]
    public void What_was_not_seen_for_two_minutes_is_forgotten_and_what_was_seen_within_one_is_not()
    {
        var limits = Limits();
        var regular = IPAddress.Parse("192.0.2.1");
        for (var client = 0; client < 1_000; client++)
        {
            limits.Take(PublicPolicy.Calls, new IPAddress([10, 0, (byte)(client >> 8), (byte)client]));
        }

        for (var step = 0; step < 8; step++)
        {
            // Three fit into a minute at this pace.
            Assert.Equal(Math.Max(57, 59 - step), limits.Take(PublicPolicy.Calls, regular).Remaining);
            time.Advance(TimeSpan.FromSeconds(25));
        }

        Assert.InRange(limits.Count, 1, 2);
    }

    private PublicLimits Limits(int clientsInGeneration = PublicLimits.ClientsInGeneration) => new(new PublicLimitOptions(), time, clientsInGeneration);

    private sealed class SteppedTime : TimeProvider
    {
        private long ticks = 5_000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public void Advance(TimeSpan by) => ticks += by.Ticks;
    }
}
