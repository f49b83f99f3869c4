using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using LearnCoin.Parity.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LearnCoin.Parity.Compiling;

/// <summary>
/// src/Functions as the compiler sees it: its files with the settings of its project, against .NET, ASP.NET Core, the projects that it refers to, and the
/// <see cref="VendorDeclarations"/>. Analyzers and source generators of the packages do not run here; the Azure configuration runs them.
/// </summary>
internal sealed class FunctionsCompilation
{
    public const string Project = "src/Functions/LearnCoin.Functions.csproj";

    // The package's compiler names the newest version that the SDK's calls "latest" preview.
    public static readonly CSharpParseOptions Language = new(LanguageVersion.Preview, DocumentationMode.Parse);

    private static readonly Lazy<FunctionsCompilation> Repository = new(static () => Of(SourceTree.Load("src/Functions", "*.cs"), VendorDeclarations.Ours));
    private static readonly ConditionalWeakTable<VendorDeclarations, CSharpCompilation> Empty = [];

    private FunctionsCompilation(CSharpCompilation compilation, VendorDeclarations vendor) => (Compilation, Vendor) = (compilation, vendor);

    public CSharpCompilation Compilation { get; }

    public VendorDeclarations Vendor { get; }

    /// <summary>The repository's.</summary>
    public static FunctionsCompilation Ours => Repository.Value;

    public static FunctionsCompilation Of(SourceTree sources, VendorDeclarations vendor)
    {
        // Bound to the references once: what stands in the files is exchanged under them.
        var compilation = Empty.GetValue(vendor, static vendor => Without(vendor));
        return new FunctionsCompilation(compilation.AddSyntaxTrees(sources.Code.Select(static file => Parse(file.Key, file.Value))), vendor);
    }

    /// <summary>Errors, and warnings too: in a build of Release and Azure they are errors.</summary>
    public IEnumerable<string> Faults() => Compilation.GetDiagnostics().Where(Counts).Select(Fault.Of);

    /// <summary>The same with one more file, and its faults alone: for tests of this test.</summary>
    public IEnumerable<string> FaultsOf(string path, string text)
    {
        var tree = Parse(path, text);
        return Compilation.AddSyntaxTrees(tree).GetSemanticModel(tree).GetDiagnostics().Where(Counts).Select(Fault.Of);
    }

    private static CSharpCompilation Without(VendorDeclarations vendor)
    {
        var settings = ProjectSettings.Load(Project);
        var usings = string.Concat(settings.Usings.Select(static name => $"global using {name};\n"));
        var options = new CSharpCompilationOptions(
            settings.Output,
            nullableContextOptions: settings.Nullable,
            allowUnsafe: settings.AllowUnsafe,
            warningLevel: 9999,
            specificDiagnosticOptions: settings.NoWarn.ToImmutableDictionary(static id => id, static _ => ReportDiagnostic.Suppress));
        var references = References.Framework.Concat(References.Product(settings.Projects)).Append(vendor.Compilation.ToMetadataReference());
        return CSharpCompilation.Create(settings.AssemblyName, [Parse("(implicit usings)", usings)], references, options);
    }

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, Language, path);

    private static bool Counts(Diagnostic diagnostic) => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed;
}
