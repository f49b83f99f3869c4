using System.Text.Json;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>The product's command line, as an operator runs it: a process for each command.</summary>
internal static class Cli
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static string Program { get; } = Path.Combine(Path.GetDirectoryName(typeof(Standalone.Hosting.LocalNode).Assembly.Location)!, "learncoin.dll");

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Exit code and what it wrote, on both outputs.</returns>
    internal static async Task<(int Code, string Text)> RunAsync(Deployment deployment, params string[] arguments)
    {
        using var process = new OwnedProcess(OwnedProcess.Dotnet, [Program, .. arguments], deployment.Variables, deployment.Folder);
        await process.Exited.WaitAsync(Patience);
        return (process.ExitCode, process.Tail);
    }

    /// <summary>Runs a command that succeeds and answers in JSON.</summary>
    internal static async Task<JsonElement> JsonAsync(Deployment deployment, params string[] arguments)
    {
        var (code, text) = await RunAsync(deployment, arguments);
        Assert.True(code == 0, text);
        return JsonDocument.Parse(text[text.IndexOf('{')..(text.LastIndexOf('}') + 1)]).RootElement;
    }
}
