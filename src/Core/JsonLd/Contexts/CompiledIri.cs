using System.Text;

namespace LearnCoin.Core.JsonLd;

/// <summary>A property or type IRI in the form quads need it: bytes with brackets, and a slot for a per-document memo of its term id.</summary>
internal sealed class CompiledIri
{
    private static int s_lastSlot;

    public CompiledIri(string iri)
    {
        IsBlank = iri.StartsWith("_:", StringComparison.Ordinal);
        IsWellFormed = IsBlank || IriReference.IsWellFormed(iri);
        IsProperty = iri.Contains(':', StringComparison.Ordinal);
        Bytes = Encoding.UTF8.GetBytes(IsBlank ? iri : "<" + iri + ">");
        Slot = Interlocked.Increment(ref s_lastSlot) & (Dataset.MemoSize - 1);
    }

    /// <summary>The N-Quads form: in angle brackets, or a blank node label.</summary>
    public byte[] Bytes { get; }

    public bool IsBlank { get; }

    public bool IsWellFormed { get; }

    /// <summary>Expansion keeps a member only when what it maps to holds a colon (JSON-LD 1.1 API, 5.1.2 step 13.3).</summary>
    public bool IsProperty { get; }

    public int Slot { get; }
}
