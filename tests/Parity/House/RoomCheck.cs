using LearnCoin.Parity.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LearnCoin.Parity.House;

/// <summary>Which rooms of src/Functions may know which vendor.</summary>
internal static class RoomCheck
{
    private static readonly string[] Sdk = ["Adapters"];
    private static readonly string[] Identity = ["Adapters", "Hosting"];
    private static readonly string[] Telemetry = ["Hosting"];
    private static readonly string[] Workflows = ["Durable", "Hosting", "Http", "Queues", "Timers", "Program.cs"];

    // The longest name that fits counts; what fits none may be used nowhere.
    private static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        ["Azure"] = Identity,
        ["Azure.Data"] = Sdk,
        ["Azure.Storage"] = Sdk,
        ["Azure.Security"] = Sdk,
        ["Nethereum"] = Sdk,
        ["OpenTelemetry"] = Telemetry,
        ["Microsoft.Extensions.DependencyInjection"] = Telemetry, // AddOpenTelemetry
        ["Microsoft.Azure.Functions"] = Workflows,
        ["Microsoft.Azure.Functions.Worker.OpenTelemetry"] = Telemetry,
        ["Microsoft.DurableTask"] = Workflows,
    };

    public static IEnumerable<string> Find(FunctionsCompilation functions)
    {
        var namespaces = functions.Vendor.Types().Select(static type => type.ContainingNamespace.ToDisplayString()).ToHashSet(StringComparer.Ordinal);
        return from tree in functions.Compilation.SyntaxTrees
               let model = functions.Compilation.GetSemanticModel(tree)
               from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
               let vendor = NamespaceOf(functions, model.GetSymbolInfo(name).Symbol)
               where vendor is not null && namespaces.Contains(vendor) && !IsAllowed(vendor, tree.FilePath)
               group name by (tree.FilePath, vendor) into uses
               select $"{Fault.At(uses.First().GetLocation())}: {uses.Key.vendor} may not be used in this room.";
    }

    // A using, too, of something that is not used then.
    private static string? NamespaceOf(FunctionsCompilation functions, ISymbol? symbol) => symbol switch
    {
        INamespaceSymbol space => IsShared(functions, space) ? null : space.ToDisplayString(),
        not null when functions.Vendor.Has(symbol) => symbol.ContainingNamespace.ToDisplayString(),
        _ => null,
    };

    // One that .NET has too: a using of it says nothing, only the use of what the vendor put there.
    private static bool IsShared(FunctionsCompilation functions, INamespaceSymbol space) => space.ConstituentNamespaces.Any(part =>
        !functions.Vendor.Has(part) && part.ContainingAssembly?.Name != functions.Compilation.AssemblyName);

    private static bool IsAllowed(string vendor, string path)
    {
        var room = path.Split('/') is ["src", "Functions", var first, ..] ? first : path;
        var rule = Rooms.Keys.Where(name => vendor == name || vendor.StartsWith(name + ".", StringComparison.Ordinal)).MaxBy(static name => name.Length);
        return rule is not null && Rooms[rule].Contains(room);
    }
}
