using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Core.JsonLd;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.JsonLd;

/// <summary>Canonical documents and proof options of the W3C vc-di-eddsa vectors (eddsa-rdfc-2022).</summary>
public sealed class DataIntegrityVectors(ITestOutputHelper output)
{
    private static readonly Canonicalizer s_canonicalizer = new(new VectorContexts());

    [Theory]
    [InlineData("")]
    [InlineData("employ")]
    public void The_unsigned_document_has_the_known_form_and_hash(string folder)
    {
        if (Read(folder, "signedDataInt.json") is not { } signed)
        {
            return;
        }

        JsonObject document = JsonNode.Parse(signed)!.AsObject();
        document.Remove("proof");
        Check(document, Read(folder, "canonDocDataInt.txt")!, Read(folder, "docHashDataInt.txt")!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("employ")]
    public void The_proof_options_have_the_known_form_and_hash(string folder)
    {
        if (Read(folder, "proofConfigDataInt.json") is { } options)
        {
            Check(JsonNode.Parse(options)!.AsObject(), Read(folder, "proofCanonDataInt.txt")!, Read(folder, "proofHashDataInt.txt")!);
        }
    }

    private static void Check(JsonObject document, string nquads, string sha256)
    {
        byte[] actual = s_canonicalizer.ToNQuads(Encoding.UTF8.GetBytes(document.ToJsonString()));
        Assert.Equal(nquads.TrimEnd(), Encoding.UTF8.GetString(actual).TrimEnd());
        Assert.Equal(sha256.Trim(), Convert.ToHexStringLower(SHA256.HashData(actual)));
    }

    private string? Read(string folder, string file)
    {
        if (VectorFolder.File("vc-di-eddsa", "eddsa-rdfc-2022", folder, file) is { } path)
        {
            return File.ReadAllText(path);
        }

        output.WriteLine("skipped: no shared/vectors/vc-di-eddsa");
        return null;
    }

    /// <summary>The product's contexts and the two that only these examples use.</summary>
    private sealed class VectorContexts : IContextSource
    {
        public ReadOnlyMemory<byte>? Find(string iri) => iri switch
        {
            "https://www.w3.org/ns/credentials/examples/v2" =>
                (ReadOnlyMemory<byte>?)"""{"@context":{"@vocab":"https://www.w3.org/ns/credentials/examples#"}}"""u8.ToArray(),
            "https://w3id.org/citizenship/v4rc1" => Resource("citizenship-v4rc1.jsonld"),
            _ => EmbeddedContexts.Instance.Find(iri),
        };

        private static byte[] Resource(string name)
        {
            using Stream stream = typeof(VectorContexts).Assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }
}
