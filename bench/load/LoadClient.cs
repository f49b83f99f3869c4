using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace LearnCoin.Load;

/// <summary>One tenant's client.</summary>
internal sealed class LoadClient : IDisposable
{
    private readonly HttpClient http;

    public LoadClient(string address, string key)
    {
        http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Posts a batch under a key of its own.</summary>
    /// <returns>Its id, and the time from the first byte sent to the last one of the answer.</returns>
    public async Task<(string Id, double Milliseconds)> PostAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batches") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        var started = Stopwatch.GetTimestamp();
        using var response = await http.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return response.StatusCode == HttpStatusCode.Accepted
            ? (JsonDocument.Parse(answer).RootElement.GetProperty("id").GetString()!, elapsed)
            : throw new InvalidOperationException($"{response.StatusCode}: {System.Text.Encoding.UTF8.GetString(answer)}");
    }

    /// <summary>Waits until no batch of the tenant has one of the given states.</summary>
    public async Task UntilNoneIsAsync(params string[] states)
    {
        foreach (var state in states)
        {
            while ((await http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/batches?limit=1&status={state}", UriKind.Relative))).GetProperty("data").GetArrayLength() > 0)
            {
                await Task.Delay(100);
            }
        }
    }

    public void Dispose() => http.Dispose();
}
