using LearnCoin.Parity.Compiling;
using LearnCoin.Parity.House;
using LearnCoin.Parity.Sources;

namespace LearnCoin.Parity.OfItself;

/// <summary>The rules of the house, broken one at a time.</summary>
public sealed class HouseTests
{
    private const string Solution = """
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "LearnCoin.Core", "src\Core\LearnCoin.Core.csproj", "{1}"
        EndProject
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "LearnCoin.Functions", "src\Functions\LearnCoin.Functions.csproj", "{2}"
        EndProject
        	{1}.Debug|Any CPU.Build.0 = Debug|Any CPU
        	{1}.Release|Any CPU.Build.0 = Release|Any CPU
        	{1}.Azure|Any CPU.Build.0 = Azure|Any CPU
        	{2}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
        	{2}.Azure|Any CPU.Build.0 = Azure|Any CPU
        """;

    private static readonly Dictionary<string, string> Projects = new(StringComparer.Ordinal)
    {
        ["src/Core/LearnCoin.Core.csproj"] = "<Project><ItemGroup><PackageReference Include=\"SimpleBase\" /></ItemGroup></Project>",
        ["src/Functions/LearnCoin.Functions.csproj"] =
            "<Project><ItemGroup><PackageReference Include=\"Azure.Data.Tables\" /><ProjectReference Include=\"..\\Core\\LearnCoin.Core.csproj\" /></ItemGroup></Project>",
    };

    private static readonly VendorDeclarations Vendor = VendorDeclarations.Read(SourceTree.Empty.With("tests/Parity/Vendor/All.txt", """
        namespace Azure { public class Response { } }
        namespace Azure.Data.Tables { public class TableClient { public static TableClient Default { get; } } }
        namespace Azure.Identity { public class Credential { } }
        namespace Microsoft.DurableTask { public class TaskOptions { } }
        namespace Nethereum.RPC { public class RpcClient { } }
        namespace OpenTelemetry { public class Builder { } }
        namespace Microsoft.Extensions.DependencyInjection { public class Additions { } }
        namespace Contoso { public class Thing { } }
        """));

    [Fact]
    public void A_solution_that_leaves_the_Azure_host_to_its_configuration_has_no_fault() => Assert.Empty(SolutionCheck.Find(Solution, Projects));

    [Theory]
    [InlineData("{2}.Debug|Any CPU.ActiveCfg", "{2}.Debug|Any CPU.Build.0", "builds src/Functions/LearnCoin.Functions.csproj in the configuration Debug")]
    [InlineData("{2}.Azure|Any CPU.Build.0", "{2}.Azure|Any CPU.ActiveCfg", "does not build src/Functions/LearnCoin.Functions.csproj in the configuration Azure")]
    [InlineData("{1}.Release|Any CPU.Build.0", "{1}.Release|Any CPU.ActiveCfg", "does not build src/Core/LearnCoin.Core.csproj in the configuration Release")]
    [InlineData("src\\Core\\LearnCoin.Core.csproj", "src\\Kern\\LearnCoin.Core.csproj", "does not list src/Core/LearnCoin.Core.csproj")]
    public void A_change_of_the_solution_is_told(string old, string text, string message)
    {
        Assert.Contains(old, Solution, StringComparison.Ordinal);
        Assert.Contains(SolutionCheck.Find(Solution.Replace(old, text, StringComparison.Ordinal), Projects), fault => fault.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<PackageReference Include=\"Microsoft.DurableTask.Client\" />", "asks for the package Microsoft.DurableTask.Client")]
    [InlineData("<PackageReference Include=\"OpenTelemetry.Extensions.Hosting\" />", "asks for the package OpenTelemetry.Extensions.Hosting")]
    [InlineData("<PackageReference Include=\"Azure.Core\" />", "asks for the package Azure.Core")]
    [InlineData("<ProjectReference Include=\"../Functions/LearnCoin.Functions.csproj\" />", "refers to ../Functions/LearnCoin.Functions.csproj")]
    [InlineData("<ProjectReference Include=\"..\\..\\tests\\Azure\\LearnCoin.Azure.Tests.csproj\" />", "refers to ../../tests/Azure/LearnCoin.Azure.Tests.csproj")]
    public void A_default_project_that_would_need_the_vendors_is_told(string item, string message)
    {
        var projects = new Dictionary<string, string>(Projects) { ["src/Core/LearnCoin.Core.csproj"] = $"<Project><ItemGroup>{item}</ItemGroup></Project>" };
        Assert.Equal([$"src/Core/LearnCoin.Core.csproj {message}."], SolutionCheck.Find(Solution, projects));
    }

    [Theory]
    [InlineData("Http/A.cs", "IServiceCollection", true)]
    [InlineData("Http/A.cs", "Additions", false)]
    [InlineData("Hosting/A.cs", "Additions", true)]
    public void A_namespace_that_a_vendor_shares_with_NET_is_free_and_the_vendors_part_of_it_is_not(string path, string type, bool isAllowed)
    {
        var code = $"using Microsoft.Extensions.DependencyInjection; class A {{ {type} B() => null!; }}";
        var faults = RoomCheck.Find(FunctionsCompilation.Of(SourceTree.Empty.With("src/Functions/" + path, code), Vendor));
        Assert.Equal(isAllowed, !faults.Any());
    }

    [Theory]
    [InlineData("Adapters/A.cs", "Azure.Data.Tables.TableClient", true)]
    [InlineData("Hosting/A.cs", "Azure.Data.Tables.TableClient", false)]
    [InlineData("Hosting/A.cs", "Azure.Identity.Credential", true)]
    [InlineData("Durable/A.cs", "Azure.Response", false)]
    [InlineData("Durable/A.cs", "Microsoft.DurableTask.TaskOptions", true)]
    [InlineData("Program.cs", "Microsoft.DurableTask.TaskOptions", true)]
    [InlineData("Adapters/A.cs", "Microsoft.DurableTask.TaskOptions", false)]
    [InlineData("Adapters/Deep/A.cs", "Nethereum.RPC.RpcClient", true)]
    [InlineData("Attic/A.cs", "Nethereum.RPC.RpcClient", false)]
    [InlineData("Hosting/A.cs", "OpenTelemetry.Builder", true)]
    [InlineData("Http/A.cs", "OpenTelemetry.Builder", false)]
    [InlineData("Adapters/A.cs", "Contoso.Thing", false)]
    public void A_vendor_is_known_in_its_rooms_only(string path, string type, bool isAllowed)
    {
        var vendor = type[..type.LastIndexOf('.')];
        string[] forms =
        [
            $"class A {{ {type} B() => null!; }}",
            $"using {vendor}; class A {{ {type.Split('.')[^1]} B() => null!; }}",
            $"using {vendor}; class A {{ }}",
            $"using X = {type}; class A {{ X B() => null!; }}",
        ];
        foreach (var code in forms)
        {
            var faults = RoomCheck.Find(FunctionsCompilation.Of(SourceTree.Empty.With("src/Functions/" + path, code), Vendor)).ToList();
            Assert.Equal(isAllowed, faults.Count == 0);
            Assert.All(faults, fault => Assert.StartsWith($"src/Functions/{path}(1,", fault, StringComparison.Ordinal));
        }
    }
}
