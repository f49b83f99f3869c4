using Xunit.Abstractions;

namespace LearnCoin.Contracts.Storage;

/// <summary>The request log in the real store, at a tenth of the size that is promised; in full with <c>measure-requests</c> (docs/operations.md).</summary>
public sealed class RequestLogTests(ITestOutputHelper output) : IDisposable
{
    private const int Calls = 100_000;
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_call_is_found_among_100_000_in_less_than_two_seconds_and_nine_days_of_ten_are_purged()
    {
        var figures = await MeasureRequests.FillAsync(folder.File("log.db"), Calls);
        output.WriteLine($"worst look-up {figures.WorstLookUp.TotalMilliseconds:F2} ms of {figures.LookUps}; filled in {figures.Fill.TotalSeconds:F1} s, purged in {figures.Purge.TotalSeconds:F1} s");
        Assert.Equal(Calls / 1_000, figures.LookUps);
        Assert.True(figures.WorstLookUp < TimeSpan.FromSeconds(2), $"{figures.WorstLookUp}");
        // All but the partition that the retention ends in.
        Assert.InRange(figures.Removed, Calls * 88 / 100, Calls * 90 / 100);
        Assert.True(figures.EmptyPurge < TimeSpan.FromSeconds(1), $"{figures.EmptyPurge}");
    }
}
