using System.Text.Json;
using LearnCoin.Core.JsonLd;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.JsonLd;

/// <summary>The W3C JSON-LD 1.1 to-RDF suite (w3c/json-ld-api, tests/toRdf-manifest.jsonld), one case an entry.</summary>
public sealed class JsonLdToRdfSuite(ITestOutputHelper output)
{
    private const string NoSuite = "skipped: no JSON-LD suite in LEARNCOIN_VECTORS or a shared/vectors folder above the tests";
    private static readonly string? s_manifest = VectorFolder.File("json-ld-api", "toRdf-manifest.jsonld");

    public static TheoryData<string> Entries()
    {
        var entries = new TheoryData<string>();
        foreach (var (id, entry) in Manifest())
        {
            if (Exclusion(entry) is null)
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

    [Theory]
    [MemberData(nameof(Entries))]
    public void Entry_of_the_suite_gives_the_expected_dataset_or_error(string id)
    {
        if (!Manifest().TryGetValue(id, out JsonElement entry))
        {
            output.WriteLine(NoSuite);
            return;
        }

        string folder = Path.GetDirectoryName(s_manifest)!;
        byte[] input = File.ReadAllBytes(Path.Combine(folder, entry.GetProperty("input").GetString()!));
        var canonicalizer = new Canonicalizer(new SuiteContexts(folder, BaseIri()), Options(entry, folder));
        if (entry.TryGetProperty("expectErrorCode", out JsonElement code))
        {
            var error = Assert.Throws<JsonLdException>(() => canonicalizer.ToRdf(input));
            Assert.Equal(code.GetString(), error.Code);
            return;
        }

        Dataset actual = canonicalizer.ToRdf(input);
        if (!entry.TryGetProperty("expect", out JsonElement expect))
        {
            // A positive syntax test: it is enough that nothing was refused.
            return;
        }

        var expected = new Dataset();
        NQuadsReader.Read(File.ReadAllBytes(Path.Combine(folder, expect.GetString()!)), expected);
        Assert.Equal(Isomorphism.Canonical(expected), Isomorphism.Canonical(actual));
        Assert.True(Isomorphism.AreIsomorphic(expected, actual), "an independent search for a blank node mapping finds none");
    }

    [Fact]
    public void What_is_left_out_is_said_and_the_rest_has_a_case_each()
    {
        var excluded = Manifest().Select(static entry => (entry.Key, Reason: Exclusion(entry.Value))).Where(static entry => entry.Reason is not null).ToList();
        foreach (var (id, reason) in excluded)
        {
            output.WriteLine($"excluded: {id}: {reason}");
        }

        if (s_manifest is not null)
        {
            IReadOnlyCollection<string> cases = [.. Entries()];
            Assert.Equal(Manifest().Count, cases.Count + excluded.Count);
        }
    }

    private static string? Exclusion(JsonElement entry)
    {
        if (Option(entry, "specVersion") == "json-ld-1.0")
        {
            return "specVersion json-ld-1.0";
        }

        if (Option(entry, "processingMode") == "json-ld-1.0")
        {
            return "processingMode json-ld-1.0";
        }

        return File.Exists(Path.Combine(Path.GetDirectoryName(s_manifest)!, entry.GetProperty("input").GetString()!)) ? null : "input file absent";
    }

    private static CanonicalizerOptions Options(JsonElement entry, string folder) => new()
    {
        SafeMode = false,
        BaseIri = Option(entry, "base") ?? BaseIri() + entry.GetProperty("input").GetString(),
        GeneralizedRdf = Option(entry, "produceGeneralizedRdf") == "True",
        RdfDirection = Option(entry, "rdfDirection") switch
        {
            "i18n-datatype" => RdfDirection.I18nDatatype,
            "compound-literal" => RdfDirection.CompoundLiteral,
            _ => null,
        },
        ExpandContext = Option(entry, "expandContext") is { } file
            ? (ReadOnlyMemory<byte>?)File.ReadAllBytes(Path.Combine(folder, file))
            : null,
    };

    private static string? Option(JsonElement entry, string name) =>
        entry.TryGetProperty("option", out JsonElement options) && options.TryGetProperty(name, out JsonElement value)
            ? value.ToString()
            : null;

    private static string BaseIri()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(s_manifest!));
        return manifest.RootElement.GetProperty("baseIri").GetString()!;
    }

    private static Dictionary<string, JsonElement> Manifest()
    {
        if (s_manifest is null)
        {
            return [];
        }

        using var manifest = JsonDocument.Parse(File.ReadAllBytes(s_manifest));
        return manifest.RootElement.GetProperty("sequence").EnumerateArray()
            .ToDictionary(e => e.GetProperty("@id").GetString()!, e => e.Clone(), StringComparer.Ordinal);
    }
}
