using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.JsonLd;

namespace LearnCoin.Benchmarks;

/// <summary>One timed run over one file, for the side-by-side comparison of bench/peers/run.</summary>
internal static class Measurement
{
    /// <summary>Writes the documents and the contexts they need, so that every program measured reads the same bytes.</summary>
    public static int WriteDocuments(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string shape in BenchmarkDocuments.Shapes)
        {
            File.WriteAllBytes(Path.Combine(folder, shape + ".json"), BenchmarkDocuments.Create(shape));
        }

        var contexts = new JsonObject();
        foreach (string iri in EmbeddedContexts.Iris)
        {
            contexts[iri] = JsonNode.Parse(EmbeddedContexts.Instance.Find(iri)!.Value.Span);
        }

        File.WriteAllText(Path.Combine(folder, "contexts.json"), contexts.ToJsonString());
        return 0;
    }

    /// <summary>Canonicalizes and hashes the document with a new identifier each time; prints the rate and the unchanged document's hash.</summary>
    public static int Run(string file, double seconds)
    {
        byte[] document = File.ReadAllBytes(file);
        byte[] hash = new byte[32];
        Canonicalizer.Shared.Hash(document, hash);
        string known = Convert.ToHexStringLower(hash);
        int at = document.AsSpan().IndexOf(Encoding.ASCII.GetBytes(BenchmarkDocuments.CredentialId)) + BenchmarkDocuments.CredentialId.Length - 12;
        int next = 0;
        Repeat(seconds / 2, document, at, hash, ref next);
        double rate = Repeat(seconds, document, at, hash, ref next);
        Console.WriteLine(JsonSerializer.Serialize(new { per_second = rate, hash = known }));
        return 0;
    }

    private static double Repeat(double seconds, byte[] document, int at, byte[] hash, ref int next)
    {
        long started = Stopwatch.GetTimestamp();
        int count = 0;
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            for (int i = 0; i < 8; i++, count++)
            {
                Encoding.ASCII.GetBytes((++next).ToString("d12", CultureInfo.InvariantCulture), document.AsSpan(at));
                Canonicalizer.Shared.Hash(document, hash);
            }
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
