using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Events;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Webhooks;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Tests.Events;

/// <summary>An outbox for tests of those who publish: of batches whose chain is not part of the test, unless views are given.</summary>
internal static class TestOutbox
{
    public static readonly PublicUrls Urls = new(new LearnCoinOptions { PublicOrigin = "https://learncoin.example" });

    public static Outbox On(ITables tables, BatchStore batches, TimeProvider time, IWorkflows workflows, BatchViews? views = null)
    {
        var endpoints = new WebhookStore(tables);
        var data = new EventData(batches, views ?? new BatchViews(new AnchorNetworks([]), null!, null!), endpoints, Urls, time);
        return new Outbox(tables, new EventStore(tables), data, endpoints, workflows, time);
    }
}
