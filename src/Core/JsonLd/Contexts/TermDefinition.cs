using System.Text;

namespace LearnCoin.Core.JsonLd;

[Flags]
internal enum Containers : byte
{
    None = 0,
    List = 1,
    Set = 2,
    Language = 4,
    Index = 8,
    Id = 16,
    Type = 32,
    Graph = 64,
}

internal static class ContainersQueries
{
    public static bool HasAny(this Containers containers, Containers flags) => (containers & flags) != Containers.None;
}

internal enum TypeCoercion : byte
{
    /// <summary>No type mapping.</summary>
    Undefined,
    Id,
    Vocab,
    Json,
    None,
    Iri,
}

/// <summary>A string setting that can be absent, set to null, or set to a value.</summary>
internal readonly record struct Setting(bool IsDefined, string? Value)
{
    public static Setting Of(string? value) => new(true, value);
}

/// <summary>A term definition (JSON-LD 1.1, 4.1), made by <see cref="TermDefiner"/> and unchanged afterwards.</summary>
internal sealed class TermDefinition(string term)
{
    public string Term { get; } = term;

    public byte[] TermUtf8 { get; } = Encoding.UTF8.GetBytes(term);

    /// <summary>The IRI mapping: an IRI, a blank node identifier, a keyword, or null for a term that is only there to be ignored.</summary>
    public string? Iri { get; set; }

    public Keyword Keyword { get; set; }

    public bool Prefix { get; set; }

    public bool Protected { get; set; }

    public bool Reverse { get; set; }

    public Containers Containers { get; set; }

    public TypeCoercion Coercion { get; set; }

    public string? TypeIri { get; set; }

    public Setting Language { get; set; }

    public Setting Direction { get; set; }

    public string? Index { get; set; }

    public string? Nest { get; set; }

    public ContextValue? LocalContext { get; set; }

    /// <summary>What documents need of <see cref="Iri"/>, prepared once.</summary>
    public CompiledIri? Compiled { get; private set; }

    public byte[] IriUtf8 { get; private set; } = [];

    /// <summary>"^^&lt;datatype&gt;" for a coerced literal; empty when there is no datatype or it is xsd:string.</summary>
    public byte[] DatatypeSuffix { get; private set; } = [];

    public bool DatatypeIsWellFormed { get; private set; } = true;

    public void Freeze()
    {
        if (Iri is not null && Keyword == Keyword.Absent)
        {
            Compiled = new CompiledIri(Iri);
            IriUtf8 = Encoding.UTF8.GetBytes(Iri);
        }

        if (TypeIri is not null)
        {
            DatatypeIsWellFormed = IriReference.IsWellFormed(TypeIri);
            DatatypeSuffix = TypeIri == Vocabulary.XsdString ? [] : Encoding.UTF8.GetBytes("^^<" + TypeIri + ">");
        }
    }

    /// <summary>Same in everything but <see cref="Protected"/>: then a protected term may be stated again (JSON-LD 1.1, 4.1.11).</summary>
    public bool SameAs(TermDefinition other) =>
        Iri == other.Iri && Keyword == other.Keyword && Prefix == other.Prefix && Reverse == other.Reverse
        && Containers == other.Containers && Coercion == other.Coercion && TypeIri == other.TypeIri && Language == other.Language
        && Direction == other.Direction && Index == other.Index && Nest == other.Nest
        && (LocalContext is null ? other.LocalContext is null
            : other.LocalContext is not null && LocalContext.Value.DeepEquals(other.LocalContext.Value));
}
