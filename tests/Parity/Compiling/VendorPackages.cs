using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LearnCoin.Parity.Compiling;

/// <summary>The genuine assemblies, where they can be had: whether the <see cref="VendorDeclarations"/> say of them what is so.</summary>
internal sealed class VendorPackages
{
    // All that callers can tell apart: nullability, default values and accessors too.
    private static readonly SymbolDisplayFormat Signature = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance
            | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.IncludeNotNullableReferenceTypeModifier);

    private readonly Dictionary<string, IAssemblySymbol> assemblies;

    private VendorPackages(Dictionary<string, IAssemblySymbol> assemblies) => this.assemblies = assemblies;

    /// <param name="folder">Folder with the assemblies of the packages, such as the output folder of src/Functions.</param>
    public static VendorPackages Load(string folder)
    {
        var framework = References.Framework.Select(static reference => Path.GetFileName(reference.Display)).ToHashSet(StringComparer.Ordinal);
        var files = Directory.EnumerateFiles(folder, "*.dll").Where(path => !framework.Contains(Path.GetFileName(path)) && IsManaged(path));
        var references = files.Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path)).ToList();
        var compilation = CSharpCompilation.Create("Packages", references: References.Framework.Concat(references));
        var assemblies = references.Select(compilation.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>();
        return new VendorPackages(assemblies.ToDictionary(static assembly => assembly.Name, StringComparer.Ordinal));
    }

    public IEnumerable<string> Differences(VendorDeclarations declarations) => declarations.Types().SelectMany(type =>
    {
        if (!assemblies.TryGetValue(VendorDeclarations.Assembly(type), out var assembly))
        {
            return [$"{Fault.At(type)}: there is no assembly {VendorDeclarations.Assembly(type)}."];
        }

        return assembly.GetTypeByMetadataName(MetadataName(type)) is { } genuine
            ? TypeFaults(type, genuine).Concat(MemberFaults(type, genuine))
            : [$"{Fault.At(type)}: {assembly.Name} has no {type.ToDisplayString()}."];
    });

    private static IEnumerable<string> TypeFaults(INamedTypeSymbol declared, INamedTypeSymbol genuine)
    {
        var bases = Ancestors(genuine).Concat(genuine.AllInterfaces).Select(static type => type.ToDisplayString()).ToHashSet(StringComparer.Ordinal);
        if (Form(declared) != Form(genuine))
        {
            yield return $"{Fault.At(declared)}: declared [{Form(declared)}], the package has [{Form(genuine)}].";
        }

        if (CanBeMade(declared) && !CanBeMade(genuine))
        {
            yield return $"{Fault.At(declared)}: the package's {genuine.Name} has no constructor without parameters to call.";
        }

        foreach (var parent in declared.Interfaces.Concat(Ancestors(declared)).Where(parent => !bases.Contains(parent.ToDisplayString())))
        {
            yield return $"{Fault.At(declared)}: the package's {genuine.Name} is no {parent.ToDisplayString()}.";
        }
    }

    private static IEnumerable<string> MemberFaults(INamedTypeSymbol declared, INamedTypeSymbol genuine)
    {
        var there = genuine.GetMembers().Select(Text).ToHashSet(StringComparer.Ordinal);
        return VendorDeclarations.Members(declared).Where(member => !there.Contains(Text(member)))
            .Select(member => $"{Fault.At(member)}: declared [{Text(member)}], the package has: "
                + string.Join(" | ", genuine.GetMembers(member.Name).Select(Text).DefaultIfEmpty("nothing of that name")));
    }

    private static string Form(INamedTypeSymbol type) => string.Join(
        ' ',
        Marks(type),
        type.DeclaredAccessibility,
        type.TypeKind,
        type.IsStatic ? "static" : type.IsAbstract ? "abstract" : type.IsSealed ? "sealed" : "",
        type.IsReadOnly ? "readonly" : "",
        type.ToDisplayString(Signature));

    private static bool CanBeMade(INamedTypeSymbol type) => type is { TypeKind: TypeKind.Class, IsStatic: false }
        && type.InstanceConstructors.Any(maker => maker.Parameters.IsEmpty
            && (maker.DeclaredAccessibility == Accessibility.Public || (type.IsAbstract && maker.DeclaredAccessibility == Accessibility.Protected)));

    private static string Text(ISymbol member) => Marks(member) + member.ToDisplayString(Signature);

    // Attributes that the compiler heeds.
    private static string Marks(ISymbol symbol) => string.Concat(symbol.GetAttributes()
        .Where(static mark => mark.AttributeClass?.Name is nameof(ObsoleteAttribute) or nameof(AttributeUsageAttribute) or "ExperimentalAttribute")
        .Select(static mark => $"[{mark}]"));

    private static IEnumerable<INamedTypeSymbol> Ancestors(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }
    }

    private static string MetadataName(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? $"{MetadataName(outer)}+{type.MetadataName}"
        : $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";

    private static bool IsManaged(string path)
    {
        using var stream = File.OpenRead(path);
        using var reader = new System.Reflection.PortableExecutable.PEReader(stream);
        return reader.HasMetadata;
    }
}
