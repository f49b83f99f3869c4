using System.Xml.Linq;
using LearnCoin.Parity.Sources;

namespace LearnCoin.Parity.Compiling;

/// <summary>
/// The first line of each declaration names its assembly and the version it was read from: <c>// Azure.Core 1.64.0</c>. A package that
/// Directory.Packages.props pins to another one has not been looked at yet.
/// </summary>
internal static class DeclaredVersions
{
    public static IEnumerable<string> Find(SourceTree declarations, string packagesProps)
    {
        var pinned = XDocument.Parse(packagesProps).Descendants("PackageVersion")
            .ToDictionary(static package => package.Attribute("Include")!.Value, static package => package.Attribute("Version")!.Value, StringComparer.Ordinal);
        foreach (var (path, text) in declarations.Files)
        {
            var assembly = Path.GetFileNameWithoutExtension(path);
            if (text.Split('\n')[0].Split(' ') is not ["//", var named, var version] || named != assembly)
            {
                yield return $"{path}: the first line must be \"// {assembly} <version>\".";
            }
            else if (pinned.TryGetValue(assembly, out var wanted) && wanted != version)
            {
                yield return $"{path}: declared of version {version}, and Directory.Packages.props pins {wanted}: compare and set the version.";
            }
        }
    }
}
