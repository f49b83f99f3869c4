using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Backups;

/// <summary>A tenant on a deployment, made and used as a customer does: the command line and the API.</summary>
internal sealed class Issuer : IDisposable
{
    private readonly HttpClient http;

    private Issuer(string address, string tenant, string key)
    {
        (Tenant, Client) = (tenant, new ApiClient(address, key, "Issuer"));
        http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    internal string Tenant { get; }

    internal ApiClient Client { get; }

    internal static async Task<Issuer> CreateAsync(Deployment deployment)
    {
        var tenant = (await Cli.JsonAsync(deployment, "tenants", "create", "--name", "Issuer", "--plan", "industry")).GetProperty("id").GetString()!;
        var key = (await Cli.JsonAsync(deployment, "keys", "create", "--tenant", tenant)).GetProperty("api_key").GetString()!;
        return new Issuer(deployment.Address, tenant, key);
    }

    /// <returns>Ids of the batch's credentials, anchored, in the order of <paramref name="body"/>.</returns>
    internal async Task<IReadOnlyList<string>> IssueAsync(byte[] body, string key)
    {
        var batch = await Client.PostUntilAcceptedAsync(body, key);
        await Client.UntilAnchoredAsync(batch);
        return [.. (await Client.GetAsync($"/v1/batches/{batch}")).GetProperty("credentials").EnumerateArray()
            .OrderBy(static credential => credential.GetProperty("external_id").GetString(), StringComparer.Ordinal)
            .Select(static credential => credential.GetProperty("id").GetString()!)];
    }

    /// <returns>The answer's <c>erased_at</c>.</returns>
    internal async Task<string> EraseAsync(string credential)
    {
        using var answer = await http.PostAsJsonAsync($"/v1/credentials/{credential}/erase", new { requester = "guardian", verified_at = "2026-04-23T12:00:00Z" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("erased_at").GetString()!;
    }

    internal Task<byte[]> DocumentAsync(string credential) => http.GetByteArrayAsync($"/c/{credential}.json");

    internal Task<string> PageAsync(string credential) => http.GetStringAsync($"/c/{credential}");

    public void Dispose()
    {
        Client.Dispose();
        http.Dispose();
    }
}
