namespace LearnCoin.EndToEnd.Parts;

/// <summary>Where the tests find what npm installed.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find();

    /// <summary>The EVM node: the bundled one on Linux x64, elsewhere the one on the PATH.</summary>
    internal static string Anvil
    {
        get
        {
            if (!OperatingSystem.IsLinux() || System.Runtime.InteropServices.RuntimeInformation.OSArchitecture != System.Runtime.InteropServices.Architecture.X64)
            {
                return "anvil";
            }

            var bundled = Path.Combine(Root, "scripts/node/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
            return File.Exists(bundled)
                ? bundled
                : throw new InvalidOperationException("The EVM node is not installed: run scripts/test, which installs it (or: cd scripts/node && npm ci --ignore-scripts).");
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LearnCoin.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("LearnCoin.sln is not above the test's folder");
    }
}
