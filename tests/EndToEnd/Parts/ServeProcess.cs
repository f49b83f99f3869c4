namespace LearnCoin.EndToEnd.Parts;

/// <summary><c>learncoin serve</c> as an operator runs it.</summary>
internal sealed class ServeProcess : IDisposable
{
    private readonly OwnedProcess process;

    private ServeProcess(OwnedProcess process) => this.process = process;

    /// <summary>Its newest lines.</summary>
    internal string Tail => process.Tail;

    /// <param name="deployment">What it serves.</param>
    /// <param name="listen">Its address; null: the deployment's.</param>
    internal static async Task<ServeProcess> StartAsync(Deployment deployment, string? listen = null)
    {
        var folder = Path.GetDirectoryName(typeof(Standalone.Hosting.LocalNode).Assembly.Location)!;
        var variables = new Dictionary<string, string>(deployment.Variables, StringComparer.Ordinal) { ["Listen"] = listen ?? deployment.Address };
        var serve = new ServeProcess(new OwnedProcess(OwnedProcess.Dotnet, [Path.Combine(folder, "learncoin.dll"), "serve"], variables, deployment.Folder));
        using var http = new HttpClient { BaseAddress = new Uri(variables["Listen"]) };
        await Wait.UntilAsync("the host answers", TimeSpan.FromSeconds(30), async () =>
        {
            try
            {
                using var response = await http.GetAsync("/healthz");
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return serve;
    }

    /// <summary>Sends SIGTERM and waits for the end, which must be in order and within ten seconds.</summary>
    /// <returns>How long it took.</returns>
    internal async Task<TimeSpan> StopAsync(TimeSpan? most = null)
    {
        var asked = TimeProvider.System.GetTimestamp();
        process.Terminate();
        await process.Exited.WaitAsync(most ?? TimeSpan.FromSeconds(10));
        var took = TimeProvider.System.GetElapsedTime(asked);
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}:{Environment.NewLine}{process.Tail}");
        return took;
    }

    /// <summary>kill -9.</summary>
    internal async Task KillAsync()
    {
        process.Kill();
        await process.Exited;
    }

    public void Dispose() => process.Dispose();
}
