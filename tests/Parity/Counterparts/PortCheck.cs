using LearnCoin.Core;
using LearnCoin.Parity.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LearnCoin.Parity.Counterparts;

/// <summary>Where src/Functions puts Core together it gives every port, those with a default too: the default is "none".</summary>
internal static class PortCheck
{
    public static IEnumerable<string> Find(CoreSurface core, FunctionsCompilation functions)
    {
        var makings = (from tree in functions.Compilation.SyntaxTrees
                       let model = functions.Compilation.GetSemanticModel(tree)
                       from making in tree.GetRoot().DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>()
                       where model.GetTypeInfo(making).Type?.ToDisplayString() == typeof(CorePorts).FullName
                       select making).ToList();
        return makings.Count == 0
            ? [$"src/Functions does not make {nameof(CorePorts)}."]
            : makings.SelectMany(making => core.OptionalPorts.Except(Given(making)).Order(StringComparer.Ordinal)
                .Select(port => $"{Fault.At(making.GetLocation())}: The port {port} is not given."));
    }

    private static IEnumerable<string> Given(BaseObjectCreationExpressionSyntax making) =>
        making.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().Select(static port => port.Left.ToString()) ?? [];
}
