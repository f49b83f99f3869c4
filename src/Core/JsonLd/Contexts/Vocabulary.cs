namespace LearnCoin.Core.JsonLd;

/// <summary>The RDF and XSD names that conversion itself writes.</summary>
internal static class Vocabulary
{
    public const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    public const string Xsd = "http://www.w3.org/2001/XMLSchema#";
    public const string XsdString = Xsd + "string";
    public const string XsdDouble = Xsd + "double";

    public static readonly CompiledIri Type = new(Rdf + "type");
    public static readonly CompiledIri First = new(Rdf + "first");
    public static readonly CompiledIri Rest = new(Rdf + "rest");
    public static readonly CompiledIri Nil = new(Rdf + "nil");
    public static readonly CompiledIri Value = new(Rdf + "value");
    public static readonly CompiledIri Language = new(Rdf + "language");
    public static readonly CompiledIri Direction = new(Rdf + "direction");

    public static ReadOnlySpan<byte> JsonSuffix => "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>"u8;

    public static ReadOnlySpan<byte> BooleanSuffix => "^^<http://www.w3.org/2001/XMLSchema#boolean>"u8;

    public static ReadOnlySpan<byte> IntegerSuffix => "^^<http://www.w3.org/2001/XMLSchema#integer>"u8;

    public static ReadOnlySpan<byte> DoubleSuffix => "^^<http://www.w3.org/2001/XMLSchema#double>"u8;
}
