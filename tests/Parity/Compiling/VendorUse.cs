using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LearnCoin.Parity.Compiling;

/// <summary>Which of the <see cref="VendorDeclarations"/> a compilation needs: what its code names, and what the signatures of that name.</summary>
internal sealed class VendorUse
{
    private readonly VendorDeclarations vendor;

    // By their ids: two compilations may see one declaration as two symbols.
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    private VendorUse(VendorDeclarations vendor) => this.vendor = vendor;

    public static VendorUse Of(FunctionsCompilation functions)
    {
        var use = new VendorUse(functions.Vendor);
        foreach (var tree in functions.Compilation.SyntaxTrees)
        {
            var model = functions.Compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                use.Visit(model, node);
            }
        }

        return use;
    }

    /// <summary>Declarations that nothing needs: they would say of the vendors what nobody checks by using it.</summary>
    public IEnumerable<string> Needless() =>
        from type in vendor.Types()
        from symbol in VendorDeclarations.Members(type).Prepend(type)
        where !used.Contains(Id(symbol))
        select $"{Fault.At(symbol)}: {symbol.ToDisplayString()} is declared, and src/Functions does not use it.";

    private static string Id(ISymbol symbol) => symbol.GetDocumentationCommentId()!;

    private void Visit(SemanticModel model, SyntaxNode node)
    {
        Add(model.GetSymbolInfo(node).Symbol);
        switch (node)
        {
            case ExpressionSyntax expression:
                Add(model.GetConversion(expression).MethodSymbol);
                Add(model.GetTypeInfo(expression).Type);
                Add(model.GetTypeInfo(expression).ConvertedType);
                break;
            case CommonForEachStatementSyntax loop:
                var each = model.GetForEachStatementInfo(loop);
                Add(each.GetEnumeratorMethod);
                Add(each.MoveNextMethod);
                Add(each.CurrentProperty);
                Add(each.DisposeMethod);
                break;
            case BaseTypeDeclarationSyntax declaration when model.GetDeclaredSymbol(declaration) is { } type:
                AddInherited(type);
                break;
            default:
                break;
        }
    }

    // What a type of ours takes over, and must implement, of the vendors'.
    private void AddInherited(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            Add(parent);
            AddAll(parent.GetMembers().Where(static member =>
                member.IsAbstract || member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.IsEmpty: true }));
        }

        AddAll(type.AllInterfaces);
        AddAll(type.AllInterfaces.Where(vendor.Has).SelectMany(static contract => contract.GetMembers()));
        AddAll(type.GetMembers().OfType<IMethodSymbol>().Select(static method => method.OverriddenMethod));
    }

    private void AddAll(IEnumerable<ISymbol?> symbols)
    {
        foreach (var symbol in symbols)
        {
            Add(symbol);
        }
    }

    private void Add(ISymbol? symbol)
    {
        switch (symbol)
        {
            case IArrayTypeSymbol array:
                Add(array.ElementType);
                return;
            case INamedTypeSymbol constructed:
                AddAll(constructed.TypeArguments.Where(static argument => argument is not ITypeParameterSymbol));
                break;
            case IMethodSymbol { ReducedFrom: { } extension }:
                Add(extension);
                return;
            case IMethodSymbol { AssociatedSymbol: { } property }:
                Add(property);
                return;
            default:
                break;
        }

        var definition = symbol?.OriginalDefinition;
        if (definition is INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol && vendor.Has(definition) && used.Add(Id(definition)))
        {
            Add(definition.ContainingType);
            AddNamed(definition);
        }
    }

    private void AddNamed(ISymbol symbol)
    {
        switch (symbol)
        {
            case INamedTypeSymbol type:
                Add(type.BaseType);
                AddAll(type.Interfaces);
                AddAll(type.TypeParameters.SelectMany(static parameter => parameter.ConstraintTypes));
                break;
            case IMethodSymbol method:
                Add(method.ReturnType);
                AddParameters(method.Parameters);
                AddAll(method.TypeParameters.SelectMany(static parameter => parameter.ConstraintTypes));
                Add(method.OverriddenMethod);
                break;
            case IPropertySymbol property:
                Add(property.Type);
                AddParameters(property.Parameters);
                Add(property.OverriddenProperty);
                break;
            case IFieldSymbol field:
                Add(field.Type);
                break;
            default:
                break;
        }
    }

    private void AddParameters(IEnumerable<IParameterSymbol> parameters)
    {
        foreach (var parameter in parameters)
        {
            Add(parameter.Type);
            if (parameter is { HasExplicitDefaultValue: true, Type.TypeKind: TypeKind.Enum })
            {
                AddAll(parameter.Type.GetMembers().OfType<IFieldSymbol>().Where(field => Equals(field.ConstantValue, parameter.ExplicitDefaultValue)));
            }
        }
    }
}
