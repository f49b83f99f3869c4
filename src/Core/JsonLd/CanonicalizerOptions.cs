namespace LearnCoin.Core.JsonLd;

/// <summary>How <see cref="Canonicalizer"/> works. The defaults are the product's.</summary>
public sealed record CanonicalizerOptions
{
    /// <summary>Refuse whatever would be left out of the result (default). Off only for conformance tests.</summary>
    public bool SafeMode { get; init; } = true;

    /// <summary>Base IRI for relative IRI references, or null: then they stay relative, which safe mode refuses.</summary>
    public string? BaseIri { get; init; }

    /// <summary>Deepest nesting of objects and arrays accepted in a document.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Steps (Hash N-Degree Quads calls and permutations) before <see cref="RdfcWorkLimitException"/>.</summary>
    public int RdfcWorkLimit { get; init; } = 20_000;

    /// <summary>The hash inside RDFC-1.0.</summary>
    public RdfcHash RdfcHash { get; init; } = RdfcHash.Sha256;

    /// <summary>What becomes of base directions; null drops them (safe mode then refuses them).</summary>
    internal RdfDirection? RdfDirection { get; init; }

    /// <summary>Keep blank node predicates (generalized RDF).</summary>
    internal bool GeneralizedRdf { get; init; }

    /// <summary>The expandContext option of the API: a JSON document whose @context is applied first.</summary>
    internal ReadOnlyMemory<byte>? ExpandContext { get; init; }
}

/// <summary>The hash function of RDFC-1.0 (section 4.1: SHA-256 is the default, SHA-384 the option).</summary>
public enum RdfcHash
{
    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>SHA-384.</summary>
    Sha384,
}

/// <summary>The rdfDirection option of the JSON-LD 1.1 API.</summary>
internal enum RdfDirection
{
    I18nDatatype,
    CompoundLiteral,
}
