using LearnCoin.Parity.Compiling;
using LearnCoin.Parity.Sources;

namespace LearnCoin.Parity.OfItself;

/// <summary>What the compilation against declarations finds.</summary>
public sealed class CompilingTests
{
    private static readonly FunctionsCompilation Right = Acme.Compile();

    [Fact]
    public void What_is_right_has_no_fault()
    {
        Assert.Empty(Right.Vendor.Faults);
        Assert.Empty(Right.Faults());
        Assert.Empty(VendorUse.Of(Right).Needless());
    }

    [Theory]
    [InlineData("a typo in a member of Core", "object A(LearnCoin.Core.LearnCoinCore core) => core.Timerz;", "CS1061: 'LearnCoinCore' does not contain a definition for 'Timerz'")]
    [InlineData("a wrong argument to Core", "object A(LearnCoin.Core.LearnCoinCore core) => core.Timers.RunAsync(5, default);", "CS1503: Argument 1: cannot convert from 'int' to 'string'")]
    [InlineData("a missing using of Core", "void A(TimedTasks timers) { }", "CS0246: The type or namespace name 'TimedTasks'")]
    [InlineData("an internal of Core", "object A() => LearnCoin.Core.Issuance.Sweeps.RequestTime;", "CS0117: 'Sweeps' does not contain a definition for 'RequestTime'")]
    [InlineData("a port that is not implemented whole", "class A : LearnCoin.Core.Kernel.IEntropy { }", "CS0535: 'M.A' does not implement interface member 'IEntropy.Fill")]
    [InlineData("a type that the vendor does not have", "void A(Clientele client) { }", "CS0246: The type or namespace name 'Clientele'")]
    [InlineData("a namespace that the vendor does not have", "void A(Acme.Parts.Part part) { }", "CS0234: The type or namespace name 'Parts'")]
    [InlineData("a member that the vendor does not have", "object A(Part part) => part.Nam;", "CS1061: 'Part' does not contain a definition for 'Nam'")]
    [InlineData("a wrong argument to the vendor", "object A(Client client) => client.FindAsync(1);", "CS1503: Argument 1: cannot convert from 'int' to 'string'")]
    [InlineData("an argument too many", "object A(Client client) => client.FindAsync(\"1\", true, 3);", "CS1501: No overload for method 'FindAsync' takes 3 arguments")]
    [InlineData("a constructor that the vendor does not offer", "object A() => new Part();", "CS0122: 'Part.Part()' is inaccessible")]
    [InlineData("the body of a lambda that the vendor takes", "void A(Client client) => client.Each(part => part.Nam.Trim());", "CS1061: 'Part' does not contain a definition for 'Nam'")]
    [InlineData("an extension that the vendor does not have", "object A(Client client) => client.Useing(null!);", "CS1061: 'Client' does not contain a definition for 'Useing'")]
    [InlineData("an override of what the vendor's base does not have", "abstract class A : Client { public override void Every() { } }", "CS0115: 'M.A.Every()': no suitable method found to override")]
    [InlineData("an override with another result", "abstract class A : Client { public override int Each(Action<Part> work) => 1; }", "CS0508: 'M.A.Each(Action<Part>)': return type must be 'void'")]
    [InlineData("a wrong argument of an attribute", "void A([Bind(\"1\")] int b) { }", "CS1503: Argument 1: cannot convert from 'string' to 'int'")]
    [InlineData("a property that an attribute does not have", "void A([Bind(1, Root = \"\")] int b) { }", "CS0246: The type or namespace name 'Root'")]
    [InlineData("an attribute where it may not stand", "[Bind(1)] void A() { }", "CS0592: Attribute 'Bind' is not valid on this declaration type")]
    [InlineData("null where the vendor says it may be", "async Task<string> A(Client client) => (await client.FindAsync(\"1\")).Name;", "CS8602: Dereference of a possibly null reference")]
    [InlineData("null where the vendor wants none", "object A(Client client) => client.FindAsync(null);", "CS8625: Cannot convert null literal to non-nullable reference type")]
    [InlineData("a warning of the compiler", "void A() { var unused = 1; }", "CS0219: The variable 'unused' is assigned but its value is never used")]
    [InlineData("what only this test's own project refers to", "void A(Xunit.FactAttribute fact) { }", "CS0246: The type or namespace name 'Xunit'")]
    public void It_finds(string what, string member, string message)
    {
        Assert.NotEmpty(what);
        var text = $"using Acme;\nnamespace LearnCoin.Functions;\ninternal class M\n{{\n#pragma warning disable CS0169, CS8321\n    {member}\n}}\n";
        var fault = Right.FaultsOf("src/Functions/Adapters/M.cs", text).First(fault => !fault.Contains("'RootAttribute'", StringComparison.Ordinal));
        Assert.StartsWith("src/Functions/Adapters/M.cs(6,", fault, StringComparison.Ordinal);
        Assert.Contains(message, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void It_finds_a_vendors_type_whose_namespace_no_using_names() => Assert.Contains(
        Acme.Compile(Acme.Code.Replace("using Acme;", "", StringComparison.Ordinal)).Faults(),
        static fault => fault.StartsWith("src/Functions/Acme.cs(11,", StringComparison.Ordinal) && fault.Contains("CS0246", StringComparison.Ordinal));

    [Fact]
    public void It_finds_a_declaration_that_is_missing() => Assert.Contains(
        Acme.Compile(declarations: Acme.Text.Replace("public string Name { get; }", "", StringComparison.Ordinal)).Faults(),
        static fault => fault.Contains("'Part' does not contain a definition for 'Name'", StringComparison.Ordinal));

    [Fact]
    public void It_finds_a_declaration_that_is_malformed() => Assert.Contains(
        Acme.Compile(declarations: Acme.Text.Replace("public class Part", "public class Part : Whole", StringComparison.Ordinal)).Vendor.Faults,
        static fault => fault.StartsWith(Acme.Path, StringComparison.Ordinal) && fault.Contains("'Whole'", StringComparison.Ordinal));

    [Theory]
    [InlineData("return await client.FindAsync(\"1\") is { } found ? found.Name : \"\";", "return await Task.FromResult(\"\");", "FindAsync")]
    [InlineData("found.Name", "\"\"", "Acme.Part.Name")]
    [InlineData("client.Using(part)", "part.ToString()", "Acme.ClientExtensions ")]
    [InlineData("[Bind(1, Route = \"x\")] ", "", "Acme.BindAttribute ")]
    public void It_finds_a_declaration_that_nothing_needs_any_more(string used, string instead, string named)
    {
        var functions = Acme.Compile(Acme.Code.Replace(used, instead, StringComparison.Ordinal));
        Assert.Empty(functions.Faults());
        Assert.Contains(VendorUse.Of(functions).Needless(), fault => fault.Contains(named, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("// Acme 1.0.0", "1.0.0", 0)]
    [InlineData("// Acme 1.0.0", "1.1.0", 1)]
    [InlineData("// Acme", "1.0.0", 1)]
    [InlineData("// Other 1.0.0", "1.0.0", 1)]
    public void Declarations_of_another_version_than_the_pinned_one_are_found(string line, string pinned, int faults)
    {
        var declarations = SourceTree.Empty.With(Acme.Path, Acme.Text.Replace("// Acme 1.0.0", line, StringComparison.Ordinal));
        var props = $"<Project><ItemGroup><PackageVersion Include=\"Acme\" Version=\"{pinned}\" /></ItemGroup></Project>";
        Assert.Equal(faults, DeclaredVersions.Find(declarations, props).Count(static fault => fault.Contains(Acme.Path, StringComparison.Ordinal)));
    }
}
