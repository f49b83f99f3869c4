using System.Collections.Immutable;
using LearnCoin.Parity.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LearnCoin.Parity.Compiling;

/// <summary>
/// The vendors' surface that this repository uses, and no more: one file of signatures an assembly in tests/Parity/Vendor, in C# without
/// bodies. The default solution does not restore those packages. It could take every error about a type of theirs for granted instead, but
/// a compiler that meets an unknown type goes silent about what depends on it: calls on it, lambdas given to it, overrides of it would not be
/// looked at. Against signatures all of src/Functions must compile, the calls of the vendors included.
/// </summary>
internal sealed class VendorDeclarations
{
    /// <summary>Where they stand, from the root of the repository.</summary>
    public const string Folder = "tests/Parity/Vendor";

    // What signatures lack against a program: bodies (CS0501), implementations (CS0534, CS0535, CS0738), calls of a base's constructor
    // (CS1729, CS7036), the other operator of a pair (CS0216).
    private static readonly HashSet<string> Expected = ["CS0216", "CS0501", "CS0534", "CS0535", "CS0738", "CS1729", "CS7036"];

    private VendorDeclarations(CSharpCompilation compilation) => Compilation = compilation;

    /// <summary>Those of the repository.</summary>
    public static VendorDeclarations Ours { get; } = Read(SourceTree.Load(Folder, "*.txt"));

    public CSharpCompilation Compilation { get; }

    public IEnumerable<string> Faults => Compilation.GetDiagnostics()
        .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !Expected.Contains(diagnostic.Id))
        .Select(Fault.Of);

    public static VendorDeclarations Read(SourceTree files)
    {
        var trees = files.Files.Select(static file => CSharpSyntaxTree.ParseText(file.Value, FunctionsCompilation.Language, file.Key));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        return new VendorDeclarations(CSharpCompilation.Create("Vendors", trees, References.Framework, options));
    }

    /// <summary>Assembly that a declaration is from: the name of its file.</summary>
    public static string Assembly(ISymbol symbol) => Path.GetFileNameWithoutExtension(symbol.DeclaringSyntaxReferences[0].SyntaxTree.FilePath);

    /// <summary>Whether the symbol is one of these, seen from here or from a compilation that refers to these.</summary>
    public bool Has(ISymbol? symbol) => symbol?.ContainingAssembly?.Name == Compilation.AssemblyName;

    public ImmutableArray<INamedTypeSymbol> Types()
    {
        var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        Collect(Compilation.Assembly.GlobalNamespace, found);
        return found.ToImmutable();
    }

    /// <summary>What a package has of a type: all but the constructors that stand for "none that you may call".</summary>
    public static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.GetMembers().Where(static member =>
        !member.IsImplicitlyDeclared
        && member is not INamedTypeSymbol
        && member is not IMethodSymbol { AssociatedSymbol: not null }
        && member.DeclaredAccessibility is not Accessibility.Internal);

    private static void Collect(INamespaceOrTypeSymbol parent, ImmutableArray<INamedTypeSymbol>.Builder found)
    {
        foreach (var member in parent.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                found.Add(type);
            }

            Collect(member, found);
        }
    }
}
