namespace LearnCoin.EndToEnd.Parts;

/// <summary><c>learncoin serve</c> as a process, on a deployment.</summary>
internal sealed class ServeProcess : IDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(15);

    private readonly OwnedProcess process;

    private ServeProcess(OwnedProcess process) => this.process = process;

    /// <summary>Returns once it answers.</summary>
    internal static async Task<ServeProcess> StartAsync(Deployment deployment)
    {
        var process = new OwnedProcess(OwnedProcess.Dotnet, [Cli.Program, "serve"], deployment.Variables, deployment.Folder);
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri(deployment.Address) };
            await Wait.UntilAsync("the host answers", TimeSpan.FromSeconds(60), async () =>
            {
                Assert.False(process.HasExited, process.Tail);
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
            return new ServeProcess(process);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    internal string Tail => process.Tail;

    internal async Task StopAsync()
    {
        process.Terminate();
        await process.Exited.WaitAsync(LongestStop);
        Assert.True(process.ExitCode == 0, process.Tail);
    }

    internal async Task KillAsync()
    {
        process.Kill();
        await process.Exited;
    }

    public void Dispose() => process.Dispose();
}
