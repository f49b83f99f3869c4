using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace LearnCoin.Core.JsonLd;

/// <summary>
/// An active context (JSON-LD 1.1 API, 4.1). Built by <see cref="ContextProcessor"/>, then frozen and shared between threads. Contexts derived
/// from it are kept here, so that a repeated @context or scoped context costs one look-up.
/// </summary>
internal sealed class ActiveContext
{
    private readonly ConcurrentDictionary<ScopeKey, ActiveContext> _scoped = new();
    private readonly ConcurrentDictionary<byte[], ActiveContext> _derived = new(ByteArrayComparer.Instance);
    private TermDefinition?[]? _table;
    private uint[] _hashes = [];
    private (uint Hash, TermDefinition Term)[] _aliases = [];

    public Dictionary<string, TermDefinition> Terms { get; private init; } = new(StringComparer.Ordinal);

    public string? BaseIri { get; set; }

    public string? OriginalBase { get; init; }

    public string? Vocab { get; set; }

    public string? Language { get; set; }

    public string? Direction { get; set; }

    /// <summary>What new node objects go back to, when this context came from a type (propagation).</summary>
    public ActiveContext? Previous { get; set; }

    public bool HasProtectedTerms => Terms.Values.Any(t => t.Protected);

    public ActiveContext Clone() => new()
    {
        Terms = new Dictionary<string, TermDefinition>(Terms, StringComparer.Ordinal),
        BaseIri = BaseIri,
        OriginalBase = OriginalBase,
        Vocab = Vocab,
        Language = Language,
        Direction = Direction,
        Previous = Previous,
    };

    public ActiveContext Initial() => new() { BaseIri = OriginalBase, OriginalBase = OriginalBase };

    public ActiveContext Scoped(TermDefinition term, bool byType, ContextProcessor processor) =>
        _scoped.TryGetValue(new ScopeKey(term, byType), out ActiveContext? known)
            ? known
            : _scoped.GetOrAdd(new ScopeKey(term, byType), processor.ProcessScoped(this, term, byType));

    public bool TryGetDerived(ReadOnlySpan<byte> local, [NotNullWhen(true)] out ActiveContext? context) =>
        _derived.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(local, out context);

    public void AddDerived(byte[] local, ActiveContext context) => _derived.TryAdd(local, context);

    /// <summary>Whether a member's name is this keyword or a term for it.</summary>
    public bool IsAlias(Keyword keyword, ReadOnlySpan<byte> name, uint hash)
    {
        if (name.IsEmpty || name[0] == '@')
        {
            return Keywords.Parse(name) == keyword;
        }

        if (_table is null)
        {
            Freeze();
        }

        foreach ((uint aliasHash, TermDefinition alias) in _aliases)
        {
            if (aliasHash == hash && alias.Keyword == keyword && name.SequenceEqual(alias.TermUtf8))
            {
                return true;
            }
        }

        return false;
    }

    public TermDefinition? Find(ReadOnlySpan<byte> term) => Find(term, ByteHash.Of(term));

    public TermDefinition? Find(ReadOnlySpan<byte> term, uint hash)
    {
        TermDefinition?[] table = _table ?? Freeze();
        int mask = table.Length - 1;
        for (int slot = (int)hash & mask; table[slot] is { } candidate; slot = (slot + 1) & mask)
        {
            if (_hashes[slot] == hash && term.SequenceEqual(candidate.TermUtf8))
            {
                return candidate;
            }
        }

        return null;
    }

    private TermDefinition?[] Freeze()
    {
        lock (_scoped)
        {
            if (_table is not null)
            {
                return _table;
            }

            int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(Terms.Count * 2) + 2);
            var table = new TermDefinition?[size];
            var hashes = new uint[size];
            foreach (TermDefinition term in Terms.Values)
            {
                uint hash = ByteHash.Of(term.TermUtf8);
                int slot = (int)hash & (size - 1);
                while (table[slot] is not null)
                {
                    slot = (slot + 1) & (size - 1);
                }

                table[slot] = term;
                hashes[slot] = hash;
            }

            _hashes = hashes;
            _aliases = [.. Terms.Values.Where(t => t.Keyword != Keyword.Absent).Select(t => (ByteHash.Of(t.TermUtf8), t))];
            Volatile.Write(ref _table, table);
            return table;
        }
    }

    private readonly record struct ScopeKey(TermDefinition Term, bool ByType);
}
