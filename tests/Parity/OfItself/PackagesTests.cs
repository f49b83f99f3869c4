using LearnCoin.Parity.Compiling;
using LearnCoin.Parity.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LearnCoin.Parity.OfItself;

/// <summary>How declarations are held against a package, here one that is compiled on the spot.</summary>
public sealed class PackagesTests : IDisposable
{
    private const string Package = """
        #nullable enable
        using System;
        using System.Threading.Tasks;
        [assembly: System.Reflection.AssemblyVersion("1.0.0.0")]
        namespace Acme
        {
            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class BindAttribute : Attribute
            {
                public BindAttribute(int level) { }
                public string? Route { get; set; }
            }
            public abstract class Client : IDisposable
            {
                protected Client(string id) { }
                public abstract Task<Part?> FindAsync(string id, bool deep = false);
                public virtual void Each(Action<Part> work) { }
                public void Dispose() { }
            }
            public class Part
            {
                internal Part() { }
                public string Name { get; internal set; } = "";
                public int Size { get; set; }
            }
            public static class ClientExtensions
            {
                public static Client Using(this Client client, Part part) => client;
            }
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("parity").FullName;

    [Fact]
    public void Declarations_may_say_less_than_the_package() => Assert.Empty(Differences(Acme.Text, Package));

    [Theory]
    [InlineData("string id, bool deep = false", "string id, bool deep = true", "FindAsync")]
    [InlineData("string id, bool deep = false", "string? id, bool deep = false", "FindAsync")]
    [InlineData("Task<Part?> FindAsync", "Task<Part> FindAsync", "FindAsync")]
    [InlineData("public virtual void Each(Action<Part> work) { }", "", "the package has: nothing of that name")]
    [InlineData("public virtual void Each", "[Obsolete(\"old\")] public virtual void Each", "Each")]
    [InlineData("public class Part", "public abstract class Part", "Acme.Part")]
    [InlineData("public static class ClientExtensions", "internal static class ClientExtensions", "Acme.ClientExtensions")]
    [InlineData("AttributeTargets.Parameter", "AttributeTargets.Method", "Acme.BindAttribute")]
    [InlineData("sealed class BindAttribute : Attribute", "sealed class BindAttribute", "is no System.Attribute")]
    [InlineData("this Client client", "Client client", "Using")]
    public void A_package_that_is_otherwise_is_found(string old, string text, string named)
    {
        var changed = Package.Replace(old, text, StringComparison.Ordinal);
        if (named == "is no System.Attribute")
        {
            changed = changed.Replace("[AttributeUsage(AttributeTargets.Parameter)]", "", StringComparison.Ordinal);
        }

        Assert.NotEqual(Package, changed);
        Assert.Contains(
            Differences(Acme.Text, changed),
            fault => fault.StartsWith(Acme.Path, StringComparison.Ordinal) && fault.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void A_constructor_that_a_declaration_offers_by_saying_none_is_found() => Assert.Contains(
        Differences(Acme.Text.Replace("internal Part();", "", StringComparison.Ordinal), Package),
        static fault => fault.Contains("the package's Part has no constructor without parameters", StringComparison.Ordinal));

    [Fact]
    public void A_package_that_is_not_there_is_found() => Assert.All(
        VendorPackages.Load(folder).Differences(VendorDeclarations.Read(SourceTree.Empty.With(Acme.Path, Acme.Text))),
        static fault => Assert.Contains("there is no assembly Acme", fault, StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private List<string> Differences(string declarations, string package)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Acme", [CSharpSyntaxTree.ParseText(package, FunctionsCompilation.Language)], References.Framework, options);
        var result = compilation.Emit(Path.Combine(folder, "Acme.dll"));
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return [.. VendorPackages.Load(folder).Differences(VendorDeclarations.Read(SourceTree.Empty.With(Acme.Path, declarations)))];
    }
}
