using System.Globalization;
using Microsoft.CodeAnalysis;

namespace LearnCoin.Parity.Compiling;

/// <summary>Faults as sentences, with file and line where there is one.</summary>
internal static class Fault
{
    public static string Of(Diagnostic diagnostic) =>
        $"{At(diagnostic.Location)}: {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";

    public static string At(Location? location)
    {
        if (location?.SourceTree is null)
        {
            return "src/Functions";
        }

        var span = location.GetLineSpan();
        return string.Create(CultureInfo.InvariantCulture, $"{span.Path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1})");
    }

    public static string At(ISymbol symbol) => At(symbol.Locations.FirstOrDefault(static location => location.IsInSource));

    /// <summary>Fails with all of them.</summary>
    /// <param name="faults">None, it is hoped.</param>
    /// <param name="advice">What may help, said after them.</param>
    public static void None(IEnumerable<string> faults, string advice = "")
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all.Append(advice)));
    }
}
