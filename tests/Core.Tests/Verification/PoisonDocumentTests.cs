using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.Verification;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Verification;

/// <summary>Documents made to keep a verifier busy (RDFC-1.0, 7.1 Dataset Poisoning, and worse), as large as the public endpoint takes them.</summary>
public sealed class PoisonDocumentTests(ITestOutputHelper output) : IDisposable
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private const int Limit = 256 * 1024;
    private readonly IssuedCredential issued = new();

    public static TheoryData<string> Kinds { get; } = new(Documents.Keys);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_poison_document_is_done_with_in_less_than_a_second_and_is_not_valid(string kind)
    {
        foreach (var issuer in new[] { IssuedCredential.Did, "did:web:elsewhere.example" })
        {
            var document = JsonNode.Parse(issued.Anchored())!.AsObject();
            document["issuer"]!["id"] = issuer;
            Documents[kind](document);
            var bytes = Encoding.UTF8.GetBytes(document.ToJsonString(Relaxed));
            Assert.InRange(bytes.Length, 3_000, Limit);
            // Once for the compiler: the promise is about the work, not about a cold start.
            await issued.VerifyAsync(bytes);
            var started = Stopwatch.GetTimestamp();
            var report = await issued.VerifyAsync(bytes);
            var took = Stopwatch.GetElapsedTime(started);
            output.WriteLine($"{kind}: {bytes.Length} bytes, {took.TotalMilliseconds:F0} ms, {string.Join(", ", report.Checks.Select(static check => check.Reason))}");
            Assert.True(took < TimeSpan.FromSeconds(1), $"took {took}");
            Assert.NotEqual(Verdict.Valid, report.Verdict);
        }
    }

    private static Dictionary<string, Action<JsonObject>> Documents => new()
    {
        ["contexts"] = d => d["@context"] = new JsonArray([.. d["@context"]!.AsArray().Select(c => c!.DeepClone()), .. Enumerable.Repeat(0, 5000).Select(_ => (JsonNode)"https://www.w3.org/ns/credentials/v2")]),
        ["inner contexts"] = d => d["evidence"] = Many(2300, _ => new JsonObject { ["@context"] = "https://www.w3.org/ns/credentials/v2", ["id"] = "urn:x:1", ["type"] = new JsonArray("Evidence") }),
        ["evidence"] = d => d["evidence"] = Many(80_000, _ => new JsonObject()),
        ["evidence typed"] = d => d["evidence"] = Many(9_000, _ => new JsonObject { ["type"] = new JsonArray("Evidence") }),
        ["clique"] = d => Clique(d, 60),
        ["clique small"] = d => Clique(d, 7),
        ["clique big"] = d => Clique(d, 130),
        ["cycle"] = d => Graph(d, 3000, i => [(i + 1) % 3000]),
        ["bipartite"] = d => Graph(d, 100, i => Enumerable.Range(0, 100).Where(j => j % 2 != i % 2)),
        ["cycle small x many"] = d => Graph(d, 3000, i => [i / 3 * 3 + ((i + 1) % 3)]),
        ["triples of cliques"] = d => Graph(d, 2200, i => Enumerable.Range(i / 5 * 5, 5).Where(j => j != i)),
        ["cliques of 4"] = d => Graph(d, 2400, i => Enumerable.Range(i / 4 * 4, 4).Where(j => j != i)),
        ["grid"] = d => Graph(d, 2500, i => [(i + 1) % 2500, (i + 50) % 2500]),
        ["stars"] = d => Graph(d, 3600, i => i % 1800 == 0 ? Enumerable.Range(i + 1, 1799) : []),
        ["hub and twins"] = d => Graph(d, 4000, i => [0]),
        ["proofs"] = d => Proofs(d),
        ["proofs and a clique"] = d => Proofs(Clique(d, 5)),
        ["proofs of twins"] = d => Proofs(Graph(d, 3800, i => [0])),
        ["deep"] = Deep,
        ["types"] = d => d["type"] = Many(28_000, i => "T" + i),
        ["members"] = static d => Enumerable.Range(0, 12_000).ToList().ForEach(i => d["member" + i] = "x"),
        ["strings"] = d => d["name"] = new string('\u0001', 40_000),
    };

    private static JsonArray Many(int count, Func<int, JsonNode> make) => new([.. Enumerable.Range(0, count).Select(make)]);

    private static JsonObject Clique(JsonObject d, int size) => Graph(d, size, i => Enumerable.Range(0, size).Where(j => j != i));

    /// <summary>Blank nodes that name each other: what parentOrg allows anybody to write.</summary>
    private static JsonObject Graph(JsonObject document, int size, Func<int, IEnumerable<int>> to)
    {
        document["issuer"]!["parentOrg"] = Many(size, i => new JsonObject
        {
            ["id"] = "_:" + i,
            ["type"] = new JsonArray("Profile"),
            ["parentOrg"] = new JsonArray([.. to(i).Select(j => (JsonNode)new JsonObject { ["id"] = "_:" + j })]),
        });
        return document;
    }

    private static void Deep(JsonObject document)
    {
        JsonNode node = new JsonObject();
        for (var depth = 0; depth < 28; depth++)
        {
            node = new JsonObject { ["type"] = new JsonArray("Profile"), ["parentOrg"] = node };
        }

        document["issuer"]!["parentOrg"] = node;
    }

    /// <summary>Seven signatures, each said to follow all before it: as many documents to bring into canonical form.</summary>
    private static void Proofs(JsonObject document)
    {
        var proofs = document["proof"]!.AsArray();
        for (var i = 1; i < 7; i++)
        {
            var proof = proofs[0]!.DeepClone();
            proof["id"] = "urn:uuid:f0000000-0000-4000-8000-00000000000" + i;
            proof["previousProof"] = new JsonArray([.. proofs.Take(i).Select(static earlier => (JsonNode)(string)earlier!["id"]!)]);
            proofs.Insert(i, proof);
        }
    }

    public void Dispose() => issued.Dispose();
}
