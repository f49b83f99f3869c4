using System.Globalization;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Webhooks;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Standalone.Hosting;
using ServeProcess = LearnCoin.EndToEnd.Campaign.ServeProcess;

namespace LearnCoin.EndToEnd.Webhooks;

/// <param name="Endpoints">Subscribers.</param>
/// <param name="Events">Sent to each.</param>
/// <param name="P50">Of endpoints that do well: from the event to its arrival.</param>
/// <param name="P95">Likewise.</param>
/// <param name="Max">Likewise.</param>
/// <param name="Repeated">Arrivals at those that take it that were not the first of their event.</param>
/// <param name="SlowP95">Of endpoints that are slow.</param>
/// <param name="Attempts">At those that fail or hang.</param>
internal sealed record WebhookResult(int Endpoints, int Events, TimeSpan P50, TimeSpan P95, TimeSpan Max, int Repeated, TimeSpan SlowP95, int Attempts)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Endpoints} endpoints x {Events} events, none lost: those that do well after {P50.TotalMilliseconds:0} ms (p50), {P95.TotalMilliseconds:0} ms (p95), {Max.TotalMilliseconds:0} ms at most, "
        + $"{Repeated} repeated under the same id; slow ones {SlowP95.TotalSeconds:0.0} s (p95); {Attempts} attempts at those that fail or hang");
}

