using LearnCoin.Contracts;
using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Endpoints;

namespace LearnCoin.Core.Tests.Anchoring.Endpoints;

/// <summary>A chain behind as many scripted endpoints as a test wants, and a clock in its hand.</summary>
internal sealed class Endpoints : IAlerts
{
    internal const string Transaction = "0x1111111111111111111111111111111111111111111111111111111111111111";
    internal static readonly TimeSpan AnHour = TimeSpan.FromHours(1);
    internal static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(31);

    internal Endpoints(int count, int minAgreement = 1)
    {
        All = [.. Enumerable.Range(0, count).Select(static _ => new TestEndpoint())];
        Chain = new AgreedChain(new EndpointPolicy(84_532, TimeSpan.FromSeconds(5), MaxLagBlocks: 5, minAgreement), All, Time, this);
    }

    internal ManualTime Time { get; } = new();

    internal IReadOnlyList<TestEndpoint> All { get; }

    internal TestEndpoint this[int index] => All[index];

    internal AgreedChain Chain { get; }

    internal IReadOnlyList<EndpointHealth> Health => Chain.Health("base-sepolia");

    /// <summary>Type and subject of each alert so far.</summary>
    internal List<string> Alerts { get; } = [];

    internal int Calls => All.Sum(static endpoint => endpoint.Calls);

    public void Raise(Alert alert) => Alerts.Add($"{alert.Type} {alert.Subject}");

    internal ValueTask<ChainReceipt?> ReceiptAsync() => Chain.ReceiptAsync(Transaction, default);

    internal Task UnavailableAsync() => Assert.ThrowsAsync<ChainUnavailableException>(async () => await ReceiptAsync());

    internal async Task<bool> IsAvailableAsync()
    {
        try
        {
            await ReceiptAsync();
            return true;
        }
        catch (ChainUnavailableException)
        {
            return false;
        }
    }
}
