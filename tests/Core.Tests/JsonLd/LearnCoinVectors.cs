using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.JsonLd;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.JsonLd;

/// <summary>Known answers for the product's own documents (shared/vectors/learncoin/blockcerts-vectors.json).</summary>
public sealed class LearnCoinVectors(ITestOutputHelper output)
{
    private static readonly string? s_file = VectorFolder.File("learncoin", "blockcerts-vectors.json");

    [Fact]
    public void Each_credential_has_the_known_nquads_and_hash()
    {
        foreach (JsonNode credential in Credentials())
        {
            Check(credential["unsecured"]!, credential["nquads"], credential["sha256"]!);
        }
    }

    [Fact]
    public void Each_proof_has_the_known_options_hash()
    {
        foreach (JsonNode credential in Credentials())
        {
            JsonObject options = credential["eddsa"]!["proof"]!.DeepClone().AsObject();
            options.Remove("proofValue");
            options["@context"] = credential["unsecured"]!["@context"]!.DeepClone();
            Check(options, credential["eddsa"]!["proofOptionsNquads"], credential["eddsa"]!["proofOptionsSha256"]!);
        }
    }

    [Fact]
    public void Each_leaf_has_the_known_hash()
    {
        foreach (JsonNode credential in Credentials())
        {
            JsonObject document = credential["unsecured"]!.DeepClone().AsObject();
            document["proof"] = new JsonArray(credential["eddsa"]!["proof"]!.DeepClone());
            Check(document, credential["leaf"]!["nquads"], credential["leaf"]!["sha256"]!);
        }
    }

    [Fact]
    public void The_canonicalization_trap_has_the_known_nquads_and_hash()
    {
        if (Root() is { } root)
        {
            JsonNode trap = root["canonicalizationTrap"]!;
            Check(trap["document"]!, trap["nquads"], trap["sha256"]!);
        }
    }

    [Theory]
    [InlineData("credential.json")]
    [InlineData("status-list.json")]
    public void Accepted_example_documents_are_safe(string file)
    {
        if (VectorFolder.File("learncoin", file) is { } path)
        {
            Assert.NotEmpty(Canonicalizer.Shared.ToNQuads(File.ReadAllBytes(path)));
        }
        else
        {
            output.WriteLine("skipped: no shared/vectors/learncoin");
        }
    }

    private static void Check(JsonNode document, JsonNode? nquads, JsonNode sha256)
    {
        byte[] json = Encoding.UTF8.GetBytes(document.ToJsonString());
        byte[] actual = Canonicalizer.Shared.ToNQuads(json);
        if (nquads is not null)
        {
            Assert.Equal(nquads.GetValue<string>(), Encoding.UTF8.GetString(actual));
        }

        byte[] hash = new byte[32];
        Canonicalizer.Shared.Hash(json, hash);
        Assert.Equal(sha256.GetValue<string>(), Convert.ToHexStringLower(hash));
        Assert.Equal(SHA256.HashData(actual), hash);
    }

    private JsonNode? Root()
    {
        if (s_file is null)
        {
            output.WriteLine("skipped: no shared/vectors/learncoin");
            return null;
        }

        return JsonNode.Parse(File.ReadAllBytes(s_file));
    }

    private IEnumerable<JsonNode> Credentials() => Root()?["credentials"]!.AsArray().Select(c => c!) ?? [];
}
