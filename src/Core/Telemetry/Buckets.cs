using System.Diagnostics.Metrics;

namespace LearnCoin.Core.Telemetry;

/// <summary>Bounds of the histograms: advice that an SDK follows unless told otherwise.</summary>
internal static class Buckets
{
    /// <summary>From an answer of memory to a call's time limit.</summary>
    public static readonly InstrumentAdvice<double> Calls = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    /// <summary>From one block of two seconds to an outage of a day.</summary>
    public static readonly InstrumentAdvice<double> Waits = new()
    {
        HistogramBucketBoundaries = [1, 2, 3, 5, 7.5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 21_600, 86_400],
    };

    /// <summary>Gwei of a transaction of some 22,000 gas: from 0.001 gwei a gas on Base to a bad day of Ethereum.</summary>
    public static readonly InstrumentAdvice<double> Fees = new()
    {
        HistogramBucketBoundaries = [1, 10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 100_000, 1_000_000],
    };

    /// <summary>The same of one credential.</summary>
    public static readonly InstrumentAdvice<double> Shares = new()
    {
        HistogramBucketBoundaries = [0.001, 0.01, 0.1, 0.5, 1, 5, 10, 50, 100, 500, 1_000, 10_000],
    };

    /// <summary>Gas of one credential: a whole transaction's, down to that of one of 20,000.</summary>
    public static readonly InstrumentAdvice<double> Gas = new()
    {
        HistogramBucketBoundaries = [1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 22_500],
    };
}
