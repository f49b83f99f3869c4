using System.Buffers;

namespace LearnCoin.Core.JsonLd;

internal enum TermKind : byte
{
    Iri,
    Literal,
    Blank,
}

internal struct RdfTerm
{
    public int Start;
    public int Length;
    public uint Hash;
    public TermKind Kind;
}

internal readonly record struct Quad(int Subject, int Predicate, int Object, int Graph);

/// <summary>
/// An RDF dataset as numbers: each distinct term is written once, in canonical N-Quads form, into one buffer; a quad is four term ids.
/// Reusable after <see cref="Clear"/>. Term 0 stands for the default graph.
/// </summary>
internal sealed partial class Dataset
{
    public const int DefaultGraph = 0;
    public const int MemoSize = 1024;
    private static readonly SearchValues<byte> s_escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\', 0x7F]);

    private readonly CompiledIri?[] _memoKeys = new CompiledIri?[MemoSize];
    private readonly int[] _memoTerms = new int[MemoSize];
    private byte[] _arena = new byte[16 * 1024];
    private RdfTerm[] _terms = new RdfTerm[256];
    private int[] _termTable = new int[512];
    private Quad[] _quads = new Quad[256];
    private int[] _quadTable = new int[512];
    private int _length;

    public int TermCount { get; private set; } = 1;

    public int QuadCount { get; private set; }

    public ReadOnlySpan<Quad> Quads => _quads.AsSpan(0, QuadCount);

    public ref readonly RdfTerm Term(int id) => ref _terms[id];

    public bool IsBlank(int id) => _terms[id].Kind == TermKind.Blank;

    /// <summary>The canonical N-Quads form; for a blank node its input label with "_:", empty when it has none.</summary>
    public ReadOnlySpan<byte> Bytes(int id) => _arena.AsSpan(_terms[id].Start, _terms[id].Length);

    public void Clear()
    {
        _length = 0;
        TermCount = 1;
        QuadCount = 0;
        _terms[DefaultGraph] = default;
        Array.Clear(_termTable);
        Array.Clear(_quadTable);
        Array.Clear(_memoKeys);
    }

    /// <summary>Drops the large buffers of an unusual document, so that a pooled dataset stays small.</summary>
    public bool IsLarge => _arena.Length > 4 << 20 || _quads.Length > 1 << 16;

    public int Intern(CompiledIri iri)
    {
        if (ReferenceEquals(_memoKeys[iri.Slot], iri))
        {
            return _memoTerms[iri.Slot];
        }

        int start = _length;
        Append(iri.Bytes);
        int id = Commit(start, iri.IsBlank ? TermKind.Blank : TermKind.Iri);
        _memoKeys[iri.Slot] = iri;
        _memoTerms[iri.Slot] = id;
        return id;
    }

    public int NewBlank()
    {
        ref RdfTerm term = ref NextTerm();
        term = new RdfTerm { Kind = TermKind.Blank };
        return TermCount++;
    }

    /// <summary>Where the next term begins: what is appended from here on becomes a term by <see cref="Commit"/> or is dropped by <see cref="Abandon"/>.</summary>
    public int Begin() => _length;

    public void Abandon(int start) => _length = start;

    public ReadOnlySpan<byte> Since(int start) => _arena.AsSpan(start, _length - start);

    public void Append(byte value)
    {
        Reserve(1);
        _arena[_length++] = value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_arena.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Appends text as it stands between the quotes of a canonical N-Quads literal (RDFC-1.0, 5).</summary>
    public void AppendEscaped(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        while (true)
        {
            int plain = text.IndexOfAny(s_escaped);
            if (plain < 0)
            {
                text.CopyTo(_arena.AsSpan(_length));
                _length += text.Length;
                return;
            }

            // Room for the rest of the text and the longest escape, so that the copies above and below need no check of their own.
            Reserve(text.Length + 6);
            text[..plain].CopyTo(_arena.AsSpan(_length));
            _length += plain;
            AppendEscape(text[plain]);
            text = text[(plain + 1)..];
        }
    }

    public int Commit(int start, TermKind kind)
    {
        ReadOnlySpan<byte> bytes = Since(start);
        uint hash = ByteHash.Of(bytes);
        int mask = _termTable.Length - 1;
        int slot = (int)hash & mask;
        for (; _termTable[slot] != 0; slot = (slot + 1) & mask)
        {
            int known = _termTable[slot];
            if (_terms[known].Hash == hash && Bytes(known).SequenceEqual(bytes))
            {
                _length = start;
                return known;
            }
        }

        ref RdfTerm term = ref NextTerm();
        term = new RdfTerm { Start = start, Length = bytes.Length, Hash = hash, Kind = kind };
        _termTable[slot] = TermCount;
        int id = TermCount++;
        if (TermCount * 2 > _termTable.Length)
        {
            GrowTermTable();
        }

        return id;
    }

    /// <summary>Adds a quad unless the dataset holds it.</summary>
    public void Add(int subject, int predicate, int obj, int graph)
    {
        var quad = new Quad(subject, predicate, obj, graph);
        int mask = _quadTable.Length - 1;
        int slot = HashOf(quad) & mask;
        for (; _quadTable[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_quads[_quadTable[slot] - 1] == quad)
            {
                return;
            }
        }

        if (QuadCount == _quads.Length)
        {
            Array.Resize(ref _quads, QuadCount * 2);
        }

        _quads[QuadCount++] = quad;
        _quadTable[slot] = QuadCount;
        if (QuadCount * 2 > _quadTable.Length)
        {
            GrowQuadTable();
        }
    }

    private static int HashOf(in Quad quad)
    {
        ulong hash = (((ulong)(uint)quad.Subject << 32) | (uint)quad.Object) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 29) ^ (((ulong)(uint)quad.Predicate << 32) | (uint)quad.Graph)) * 0xBF58476D1CE4E5B9;
        return (int)(hash >> 33);
    }

    private void AppendEscape(byte value)
    {
        byte letter = value switch
        {
            (byte)'"' or (byte)'\\' => value,
            (byte)'\n' => (byte)'n',
            (byte)'\t' => (byte)'t',
            (byte)'\r' => (byte)'r',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            _ => 0,
        };
        _arena[_length++] = (byte)'\\';
        if (letter != 0)
        {
            _arena[_length++] = letter;
            return;
        }

        "u00"u8.CopyTo(_arena.AsSpan(_length));
        _arena[_length + 3] = "0123456789ABCDEF"u8[value >> 4];
        _arena[_length + 4] = "0123456789ABCDEF"u8[value & 15];
        _length += 5;
    }
}
