using System.Globalization;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Campaign;

/// <param name="Batches">Posted.</param>
/// <param name="Over">In how long, evenly.</param>
/// <param name="Confirmations">Blocks asked for.</param>
/// <param name="Transactions">On chain.</param>
/// <param name="P50">Median of submit to anchored.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="Max">The slowest.</param>
internal sealed record BurstResult(int Batches, TimeSpan Over, int Confirmations, int Transactions, TimeSpan P50, TimeSpan P95, TimeSpan Max)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Batches} batches of {BurstRun.Credentials} in {Over.TotalSeconds:0} s, {Confirmations} confirmation(s): {Transactions} transactions; "
        + $"submit to anchored p50 {P50.TotalSeconds:0.0} s, p95 {P95.TotalSeconds:0.0} s, slowest {Max.TotalSeconds:0.0} s");
}

/// <summary>Batches that arrive evenly by HTTP at a <c>learncoin serve</c>, on a chain with a block every two seconds (issue 4, bar 3).</summary>
internal static class BurstRun
{
    internal const int Credentials = 5;

    internal static async Task<BurstResult> RunAsync(int batches, TimeSpan over, int confirmations)
    {
        using var anvil = await Anvil.StartAsync(blockSeconds: "2");
        using var deployment = RealChain.Deployment(anvil, confirmations);
        await anvil.FundAsync(await deployment.AnchorAddressAsync());
        var key = await deployment.NewKeyAsync("Example School");
        var bodies = Enumerable.Range(1, batches).Select(static number => BatchBody.Of(Credentials, number)).ToList();
        using var serve = await ServeProcess.StartAsync(deployment, deployment.Address);
        // The first request of a process waits for the compiler.
        var first = await PostAsync(serve, key, BatchBody.Of(Credentials, 0), "warm-up");
        await using var node = await deployment.OpenAsync();
        await RealChain.UntilEndedAsync(node, [first], TimeSpan.FromSeconds(60));

        var (clock, gap) = (TimeProvider.System.GetTimestamp(), over / batches);
        var posting = new List<Task<(string Id, DateTimeOffset Submitted)>>();
        for (var i = 0; i < batches; i++)
        {
            var ahead = (gap * i) - TimeProvider.System.GetElapsedTime(clock);
            await Task.Delay(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero);
            posting.Add(SubmitAsync(serve, key, bodies[i], $"key-{i}"));
        }

        var submitted = await Task.WhenAll(posting);
        var ended = await RealChain.UntilEndedAsync(node, submitted.Select(static one => one.Id), TimeSpan.FromSeconds(120));
        var transactions = await RealChain.CheckAsync(deployment, anvil, ended) - 1;
        var times = ended.Zip(submitted, static (batch, sent) => batch.AnchoredAt!.Value - sent.Submitted).Order().ToList();
        return new BurstResult(batches, over, confirmations, transactions, At(times, 0.5), At(times, 0.95), times[^1]);
    }

    private static TimeSpan At(List<TimeSpan> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];

    private static async Task<(string Id, DateTimeOffset Submitted)> SubmitAsync(ServeProcess serve, string key, byte[] body, string idempotencyKey)
    {
        var now = TimeProvider.System.GetUtcNow();
        return (await PostAsync(serve, key, body, idempotencyKey), now);
    }

    private static async Task<string> PostAsync(ServeProcess serve, string key, byte[] body, string idempotencyKey) =>
        await serve.TryPostAsync(key, body, idempotencyKey) ?? throw new InvalidOperationException("A batch of the burst was not accepted");
}
