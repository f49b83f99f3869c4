using System.Xml.Linq;
using LearnCoin.Parity.Sources;
using Microsoft.CodeAnalysis;

namespace LearnCoin.Parity.Compiling;

/// <summary>What a project file and the Directory.Build.props above it tell the compiler. Knows the plain form that this repository uses.</summary>
internal sealed class ProjectSettings
{
    // Of Microsoft.NET.Sdk for C# (docs "Implicit using directives").
    private static readonly string[] SdkUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private readonly Dictionary<string, string> properties = new(StringComparer.Ordinal);
    private readonly List<string> usings = [];
    private readonly List<string> projects = [];

    private ProjectSettings(string path) => Path = path;

    public string Path { get; }

    public string AssemblyName => Property("AssemblyName", System.IO.Path.GetFileNameWithoutExtension(Path));

    /// <summary>Assembly names of the projects that it refers to.</summary>
    public IReadOnlyList<string> Projects => projects;

    public IEnumerable<string> Usings => Property("ImplicitUsings") is "enable" or "true" ? SdkUsings.Concat(usings) : usings;

    public NullableContextOptions Nullable => Property("Nullable") == "enable" ? NullableContextOptions.Enable : NullableContextOptions.Disable;

    public bool AllowUnsafe => Property("AllowUnsafeBlocks") == "true";

    public OutputKind Output => Property("OutputType") == "Exe" ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;

    public IEnumerable<string> NoWarn => Property("NoWarn").Split(';', StringSplitOptions.RemoveEmptyEntries).Where(static id => !id.StartsWith('$'));

    /// <param name="project">Path of the .csproj from the root of the repository.</param>
    public static ProjectSettings Load(string project)
    {
        var settings = new ProjectSettings(project);
        settings.Take("Directory.Build.props");
        settings.Take(project.StartsWith("src/", StringComparison.Ordinal) ? "src/Directory.Build.props" : "tests/Directory.Build.props");
        settings.Take(project);
        // "latest" is what the test's own compiler is told too; another version would have to be understood here.
        Assert.Equal("latest", settings.Property("LangVersion"));
        return settings;
    }

    private string Property(string name, string otherwise = "") => properties.GetValueOrDefault(name, otherwise);

    private void Take(string path)
    {
        var root = XDocument.Parse(SourceTree.Read(path)).Root!;
        if (root.Attribute("Sdk") is { } sdk)
        {
            Assert.Equal("Microsoft.NET.Sdk", sdk.Value);
        }

        foreach (var property in root.Elements("PropertyGroup").Where(static group => group.Attribute("Condition") is null).Elements())
        {
            properties[property.Name.LocalName] = property.Name.LocalName == "NoWarn" ? Property("NoWarn") + ";" + property.Value : property.Value;
        }

        usings.AddRange(root.Elements("ItemGroup").Elements("Using").Select(static item => item.Attribute("Include")!.Value));
        projects.AddRange(root.Elements("ItemGroup").Elements("ProjectReference")
            .Select(static item => System.IO.Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value)));
    }
}
