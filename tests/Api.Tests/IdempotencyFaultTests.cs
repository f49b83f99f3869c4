using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Timers;

namespace LearnCoin.Api.Tests;

/// <summary>One batch per key when the store fails at any step of the POST (reliability.md, row idempotency; spec/api.md "Idempotency").</summary>
public sealed class IdempotencyFaultTests(Service service) : IClassFixture<Service>
{
    private const string Disk = "disk";

    /// <summary>Tables of the intake: what keys and limits write beside a request (last use, counters) fails no request.</summary>
    private static readonly string[] Steps = ["idempotency", "batches", "batchlist", "openbatches", "quotas", "outages", "signingkeys", "externalids", "credentialindex"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_broken_at_any_storage_step_is_one_batch_after_a_retry(bool afterItsEffect)
    {
        var batches = new List<(string Key, string Batch)>();
        var steps = await AtEachStepAsync(afterItsEffect, async (tenant, first) =>
        {
            first.IsError(500, "internal_error");
            var second = await service.PostAsync(tenant.TestKey, Body(3), "k");
            Assert.True(second.Status == 202, second.Text);
            Assert.Equal((1, 3), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
            Assert.Equal(second.Text, (await service.PostAsync(tenant.TestKey, Body(3), "k")).Text);
            batches.Add((tenant.TestKey, (string)second.Json["id"]!));
        });
        Assert.InRange(steps, afterItsEffect ? 7 : 15, 60);
        foreach (var (key, batch) in batches)
        {
            await service.WaitAsync(key, batch, "anchored");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_5xx_frees_the_key_for_another_body_unless_the_batch_was_committed(bool afterItsEffect)
    {
        var (freed, kept) = (0, 0);
        await AtEachStepAsync(afterItsEffect, async (tenant, first) =>
        {
            first.IsError(500, "internal_error");
            var other = await service.PostAsync(tenant.TestKey, Body(2), "k");
            if (other.Status == 202)
            {
                freed++;
                (await service.PostAsync(tenant.TestKey, Body(3), "k")).IsError(409, "idempotency_key_reused");
                Assert.Equal((1, 2), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
            }
            else
            {
                kept++;
                other.IsError(409, "idempotency_key_reused");
                Assert.Equal(202, (await service.PostAsync(tenant.TestKey, Body(3), "k")).Status);
                Assert.Equal((1, 3), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
            }
        });
        Assert.True(freed > 4 && kept > 0, $"freed {freed}, kept {kept}");
    }

    [Fact]
    public async Task A_request_that_slept_while_its_key_went_to_another_body_stores_nothing()
    {
        var tenant = await service.TenantAsync();
        using var awake = new ManualResetEventSlim();
        var slept = new TaskCompletionSource();
        service.Tables.Before = table =>
        {
            if (table == "batchlist" && slept.TrySetResult())
            {
                awake.Wait(TimeSpan.FromSeconds(30));
            }
        };
        Task<Answer> sleeper;
        try
        {
            sleeper = service.PostAsync(tenant.TestKey, Body(3), "k");
            await slept.Task;
            (await service.PostAsync(tenant.TestKey, Body(2), "k")).IsError(409, "idempotency_key_reused");
            service.Clock.Advance(TimeSpan.FromSeconds(16));
            Assert.Equal(202, (await service.PostAsync(tenant.TestKey, Body(2), "k")).Status);
        }
        finally
        {
            awake.Set();
            service.Tables.Before = static _ => { };
        }

        var late = await sleeper;
        late.IsError(409, "idempotency_request_in_progress");
        Assert.Equal("1", late["Retry-After"]);
        Assert.Equal((1, 2), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
        (await service.PostAsync(tenant.TestKey, Body(3), "k")).IsError(409, "idempotency_key_reused");
    }

    /// <summary>Breaks the first, the second, ... storage operation of a POST, each at a tenant of its own, until a POST gets through.</summary>
    /// <returns>How many were broken.</returns>
    /// <summary>With external ids, whose claims a broken request must keep or give back like all else that it took.</summary>
    private static System.Text.Json.Nodes.JsonObject Body(int count) =>
        Requests.Of(count, static credential => credential["external_id"] = (string)credential["recipient"]!["id"]!);

    private async Task<int> AtEachStepAsync(bool after, Func<TestTenant, Answer, Task> check)
    {
        // While no activity runs, all that these tables see is the request.
        var activities = new TaskCompletionSource();
        service.BeforeActivity = (_, cancellationToken) => activities.Task.WaitAsync(cancellationToken);
        try
        {
            for (var step = 1; ; step++)
            {
                var tenant = await service.TenantAsync();
                var (answer, broken) = await BreakAsync(tenant, step, after);
                if (!broken)
                {
                    Assert.Equal(202, answer.Status);
                    return step - 1;
                }

                if (after)
                {
                    // Where the store took the key and its answer was lost, nobody knows that nobody holds it until the hold ends.
                    service.Clock.Advance(TimeSpan.FromSeconds(16));
                }

                await check(tenant, answer);
            }
        }
        finally
        {
            service.BeforeActivity = static (_, _) => Task.CompletedTask;
            activities.SetResult();
        }
    }

    private async Task<(Answer Answer, bool Broken)> BreakAsync(TestTenant tenant, int step, bool after)
    {
        var count = 0;
        void Break(string table)
        {
            if (Steps.Contains(table) && Interlocked.Increment(ref count) == step)
            {
                throw new IOException(Disk);
            }
        }

        try
        {
            if (after)
            {
                service.Tables.After = Break;
            }
            else
            {
                service.Tables.Before = Break;
            }

            return (await service.PostAsync(tenant.TestKey, (JsonNode)Body(3), "k"), count >= step);
        }
        finally
        {
            (service.Tables.Before, service.Tables.After) = (static _ => { }, static _ => { });
        }
    }
}

/// <summary>A host of its own, since its clock goes a day on.</summary>
public sealed class IdempotencyRetentionTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task An_answer_is_replayed_for_a_day_and_then_forgotten()
    {
        var tenant = await service.TenantAsync();
        var first = await service.PostAsync(tenant.TestKey, Requests.Of(1), "k");
        await service.WaitAsync(tenant.TestKey, (string)first.Json["id"]!, "anchored");
        // By a minute and not by a second: the POST itself takes time. The exact edge is tested where the clock stands still (Core.Tests).
        service.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        await service.Host.Node.Core.Timers.RunAsync(TimerNames.PurgeExpired, default);
        var replay = await service.PostAsync(tenant.TestKey, Requests.Of(1), "k");
        Assert.Equal(("true", first.Text), (replay["Idempotency-Replayed"], replay.Text));
        service.Clock.Advance(TimeSpan.FromMinutes(2));
        await service.Host.Node.Core.Timers.RunAsync(TimerNames.PurgeExpired, default);
        var anew = await service.PostAsync(tenant.TestKey, Requests.Of(1), "k");
        Assert.Equal((202, null), (anew.Status, anew["Idempotency-Replayed"]));
        Assert.NotEqual((string)first.Json["id"]!, (string)anew.Json["id"]!);
    }
}