/// <summary>Bar 1 of issue 5: many subscribers of one tenant, some of which hang, fail or are slow; the host killed in the middle or not.</summary>
internal static class WebhookRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    internal static async Task<WebhookResult> RunAsync(Anvil anvil, int endpoints, int events, TimeSpan every, bool kill)
    {
        using var deployment = new Deployment(anvil.Url);
        await anvil.FundAsync(await deployment.AnchorAddressAsync());
        await using var receivers = await Receivers.StartAsync([.. Enumerable.Range(0, endpoints).Select(MannerOf)]);
        var key = await deployment.NewKeyAsync("Example School");
        var webhooks = await SubscribeAsync(deployment, receivers);
        var host = await ServeProcess.StartAsync(deployment, deployment.Address);
        try
        {
            var credentials = await IssueAsync(deployment, key, events);
            // Compiled code, open connections: a service that has just started is not what the bar is about.
            await RevokeAsync(deployment, key, credentials[0]);
            await Task.Delay(TimeSpan.FromSeconds(kill ? 1 : 5));
            for (var i = 1; i <= events; i++)
            {
                await RevokeAsync(deployment, key, credentials[i]);
                if (kill && i == events / 2)
                {
                    host.Kill();
                    host.Dispose();
                    host = await ServeProcess.StartAsync(deployment, deployment.Address);
                }

                await Task.Delay(every);
            }

            return await CheckAsync(deployment, receivers, webhooks, events + 1);
        }
        finally
        {
            host.Dispose();
        }
    }

    // Of twenty: two hang, one fails, one is slow.
    private static Manner MannerOf(int number) => (number % 20) switch
    {
        3 or 13 => Manner.Hanging,
        7 => Manner.Failing,
        17 => Manner.Slow,
        _ => Manner.Well,
    };

    private static async Task<WebhookEndpoint[]> SubscribeAsync(Deployment deployment, Receivers receivers)
    {
        await using var node = await deployment.OpenAsync();
        var tenant = (await node.Core.Tenants.ListAsync(CancellationToken.None)).Single().Id;
        var made = new WebhookEndpoint[receivers.Count];
        for (var i = 0; i < made.Length; i++)
        {
            var now = TimeProvider.System.GetUtcNow();
            var (_, wrapped) = await node.Core.WebhookSecrets.CreateAsync(CancellationToken.None);
            made[i] = new WebhookEndpoint(
                WebhookId.Create(now, SystemEntropy.Instance), tenant, TenantEnvironment.Test, receivers.UrlOf(i), [EventTypes.CredentialRevoked], now)
            {
                Secret = wrapped,
            };
            await node.Core.Webhooks.AddAsync(made[i], CancellationToken.None);
        }

        return made;
    }

    /// <summary>Credentials whose revocations are the events; one more for the first.</summary>
    private static async Task<string[]> IssueAsync(Deployment deployment, string key, int events)
    {
        using var client = new ApiClient(deployment.Address, key, "Example School");
        var batch = await client.PostUntilAcceptedAsync(BatchBody.Of(events + 1, 1), "key-1");
        await client.UntilAnchoredAsync(batch);
        var credentials = (await client.GetAsync($"/v1/batches/{batch}")).GetProperty("credentials");
        return [.. credentials.EnumerateArray().Select(static credential => credential.GetProperty("id").GetString()!)];
    }

    /// <summary>As a client does: under one key until it is answered, whatever happens to the host.</summary>
    private static async Task RevokeAsync(Deployment deployment, string key, string credential)
    {
        using var http = new HttpClient { BaseAddress = new Uri(deployment.Address), Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        await Wait.UntilAsync($"{credential} is revoked", Patience, async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/credentials/{credential}/revoke")
            {
                Content = new StringContent("""{"reason":"Issued by mistake","reason_code":"issuer_error"}""", null, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", credential);
            try
            {
                using var response = await http.SendAsync(request);
                return response.IsSuccessStatusCode;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                return false;
            }
        });
    }

    private static async Task<WebhookResult> CheckAsync(Deployment deployment, Receivers receivers, WebhookEndpoint[] webhooks, int events)
    {
        var answering = Enumerable.Range(0, receivers.Count).Where(number => receivers.MannerOf(number) is Manner.Well or Manner.Slow).ToList();
        try
        {
            await Wait.UntilAsync("every event is where it is taken", Patience, () => Task.FromResult(answering.TrueForAll(number => EventsOf(receivers, number) == events)));
        }
        catch (TimeoutException exception)
        {
            var missing = answering.Where(number => EventsOf(receivers, number) != events).Take(10).Select(number => $"{number} ({receivers.MannerOf(number)}): {EventsOf(receivers, number)}");
            await using var store = await deployment.OpenAsync();
            var log = await DeliveriesAsync(store, webhooks[answering.First(number => EventsOf(receivers, number) != events)].Id);
            throw new TimeoutException(
                $"Of {events} events came to {string.Join(", ", missing)}; log: {string.Join("; ", log.Select(static one => $"{one.State} {one.NextAt:O} {string.Join(',', one.Attempts.Select(static attempt => attempt.Failure))}"))}",
                exception);
        }

        var all = Enumerable.Range(0, receivers.Count).SelectMany(receivers.Of).ToList();
        Assert.Equal(events, all.Select(static receipt => receipt.Event).Distinct(StringComparer.Ordinal).Count());
        Assert.All(all, static receipt => Assert.Equal((receipt.Event, EventTypes.CredentialRevoked), (receipt.Body, receipt.Type)));

        await using var node = await deployment.OpenAsync();
        foreach (var (webhook, number) in webhooks.Select(static (webhook, number) => (webhook, number)))
        {
            // Where nobody takes it, it is not lost either: it is on its way.
            await Wait.UntilAsync("the log says so", Patience, async () =>
                (await DeliveriesAsync(node, webhook.Id)) is { } log && log.Count == events && log.All(one => IsAsItMustBe(receivers.MannerOf(number), one)));
        }

        var after = Latencies(receivers, Manner.Well);
        var slow = Latencies(receivers, Manner.Slow);
        return new WebhookResult(
            receivers.Count,
            events,
            after[after.Count / 2],
            after[after.Count * 95 / 100],
            after[^1],
            answering.Sum(number => receivers.Of(number).Count - events),
            slow.Count == 0 ? TimeSpan.Zero : slow[slow.Count * 95 / 100],
            receivers.Of(Manner.Failing).Count() + receivers.Of(Manner.Hanging).Count());
    }

    private static int EventsOf(Receivers receivers, int number) => receivers.Of(number).Select(static receipt => receipt.Event).Distinct(StringComparer.Ordinal).Count();

    private static bool IsAsItMustBe(Manner manner, Delivery delivery) => manner is Manner.Well or Manner.Slow
        ? delivery.State == DeliveryState.Delivered
        : delivery is { State: DeliveryState.Pending, NextAt: not null };

    private static async Task<IReadOnlyList<Delivery>> DeliveriesAsync(LocalNode node, WebhookId webhook) =>
        (await node.Core.Deliveries.ListAsync(webhook, 100, null, CancellationToken.None)).Deliveries;

    /// <summary>Of the first arrival of each event, but for the one that warmed the host up.</summary>
    private static List<TimeSpan> Latencies(Receivers receivers, Manner manner) =>
    [
        .. Enumerable.Range(0, receivers.Count)
            .Where(number => receivers.MannerOf(number) == manner)
            .SelectMany(number => receivers.Of(number).GroupBy(static receipt => receipt.Event, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal).Skip(1))
            .Select(static group => group.Min(static receipt => receipt.After))
            .Order(),
    ];
}
