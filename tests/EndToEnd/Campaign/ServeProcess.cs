using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary><c>learncoin serve</c> on a deployment, with the calls that a client makes.</summary>
internal sealed class ServeProcess : IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly OwnedProcess process;
    private readonly HttpClient http;

    private ServeProcess(OwnedProcess process, string address)
    {
        this.process = process;
        Address = address;
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(30) };
    }

    internal string Address { get; }

    internal int Id => process.Id;

    internal static async Task<ServeProcess> StartAsync(Deployment deployment, string address)
    {
        var variables = new Dictionary<string, string>(deployment.Variables, StringComparer.Ordinal) { ["Listen"] = address };
        var serve = new ServeProcess(new OwnedProcess(OwnedProcess.Dotnet, [Cli.Program, "serve"], variables, deployment.Folder), address);
        await Wait.UntilAsync("the host answers", StartTime, async () =>
        {
            try
            {
                using var response = await serve.http.GetAsync("/healthz");
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException) when (!serve.process.HasExited)
            {
                return false;
            }
        });
        return serve;
    }

    /// <summary>Posts a batch once.</summary>
    /// <returns>Its id; null when it was not accepted, now or at all.</returns>
    internal async Task<string?> TryPostAsync(string key, byte[] body, string idempotencyKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batches") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        try
        {
            using var response = await http.SendAsync(request);
            return response.StatusCode == HttpStatusCode.Accepted
                ? (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }

    internal void Kill() => process.Kill();

    internal void Stop() => process.Signal(Signals.Stop);

    internal void Continue() => process.Signal(Signals.Continue);

    public void Dispose()
    {
        process.Dispose();
        http.Dispose();
    }
}
