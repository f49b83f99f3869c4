using LearnCoin.Parity.Compiling;
using LearnCoin.Parity.Sources;

namespace LearnCoin.Parity.OfItself;

/// <summary>A vendor that is none, for tests of how sources are held against declarations.</summary>
internal static class Acme
{
    public const string Path = VendorDeclarations.Folder + "/Acme.txt";

    public const string Text = """
        // Acme 1.0.0
        #nullable enable
        using System;
        using System.Threading.Tasks;

        namespace Acme
        {
            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class BindAttribute : Attribute
            {
                public BindAttribute(int level);
                public string? Route { get; set; }
            }

            public abstract class Client
            {
                public abstract Task<Part?> FindAsync(string id, bool deep = false);
                public virtual void Each(Action<Part> work);
                internal Client();
            }

            public class Part
            {
                public string Name { get; }
                internal Part();
            }

            public static class ClientExtensions
            {
                public static Client Using(this Client client, Part part);
            }
        }
        """;

    /// <summary>Uses all of it.</summary>
    public const string Code = """
        using Acme;

        namespace LearnCoin.Functions;

        internal static class Program
        {
            public static void Main()
            {
            }

            internal static async Task<string> NameAsync([Bind(1, Route = "x")] Client client)
            {
                client.Each(part => client.Using(part));
                return await client.FindAsync("1") is { } found ? found.Name : "";
            }
        }
        """;

    public static FunctionsCompilation Compile(string code = Code, string declarations = Text) => FunctionsCompilation.Of(
        SourceTree.Empty.With("src/Functions/Acme.cs", code), VendorDeclarations.Read(SourceTree.Empty.With(Path, declarations)));
}
