using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LearnCoin.Core.JsonLd;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.JsonLd;

/// <summary>The W3C RDFC-1.0 suite (w3c/rdf-canon, tests/manifest.jsonld), one case an entry, with the product's work limit.</summary>
public sealed class RdfCanonSuite(ITestOutputHelper output)
{
    private const string NoSuite = "skipped: no RDFC-1.0 suite in LEARNCOIN_VECTORS or a shared/vectors folder above the tests";
    private static readonly string? s_manifest = VectorFolder.File("rdf-canon", "manifest.jsonld");

    public static TheoryData<string> Entries()
    {
        var entries = new TheoryData<string>();
        foreach (var (id, entry) in Manifest())
        {
            if (HasInput(entry))
            {
                entries.Add(id);
            }
        }

        if (s_manifest is null)
        {
            entries.Add(NoSuite);
        }

        return entries;
    }

    [Fact]
    public void What_is_left_out_is_said_and_the_rest_has_a_case_each()
    {
        var excluded = Manifest().Where(static entry => !HasInput(entry.Value)).ToList();
        foreach (var (id, _) in excluded)
        {
            output.WriteLine($"excluded: {id}: input file absent");
        }

        if (s_manifest is not null)
        {
            IReadOnlyCollection<string> cases = [.. Entries()];
            Assert.Equal(Manifest().Count, cases.Count + excluded.Count);
        }
    }

    private static bool HasInput(JsonElement entry) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(s_manifest)!, entry.GetProperty("action").GetString()!));

    [Theory]
    [MemberData(nameof(Entries))]
    public void Entry_of_the_suite_gives_the_expected_form_map_or_refusal(string id)
    {
        if (!Manifest().TryGetValue(id, out JsonElement entry))
        {
            output.WriteLine(NoSuite);
            return;
        }

        string folder = Path.GetDirectoryName(s_manifest)!;
        string input = Path.Combine(folder, entry.GetProperty("action").GetString()!);
        var dataset = new Dataset();
        NQuadsReader.Read(File.ReadAllBytes(input), dataset);
        var canonicalizer = new RdfCanonicalizer(dataset);
        RdfcHash hash = entry.TryGetProperty("hashAlgorithm", out JsonElement name) && name.GetString() == "SHA384"
            ? RdfcHash.Sha384
            : RdfcHash.Sha256;
        int limit = new CanonicalizerOptions().RdfcWorkLimit;
        switch (entry.GetProperty("type").GetString())
        {
            case "rdfc:RDFC10EvalTest":
                string expected = File.ReadAllText(Path.Combine(folder, entry.GetProperty("result").GetString()!));
                Assert.Equal(expected, Encoding.UTF8.GetString(canonicalizer.Canonicalize(hash, limit)));
                output.WriteLine($"{canonicalizer.Work} steps of {limit}");
                break;
            case "rdfc:RDFC10MapTest":
                canonicalizer.Canonicalize(hash, limit);
                string map = File.ReadAllText(Path.Combine(folder, entry.GetProperty("result").GetString()!));
                Assert.Equal(JsonSerializer.Deserialize<SortedDictionary<string, string>>(map), MapOf(dataset, canonicalizer));
                break;
            case "rdfc:RDFC10NegativeEvalTest":
                long started = Stopwatch.GetTimestamp();
                Assert.Throws<RdfcWorkLimitException>(() => canonicalizer.Canonicalize(hash, limit).Length);
                output.WriteLine($"refused after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
                break;
            default:
                Assert.Fail("an unknown type of test");
                break;
        }
    }

    private static SortedDictionary<string, string> MapOf(Dataset dataset, RdfCanonicalizer canonicalizer)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int term = 1; term < dataset.TermCount; term++)
        {
            if (dataset.IsBlank(term))
            {
                map[Encoding.UTF8.GetString(dataset.Bytes(term))[2..]] = $"c14n{canonicalizer.CanonicalNumber(term)}";
            }
        }

        return map;
    }

    private static Dictionary<string, JsonElement> Manifest()
    {
        if (s_manifest is null)
        {
            return [];
        }

        using var manifest = JsonDocument.Parse(File.ReadAllBytes(s_manifest));
        return manifest.RootElement.GetProperty("entries").EnumerateArray()
            .ToDictionary(e => e.GetProperty("id").GetString()!, e => e.Clone(), StringComparer.Ordinal);
    }
}
