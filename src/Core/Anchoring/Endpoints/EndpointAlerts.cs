using System.Collections.Concurrent;
using System.Globalization;
using LearnCoin.Core.Alerts;

namespace LearnCoin.Core.Anchoring.Endpoints;

/// <summary>Tells operators of endpoints that cannot be trusted, once an hour each while it lasts. Names them by chain id and index, never by URL.</summary>
internal sealed class EndpointAlerts(long chainId, IAlerts alerts, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Type, int Index), long> told = new();

    internal void WrongChain(int index) => Tell(AlertTypes.RpcWrongChain, index);

    /// <summary>One endpoint contradicts the others.</summary>
    internal void Disagrees(int index) => Tell(AlertTypes.RpcDisagreement, index);

    /// <summary>They contradict one another, and no majority says which is wrong.</summary>
    internal void Divided() => Tell(AlertTypes.RpcDisagreement, 0);

    private void Tell(string type, int index)
    {
        var now = time.GetTimestamp();
        while (true)
        {
            if (told.TryGetValue((type, index), out var last))
            {
                if (time.GetElapsedTime(last, now) < Pause)
                {
                    return;
                }

                if (!told.TryUpdate((type, index), now, last))
                {
                    continue;
                }
            }
            else if (!told.TryAdd((type, index), now))
            {
                continue;
            }

            var subject = index == 0
                ? chainId.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{chainId}-rpc-{index}");
            alerts.Raise(new Alert(type, time.GetUtcNow()) { Subject = subject });
            return;
        }
    }
}
