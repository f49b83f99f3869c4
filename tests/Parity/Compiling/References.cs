using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.CodeAnalysis;

namespace LearnCoin.Parity.Compiling;

/// <summary>
/// What src/Functions may see beside the vendors' packages. Nothing else of this test's own folder: what it would find there, its build lacks.
/// </summary>
internal static class References
{
    /// <summary>.NET and ASP.NET Core, as this process runs on them.</summary>
    public static IReadOnlyList<MetadataReference> Framework { get; } = [.. SharedFramework().Select(static path => MetadataReference.CreateFromFile(path))];

    /// <summary>Assemblies of this repository by name, as they were just built, and what those refer to beside the framework.</summary>
    /// <param name="names">Of projects that this test's own project must refer to as well.</param>
    public static IEnumerable<MetadataReference> Product(IEnumerable<string> names)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(names);
        while (open.TryDequeue(out var name))
        {
            var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
            var isThere = File.Exists(path);
            Assert.True(isThere || !name.StartsWith("LearnCoin.", StringComparison.Ordinal), $"src/Functions refers to {name}: tests/Parity must too.");
            if (isThere && paths.Add(path))
            {
                Assembly.LoadFrom(path).GetReferencedAssemblies().ToList().ForEach(other => open.Enqueue(other.Name!));
            }
        }

        return paths.Select(static path => MetadataReference.CreateFromFile(path));
    }

    private static IEnumerable<string> SharedFramework()
    {
        string[] folders = [Path.GetDirectoryName(typeof(object).Assembly.Location)!, Path.GetDirectoryName(typeof(HttpContext).Assembly.Location)!];
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => folders.Contains(Path.GetDirectoryName(path)));
    }
}
