using System.Net.Sockets;
using System.Text;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>One batch per key, whatever happens (spec/api.md "Idempotency"; reliability.md, row idempotency).</summary>
public sealed class IdempotencyTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task Two_hundred_identical_requests_at_once_make_one_batch_and_one_debit()
    {
        var tenant = await service.TenantAsync();
        var body = Encoding.UTF8.GetBytes(Requests.Of(2).ToJsonString());
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => service.PostAsync(tenant.TestKey, body, "same-key")));
        Assert.Contains(answers, static answer => answer.Status == 202);
        foreach (var refused in answers.Where(static answer => answer.Status != 202))
        {
            refused.IsError(409, "idempotency_request_in_progress");
            Assert.Equal("1", refused["Retry-After"]);
        }

        Assert.Single(answers, static answer => answer.Status == 202 && answer["Idempotency-Replayed"] is null);
        var bodies = answers.Where(static answer => answer.Status == 202).Select(static answer => answer.Text).ToList();
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i].Status == 409)
            {
                bodies.Add(await RetriedAsync(tenant.TestKey, body, "same-key"));
            }
        }

        Assert.Equal(200, bodies.Count);
        Assert.Single(bodies.Distinct());
        Assert.Equal((1, 2), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
    }

    [Fact]
    public async Task The_same_key_for_another_body_is_idempotency_key_reused()
    {
        var tenant = await service.TenantAsync();
        Assert.Equal(202, (await service.PostAsync(tenant.TestKey, Requests.Of(1), "k")).Status);
        (await service.PostAsync(tenant.TestKey, Requests.Of(2), "k")).IsError(409, "idempotency_key_reused");
        // Even one that could not be accepted itself.
        (await service.PostAsync(tenant.TestKey, "[]"u8.ToArray(), "k")).IsError(409, "idempotency_key_reused");
        Assert.Equal(1, await service.IssuedAsync(tenant.TestKey));
    }

    [Fact]
    public async Task The_same_key_at_two_tenants_or_in_two_environments_is_two_keys()
    {
        var (one, two) = (await service.TenantAsync(), await service.TenantAsync());
        var answers = new[]
        {
            await service.PostAsync(one.TestKey, Requests.Of(1), "shared"),
            await service.PostAsync(two.TestKey, Requests.Of(1), "shared"),
            await service.PostAsync(one.LiveKey, Requests.Of(1), "shared"),
        };
        Assert.All(answers, static answer => Assert.Equal((202, null), (answer.Status, answer["Idempotency-Replayed"])));
        Assert.Equal(3, answers.Select(static answer => (string)answer.Json["id"]!).Distinct().Count());
    }

    [Fact]
    public async Task A_replay_is_the_first_answer_byte_for_byte_and_says_so()
    {
        var tenant = await service.TenantAsync();
        var first = await service.PostAsync(tenant.TestKey, Requests.Of(1), "k");
        await service.WaitAsync(tenant.TestKey, (string)first.Json["id"]!, "anchored");
        var replay = await service.PostAsync(tenant.TestKey, Requests.Of(1), "k");
        Assert.Equal((202, "true", first.Text), (replay.Status, replay["Idempotency-Replayed"], replay.Text));
        Assert.Equal(first["Content-Type"], replay["Content-Type"]);
        Assert.NotEqual(first["X-Request-Id"], replay["X-Request-Id"]);
        Assert.Null(first["Idempotency-Replayed"]);
    }

    [Fact]
    public async Task A_quoted_key_is_the_bare_key()
    {
        var tenant = await service.TenantAsync();
        var bare = await service.PostAsync(tenant.TestKey, Requests.Of(1), "8e03978e-40d5-43dd-bc93-6894a57f9324");
        var quoted = await service.PostAsync(tenant.TestKey, Requests.Of(1), "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"");
        Assert.Equal((bare.Text, "true"), (quoted.Text, quoted["Idempotency-Replayed"]));
    }

    [Fact]
    public async Task Requests_without_a_key_are_each_their_own()
    {
        var tenant = await service.TenantAsync();
        Assert.NotEqual(await service.AcceptedAsync(tenant.TestKey, Requests.Of(1)), await service.AcceptedAsync(tenant.TestKey, Requests.Of(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    [InlineData(5000)]
    public async Task A_key_of_a_wrong_length_is_refused(int length)
    {
        var tenant = await service.TenantAsync();
        (await service.PostAsync(tenant.TestKey, Requests.Of(1), new string('k', length))).IsError(400, "invalid_field_format");
        Assert.Equal(0, await service.BatchCountAsync(tenant.TestKey));
        Assert.Equal(202, (await service.PostAsync(tenant.TestKey, Requests.Of(1), new string('k', 255))).Status);
    }

    [Theory]
    [InlineData("Idempotency-Key: a b\r\n")]
    [InlineData("Idempotency-Key: a\tb\r\n")]
    [InlineData("Idempotency-Key: \u00e9\r\n")]
    [InlineData("Idempotency-Key: \u2603\r\n")]
    [InlineData("Idempotency-Key: \"\"\r\n")]
    [InlineData("Idempotency-Key: a\r\nIdempotency-Key: b\r\n")]
    [InlineData("Idempotency-Key: a\u0001b\r\n")]
    [InlineData("Idempotency-Key: a\u0000b\r\n")]
    [InlineData("Idempotency-Key: a\u007fb\r\n")]
    [InlineData("Idempotency-Key: a\r\n b\r\n")]
    [InlineData("Idempotency-Key: a\rb\r\n")]
    public async Task A_key_with_anything_but_visible_ASCII_is_400_and_stores_nothing(string header)
    {
        var tenant = await service.TenantAsync();
        var answer = await RawHttp.PostAsync(service.Address, tenant.TestKey, header, Requests.Of(1).ToJsonString());
        // Kestrel itself refuses what no header may hold, before the app sees it.
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.True(answer.Contains("\"invalid_field_format\"", StringComparison.Ordinal) || answer.Contains("Content-Length: 0", StringComparison.Ordinal), answer);
        Assert.Equal((0, 0), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
    }

    [Fact]
    public async Task A_refused_request_frees_its_key()
    {
        var tenant = await service.TenantAsync("small");
        (await service.PostAsync(tenant.TestKey, "{}"u8.ToArray(), "k")).IsError(400, "missing_required_field");
        (await service.PostAsync(tenant.TestKey, Requests.Of(31), "k")).IsError(422, "monthly_quota_exceeded");
        var accepted = await service.PostAsync(tenant.TestKey, Requests.Of(30), "k");
        Assert.Equal((202, null), (accepted.Status, accepted["Idempotency-Replayed"]));
    }

    [Theory]
    [InlineData("quotas", 0)]
    [InlineData("batches", 1)]
    [InlineData("batchlist", 0)]
    [InlineData("openbatches", 0)]
    [InlineData("workflows", 0)]
    [InlineData("idempotency", 2)]
    public async Task A_request_that_broke_off_is_resumed_by_the_next_at_once_and_makes_one_batch(string table, int after)
    {
        var tenant = await service.TenantAsync();
        // The runner reads and writes its own table all the time: there the request's turn is after it has entered the batch.
        var (calls, broken, isTurn) = (0, false, table != "workflows");
        service.Tables.Before = used =>
        {
            isTurn |= used == "openbatches";
            if (isTurn && used == table && !broken && Interlocked.Increment(ref calls) > after)
            {
                broken = true;
                throw new IOException("disk");
            }
        };
        Answer first;
        try
        {
            first = await service.PostAsync(tenant.TestKey, Requests.Of(2), "k");
        }
        finally
        {
            service.Tables.Before = static _ => { };
        }

        first.IsError(500, "internal_error");
        var second = await service.PostAsync(tenant.TestKey, Requests.Of(2), "k");
        Assert.True(second.Status == 202, second.Text);
        await service.WaitAsync(tenant.TestKey, (string)second.Json["id"]!, "anchored");
        Assert.Equal((1, 2), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
    }

    private async Task<string> RetriedAsync(string key, byte[] body, string idempotencyKey)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var answer = await service.PostAsync(key, body, idempotencyKey);
            if (answer.Status == 202)
            {
                return answer.Text;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The first request never ended");
    }
}

/// <summary>A host of its own, since it is restarted.</summary>
public sealed class RestartTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task A_replay_and_the_way_to_the_chain_survive_a_restart()
    {
        var tenant = await service.TenantAsync();
        service.TestChain.Holds = true;
        var first = await service.PostAsync(tenant.TestKey, Requests.Of(2), "k");
        var id = (string)first.Json["id"]!;
        await service.WaitAsync(tenant.TestKey, id, "signed");
        await service.RestartAsync();
        var replay = await service.PostAsync(tenant.TestKey, Requests.Of(2), "k");
        Assert.Equal((202, "true", first.Text), (replay.Status, replay["Idempotency-Replayed"], replay.Text));
        service.TestChain.Release();
        await service.WaitAsync(tenant.TestKey, id, "anchored");
        Assert.Single(service.TestChain.Mined);
        Assert.Equal((1, 2), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
    }
}
