using LearnCoin.Parity.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LearnCoin.Parity.Counterparts;

/// <summary>A function of src/Functions: a method with <c>[Function]</c>, and the parameter that fires it.</summary>
/// <param name="Name">Its name in the host.</param>
/// <param name="Method">The method.</param>
/// <param name="Binding">The trigger's attribute; null when no parameter has one.</param>
internal sealed record Trigger(string Name, IMethodSymbol Method, AttributeData? Binding)
{
    private const string Worker = "Microsoft.Azure.Functions.Worker.";
    private const string TriggerBinding = Worker + "Extensions.Abstractions.TriggerBindingAttribute";

    public string At => Fault.At(Method);

    /// <summary>Such as <c>Orchestration</c>, <c>Activity</c>, <c>Timer</c>, <c>Http</c>, <c>Queue</c>; empty when no parameter has a trigger.</summary>
    public string Kind => Binding?.AttributeClass?.Name is { } name ? name[..^"TriggerAttribute".Length] : "";

    /// <summary>What its binding is given first: the schedule of a timer, the name of a queue.</summary>
    public string Subject => Binding!.ConstructorArguments is [{ Value: string text }, ..] ? text : "";

    public string Route => Binding!.NamedArguments.FirstOrDefault(static argument => argument.Key == "Route").Value.Value as string ?? "";

    public static IReadOnlyList<Trigger> Read(FunctionsCompilation functions) =>
    [
        .. from tree in functions.Compilation.SyntaxTrees
           let model = functions.Compilation.GetSemanticModel(tree)
           from syntax in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
           let method = (IMethodSymbol)model.GetDeclaredSymbol(syntax)!
           from attribute in method.GetAttributes()
           where attribute.AttributeClass?.ToDisplayString() == Worker + "FunctionAttribute"
           select new Trigger(attribute.ConstructorArguments is [{ Value: string name }] ? name : "?", method, BindingOf(method)),
    ];

    /// <summary>Texts that are constant in the method's body, whether written there or named: what it hands on by name.</summary>
    public IEnumerable<string> Constants(FunctionsCompilation functions)
    {
        var syntax = (MethodDeclarationSyntax)Method.DeclaringSyntaxReferences[0].GetSyntax();
        var model = functions.Compilation.GetSemanticModel(syntax.SyntaxTree);
        var body = (SyntaxNode?)syntax.Body ?? syntax.ExpressionBody;
        return body is null ? [] : body.DescendantNodes().Select(node => model.GetConstantValue(node).Value).OfType<string>();
    }

    private static AttributeData? BindingOf(IMethodSymbol method) => method.Parameters
        .SelectMany(static parameter => parameter.GetAttributes())
        .SingleOrDefault(static attribute => attribute.AttributeClass?.BaseType?.ToDisplayString() == TriggerBinding);
}
