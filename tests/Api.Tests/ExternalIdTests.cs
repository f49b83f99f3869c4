using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>An external id stands once per tenant, environment and achievement (spec/api.md, "Batches").</summary>
public sealed class ExternalIdTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task What_an_earlier_batch_used_is_refused_all_of_it_told_and_nothing_is_stored_or_debited()
    {
        var tenant = await service.TenantAsync();
        var first = await service.AnchoredAsync(tenant.TestKey, Of("a", "b", "c"));
        var error = (await service.PostAsync(tenant.TestKey, Of("x", "b", "y", "a"), "k")).IsError(409, "external_id_exists");
        Assert.Equal(["/credentials/1/external_id", "/credentials/3/external_id"], error["details"]!.AsArray().Select(static fault => (string)fault!["pointer"]!));
        foreach (var (fault, owner) in error["details"]!.AsArray().Zip([1, 0]))
        {
            Assert.Contains((string)first["credentials"]![owner]!["id"]!, (string)fault!["message"]!, StringComparison.Ordinal);
        }

        Assert.Equal((1, 3), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
        // Freed with the refusal, under the same key too: a 4xx is not remembered.
        await service.AcceptedAsync(tenant.TestKey, Of("x", "y"));
    }

    [Fact]
    public async Task Another_achievement_environment_or_tenant_may_use_it_again()
    {
        var (tenant, other) = (await service.TenantAsync(), await service.TenantAsync());
        await service.AcceptedAsync(tenant.TestKey, Of("a"));
        await service.AcceptedAsync(tenant.LiveKey, Of("a"));
        await service.AcceptedAsync(other.TestKey, Of("a"));
        var withoutId = Of("a");
        withoutId["credentials"]![0]!["achievement"]!.AsObject().Remove("id");
        await service.AcceptedAsync(tenant.TestKey, withoutId);
        (await service.PostAsync(tenant.TestKey, withoutId)).IsError(409, "external_id_exists");
        withoutId["credentials"]![0]!["achievement"]!["description"] = "Another content is another achievement.";
        await service.AcceptedAsync(tenant.TestKey, withoutId);
    }

    [Fact]
    public async Task More_than_a_hundred_repetitions_tell_the_first_hundred()
    {
        var tenant = await service.TenantAsync();
        var names = Enumerable.Range(0, 250).Select(static number => "n" + number).ToArray();
        await service.AcceptedAsync(tenant.TestKey, Of(names));
        var error = (await service.PostAsync(tenant.TestKey, Of(names))).IsError(409, "external_id_exists");
        Assert.Equal(Enumerable.Range(0, 100).Select(static number => $"/credentials/{number}/external_id"), error["details"]!.AsArray().Select(static fault => (string)fault!["pointer"]!));
        Assert.Equal((1, 250), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
    }

    [Fact]
    public async Task Of_parallel_batches_with_one_id_in_common_exactly_one_is_taken()
    {
        var tenant = await service.TenantAsync();
        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => service.PostAsync(
                tenant.TestKey, Of([.. Enumerable.Range(0, 150).Select(own => $"{round}-{number}-{own}"), $"common-{round}"]))));
            Assert.Equal(1, answers.Count(static answer => answer.Status == 202));
            Assert.All(answers.Where(static answer => answer.Status != 202), static answer => Assert.Single(answer.IsError(409, "external_id_exists")["details"]!.AsArray()));
            Assert.Equal((round + 1, 151 * (round + 1)), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
        }
    }

    [Fact]
    public async Task Parallel_batches_that_overlap_in_chains_never_all_refuse_each_other()
    {
        var tenant = await service.TenantAsync();
        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => service.PostAsync(
                tenant.TestKey, Of([.. Enumerable.Range(0, 200).Select(own => $"{round}-{((number * 100) + own) % 1200}")]))));
            var accepted = answers.Where(static answer => answer.Status == 202).ToList();
            Assert.NotEmpty(accepted);
            Assert.All(answers, static answer => Assert.True(answer.Status is 202 or 409, answer.Text));
            Assert.True(accepted.Count <= 6);
        }
    }

    [Fact]
    public async Task A_quota_refusal_frees_the_ids_again()
    {
        var tenant = await service.TenantAsync("small");
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(29));
        (await service.PostAsync(tenant.TestKey, Of("a", "b"))).IsError(422, "monthly_quota_exceeded");
        await service.AcceptedAsync(tenant.TestKey, Of("b"));
        Assert.Equal(30, await service.IssuedAsync(tenant.TestKey));
    }

    [Fact]
    public async Task A_request_that_broke_off_is_resumed_under_its_key_and_recognises_its_own_ids()
    {
        var tenant = await service.TenantAsync();
        var (body, broken) = (Of("a", "b"), true);
        service.Tables.Before = table =>
        {
            if (broken && table == "quotas")
            {
                broken = false;
                throw new IOException("broken");
            }
        };
        (await service.PostAsync(tenant.TestKey, body, "k")).IsError(500, "internal_error");
        service.Tables.Before = static _ => { };
        Assert.Equal("1", (await service.PostAsync(tenant.TestKey, Of("a")))["Retry-After"]);
        Assert.Equal(202, (await service.PostAsync(tenant.TestKey, body, "k")).Status);
        var refused = await service.PostAsync(tenant.TestKey, Of("a"));
        refused.IsError(409, "external_id_exists");
        Assert.Null(refused["Retry-After"]);
        Assert.Equal(2, await service.IssuedAsync(tenant.TestKey));
    }

    internal static JsonObject Of(params string[] externalIds)
    {
        var body = Requests.Of(externalIds.Length);
        for (var i = 0; i < externalIds.Length; i++)
        {
            body["credentials"]![i]!["external_id"] = externalIds[i];
        }

        return body;
    }
}
