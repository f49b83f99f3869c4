using System.Text.RegularExpressions;
using LearnCoin.Parity.Compiling;
using Microsoft.CodeAnalysis;

namespace LearnCoin.Parity.Counterparts;

/// <summary>
/// The example of the Azure host's settings names every option of Core and of the host, and none that is not one. An option may stand in a
/// comment there: unset is often the right value.
/// </summary>
internal static partial class OptionCheck
{
    public const string Example = "src/Functions/local.settings.json.example";

    private const string HostOptions = "LearnCoin.Functions.Hosting.FunctionsOptions";

    // The Functions host's own settings.
    private static readonly string[] Foreign = ["AzureWebJobs", "FUNCTIONS_", "WEBSITE_", "APPLICATIONINSIGHTS_", "OTEL_", "DOTNET_", "ASPNETCORE_"];

    // The file's own form.
    private static readonly string[] Form = ["IsEncrypted", "Values", "Host", "LocalHttpPort", "CORS"];

    public static IEnumerable<string> Find(CoreSurface core, FunctionsCompilation functions, string example)
    {
        if (functions.Compilation.GetTypeByMetadataName(HostOptions) is not { } host)
        {
            return [$"{HostOptions} is not there."];
        }

        var options = core.Options.Union(Of(host)).ToHashSet(StringComparer.Ordinal);
        var named = NamePattern().Matches(example)
            .Select(static match => match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal))
            .Where(static name => !Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) && !Form.Contains(name))
            .ToList();
        return options.Where(option => !named.Exists(name => IsOption(name, option))).Order(StringComparer.Ordinal)
            .Select(static option => $"The option {option} is not in {Example}.")
            .Concat(named.Where(name => !options.Any(option => IsOption(name, option)))
                .Select(static name => $"{Example} names {name}, which is no option."));
    }

    private static bool IsOption(string name, string option)
    {
        var (given, wanted) = (name.Split(':'), option.Split(':'));
        return given.Length == wanted.Length && given.Zip(wanted).All(static pair => pair.Second is "*" || pair.First == pair.Second);
    }

    private static IEnumerable<string> Of(INamedTypeSymbol type, string prefix = "") => type.GetMembers().OfType<IPropertySymbol>()
        .Where(static property => property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false })
        .SelectMany(property => property.Type is INamedTypeSymbol { IsValueType: false, SpecialType: SpecialType.None } section
            ? Of(section, $"{prefix}{property.Name}:")
            : [prefix + property.Name]);

    [GeneratedRegex("\"([A-Za-z][A-Za-z0-9_:]*)\"\\s*:")]
    private static partial Regex NamePattern();
}
