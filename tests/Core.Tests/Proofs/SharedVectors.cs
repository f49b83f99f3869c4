using System.Text.Json;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Proofs;

/// <summary>The folder of test vectors: <c>LEARNCOIN_VECTORS</c>, else <c>shared/vectors</c> beside a folder above the test's.</summary>
internal static class SharedVectors
{
    /// <summary>The folder, or null after saying why the test does nothing.</summary>
    internal static string? Find(string name, ITestOutputHelper output)
    {
        var root = Environment.GetEnvironmentVariable("LEARNCOIN_VECTORS") ?? Above(AppContext.BaseDirectory);
        var folder = root is null ? null : Path.Combine(root, name);
        if (folder is not null && Directory.Exists(folder))
        {
            return folder;
        }

        output.WriteLine($"skipped: no folder of test vectors '{name}' (set LEARNCOIN_VECTORS)");
        return null;
    }

    /// <summary>A parsed file of the folder, or null after saying why the test does nothing.</summary>
    internal static JsonElement? Read(string folder, string file, ITestOutputHelper output) =>
        Find(folder, output) is { } path ? JsonDocument.Parse(File.ReadAllBytes(Path.Combine(path, file))).RootElement : null;

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "vectors");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
