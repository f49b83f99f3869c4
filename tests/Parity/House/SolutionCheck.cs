using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LearnCoin.Parity.House;

/// <summary>
/// The default configurations neither restore nor build what needs the vendors' packages: the solution builds it as Azure only, nothing else
/// refers to it, and no other project asks for such a package. (A restore of the solution takes the projects that the configuration builds,
/// and what they refer to.)
/// </summary>
internal static partial class SolutionCheck
{
    private static readonly string[] AzureFolders = ["src/Functions/", "tests/Azure/"];
    private static readonly string[] Vendors = ["Azure.", "Microsoft.Azure.", "Microsoft.DurableTask.", "Nethereum.", "OpenTelemetry.Extensions."];

    /// <param name="solution">Text of the .sln.</param>
    /// <param name="projects">Texts of the .csproj files by path from the root of the repository.</param>
    public static IEnumerable<string> Find(string solution, IReadOnlyDictionary<string, string> projects)
    {
        var listed = ProjectPattern().Matches(solution).ToDictionary(
            static match => match.Groups["path"].Value.Replace('\\', '/'), static match => match.Groups["id"].Value, StringComparer.Ordinal);
        return projects.Keys.Except(listed.Keys).Select(static path => $"LearnCoin.sln does not list {path}.")
            .Concat(listed.SelectMany(project => BuildFaults(solution, project.Key, project.Value)))
            .Concat(projects.Where(static project => !IsAzure(project.Key)).SelectMany(static project => DefaultFaults(project.Key, project.Value)));
    }

    private static IEnumerable<string> BuildFaults(string solution, string path, string id)
    {
        string[] configurations = ["Debug", "Release", "Azure"];
        foreach (var configuration in configurations)
        {
            var isBuilt = solution.Contains($"{id}.{configuration}|Any CPU.Build.0 = {configuration}|Any CPU", StringComparison.Ordinal);
            var mayBuild = configuration == "Azure" || !IsAzure(path);
            if (isBuilt != mayBuild)
            {
                yield return $"LearnCoin.sln {(isBuilt ? "builds" : "does not build")} {path} in the configuration {configuration}.";
            }
        }
    }

    private static IEnumerable<string> DefaultFaults(string path, string text)
    {
        var root = XDocument.Parse(text).Root!;
        string[] Included(string item) => [.. root.Descendants(item).Select(static element => element.Attribute("Include")?.Value.Replace('\\', '/') ?? "")];
        return Included("PackageReference").Where(static package => Vendors.Any(vendor => package.StartsWith(vendor, StringComparison.Ordinal)))
            .Select(package => $"{path} asks for the package {package}.")
            .Concat(Included("ProjectReference").Where(project => IsAzure(FromRoot(path, project))).Select(project => $"{path} refers to {project}."));
    }

    private static string FromRoot(string project, string reference) =>
        Path.GetRelativePath(".", Path.Combine(Path.GetDirectoryName(project)!, reference)).Replace('\\', '/');

    private static bool IsAzure(string path) => AzureFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));

    [GeneratedRegex("""^Project\("[^"]*"\) = "[^"]*", "(?<path>[^"]*\.csproj)", "(?<id>[^"]*)"\r?$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ProjectPattern();
}
