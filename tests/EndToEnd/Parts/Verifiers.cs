using System.Diagnostics;
using System.Text.Json;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>Verifiers as processes of their own, that ask the running service for its public documents and the chain for the rest.</summary>
internal sealed class Verifiers(Deployment deployment, Anvil anvil)
{
    private static readonly string Interop = Path.Combine(Repository.Root, "tests/Interop");

    /// <summary>Why cert-verifier-js cannot run; null when it can.</summary>
    internal static string? WithoutBlockcerts => Directory.Exists(Path.Combine(Interop, "node_modules/@blockcerts/cert-verifier-js"))
        ? null
        : "the independent verifiers are not installed (scripts/test installs them)";

    /// <summary><c>learncoin verify</c>.</summary>
    /// <returns>Exit code and what it wrote.</returns>
    internal async Task<CliOutcome> OursAsync(JsonElement document) =>
        await new CommandLine(deployment).RunAsync("verify", await WriteAsync(document), "--rpc", anvil.Url);

    /// <summary>@blockcerts/cert-verifier-js, unmodified.</summary>
    internal async Task<CliOutcome> BlockcertsAsync(JsonElement document)
    {
        var folder = Directory.CreateDirectory(Path.Combine(deployment.Folder, "verifier")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "summary.json"), JsonSerializer.Serialize(new { api_url = deployment.Origin, rpc_url = anvil.Url }));
        var start = new ProcessStartInfo("node", [Path.Combine(Interop, "verify-blockcerts.mjs"), folder, await WriteAsync(document), "--live"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Interop,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliOutcome(process.ExitCode, await output, await errors);
    }

    private async Task<string> WriteAsync(JsonElement document)
    {
        var file = Path.Combine(deployment.Folder, "credential.json");
        await File.WriteAllTextAsync(file, document.GetRawText());
        return file;
    }
}
