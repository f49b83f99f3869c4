namespace LearnCoin.Core.JsonLd;

/// <summary>
/// Contexts found in documents, compiled once: the key is the active context and the bytes of the @context value, so the usual array of IRIs
/// costs one look-up. Bounded, because a document may bring a context of its own.
/// </summary>
internal sealed class ContextCache
{
    private const int MaxEntries = 2048;
    private const int MaxKeyLength = 16 * 1024;
    private readonly CanonicalizerOptions _options;
    private int _entries;

    public ContextCache(IContextSource source, CanonicalizerOptions options)
    {
        _options = options;
        Processor = new ContextProcessor(source, options);
        Root = Processor.Root();
    }

    public ContextProcessor Processor { get; }

    public ActiveContext Root { get; }

    /// <summary>The owner then starts a new cache, so that a stream of odd contexts cannot keep the usual ones out.</summary>
    public bool IsFull => _entries >= MaxEntries;

    public ActiveContext Apply(ActiveContext active, JsonTape tape, int token)
    {
        // Strings lose their quotes on a tape; the IRI alone is as good a key, because no array or object looks like one. null gets its own.
        ReadOnlySpan<byte> raw = tape.Kind(token) == JsonKind.Null ? " null"u8 : tape.Bytes(token);
        if (active.TryGetDerived(raw, out ActiveContext? known))
        {
            return known;
        }

        byte[] key = raw.ToArray();
        ActiveContext result = Processor.Process(active, Keep(tape.Kind(token), key));
        if (key.Length <= MaxKeyLength && !IsFull)
        {
            Interlocked.Increment(ref _entries);
            active.AddDerived(key, result);
        }

        return result;
    }

    // The document's tape is reused for the next document; contexts outlive it and get a tape of their own.
    private ContextValue Keep(JsonKind kind, byte[] raw)
    {
        ReadOnlySpan<byte> json = kind == JsonKind.String ? System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(System.Text.Encoding.UTF8.GetString(raw)) : raw;
        return new ContextValue(JsonTape.Parse(json, _options.MaxDepth), 0, _options.BaseIri);
    }
}
