using BenchmarkDotNet.Attributes;
using LearnCoin.Core.JsonLd;

namespace LearnCoin.Benchmarks;

/// <summary>Canonicalize and hash one credential (JSON-LD to RDF in safe mode, RDFC-1.0, SHA-256), on four shapes.</summary>
[MemoryDiagnoser]
public class CanonicalizeBenchmark
{
    private readonly byte[] _hash = new byte[32];
    private byte[] _document = [];

    [Params("small", "typical", "many", "long")]
    public string Shape { get; set; } = "small";

    [GlobalSetup]
    public void Setup() => _document = BenchmarkDocuments.Create(Shape);

    [Benchmark]
    public void CanonicalizeAndHash() => Canonicalizer.Shared.Hash(_document, _hash);
}
