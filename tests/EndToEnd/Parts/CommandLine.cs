using System.Diagnostics;
using System.Text.Json;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>How a run of <c>learncoin</c> ended.</summary>
internal sealed record CliOutcome(int Code, string Output, string Errors)
{
    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>The real executable, on a deployment's settings.</summary>
internal sealed class CommandLine(Deployment deployment)
{
    internal async Task<CliOutcome> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(OwnedProcess.Dotnet, [Path.Combine(AppContext.BaseDirectory, "learncoin.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = deployment.Folder,
        };
        foreach (var (name, value) in deployment.Variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliOutcome(process.ExitCode, await output, await errors);
    }

    /// <summary>The object that a command prints, which must succeed.</summary>
    internal async Task<JsonElement> ToldAsync(params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        Assert.True(outcome.Code == 0, $"learncoin {string.Join(' ', arguments)}: {outcome.Code} {outcome.Errors}");
        return outcome.Json;
    }
}
