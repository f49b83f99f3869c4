using LearnCoin.Parity.Compiling;
using Xunit.Abstractions;

namespace LearnCoin.Parity;

/// <summary>Where the packages can be had (the Azure configuration restores them) the declarations are held against them.</summary>
public sealed class VendorPackagesTests(ITestOutputHelper output)
{
    /// <summary>Names a folder with the packages' assemblies: the output folder of src/Functions.</summary>
    private const string Folder = "LEARNCOIN_VENDOR_ASSEMBLIES";

    [Fact]
    public void The_declarations_are_what_the_packages_have()
    {
        if (Environment.GetEnvironmentVariable(Folder) is not { Length: > 0 } folder)
        {
            output.WriteLine($"skipped: {Folder} is not set, the vendors' packages are not at hand");
            return;
        }

        Fault.None(VendorPackages.Load(folder).Differences(VendorDeclarations.Ours));
    }
}
