using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>A tenant's client that does what the documentation says: the same key and body until 202, Retry-After respected.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly HttpClient http;

    internal ApiClient(string address, string key, string tenant)
    {
        http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Tenant = tenant;
    }

    internal string Tenant { get; }

    /// <summary>Status of the last POST's answer that was a replay or not.</summary>
    internal bool LastWasReplayed { get; private set; }

    /// <summary>Posts until the batch is accepted, through refused connections and conflicts.</summary>
    /// <returns>Batch id.</returns>
    internal async Task<string> PostUntilAcceptedAsync(byte[] body, string idempotencyKey)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var pause = TimeSpan.FromMilliseconds(150);
            using var response = await TryPostAsync(body, idempotencyKey);
            if (response is { StatusCode: HttpStatusCode.Accepted })
            {
                LastWasReplayed = response.Headers.Contains("Idempotency-Replayed");
                return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
            }

            if (response is not null)
            {
                Assert.True(response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                pause = response.Headers.RetryAfter!.Delta!.Value;
                Assert.True(pause > TimeSpan.Zero);
            }

            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"{Tenant}: the batch was not accepted; last status {response?.StatusCode}");
            }

            await Task.Delay(pause);
        }
    }

    /// <summary>Waits for the tenant's one batch to be anchored, through restarts of the host.</summary>
    internal Task UntilAnchoredAsync(string batch) => Wait.UntilAsync($"{Tenant}: {batch} is anchored", Patience, async () =>
    {
        try
        {
            var status = (await GetAsync($"/v1/batches/{batch}")).GetProperty("status").GetString();
            Assert.NotEqual("failed", status);
            return status == "anchored";
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or HttpIOException)
        {
            return false;
        }
    });

    internal async Task<JsonElement> GetAsync(string path)
    {
        using var response = await http.GetAsync(path);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    internal async Task<(HttpStatusCode Status, string Body)> TryGetAsync(string path)
    {
        using var response = await http.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => http.Dispose();

    /// <returns>Null when there was no answer: the host is down, or died over it.</returns>
    private async Task<HttpResponseMessage?> TryPostAsync(byte[] body, string idempotencyKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batches") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        try
        {
            return await http.SendAsync(request);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
