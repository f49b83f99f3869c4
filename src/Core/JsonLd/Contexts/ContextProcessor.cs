using System.Collections.Concurrent;

namespace LearnCoin.Core.JsonLd;

/// <summary>The Context Processing algorithm (JSON-LD 1.1 API, 4.1.2), with context documents parsed once.</summary>
internal sealed class ContextProcessor(IContextSource source, CanonicalizerOptions options)
{
    private const int RemoteContextLimit = 32;
    private readonly ConcurrentDictionary<string, ContextValue> _documents = new(StringComparer.Ordinal);

    public bool SafeMode => options.SafeMode;

    public ActiveContext Root()
    {
        var root = new ActiveContext { BaseIri = options.BaseIri, OriginalBase = options.BaseIri };
        if (options.ExpandContext is not { } json)
        {
            return root;
        }

        JsonTape tape = JsonTape.Parse(json.Span, options.MaxDepth);
        var value = new ContextValue(tape, 0, options.BaseIri);
        int inner = value.Kind == JsonKind.Object ? value.Member("@context"u8) : -1;
        return Process(root, inner >= 0 ? value.At(inner) : value, []);
    }

    public ActiveContext Process(ActiveContext active, ContextValue local) => Process(active, local, []);

    public ActiveContext ProcessScoped(ActiveContext active, TermDefinition term, bool byType) =>
        Process(active, term.LocalContext!.Value, [], overrideProtected: !byType, propagate: !byType);

    /// <param name="remote">IRIs of the context documents being processed, outermost first.</param>
    /// <param name="validateScoped">False while a scoped context is only tried out: then a document already seen is skipped.</param>
    public ActiveContext Process(
        ActiveContext active, ContextValue local, List<string> remote,
        bool overrideProtected = false, bool propagate = true, bool validateScoped = true)
    {
        if (local.Kind == JsonKind.Object && local.Member("@propagate"u8) is var flag and >= 0)
        {
            propagate = local.Tape.Kind(flag) != JsonKind.False;
        }

        ActiveContext result = active.Clone();
        if (!propagate)
        {
            result.Previous ??= active;
        }

        if (local.Kind != JsonKind.Array)
        {
            return Apply(result, local, remote, overrideProtected, propagate, validateScoped);
        }

        int end = local.Tape[local.Token].Next;
        for (int item = local.Token + 1; item < end; item = local.Tape[item].Next)
        {
            result = Apply(result, local.At(item), remote, overrideProtected, propagate, validateScoped);
        }

        return result;
    }

    private ActiveContext Apply(
        ActiveContext result, ContextValue item, List<string> remote, bool overrideProtected, bool propagate, bool validateScoped)
    {
        switch (item.Kind)
        {
            case JsonKind.Null:
                if (!overrideProtected && result.HasProtectedTerms)
                {
                    throw new JsonLdException("invalid context nullification");
                }

                ActiveContext initial = result.Initial();
                initial.Previous = propagate ? null : result.Previous ?? result;
                return initial;
            case JsonKind.String:
                return ApplyDocument(result, item, remote, overrideProtected, validateScoped);
            case JsonKind.Object:
                new ContextDefinition(this, result, item, remote, overrideProtected).Apply();
                return result;
            default:
                throw new JsonLdException("invalid local context");
        }
    }

    private ActiveContext ApplyDocument(
        ActiveContext result, ContextValue item, List<string> remote, bool overrideProtected, bool validateScoped)
    {
        string iri = IriReference.Resolve(item.BaseUrl, item.Tape.String(item.Token));
        if (!IriReference.IsAbsolute(iri))
        {
            throw new JsonLdException("loading document failed", null, "a relative context IRI");
        }

        if (remote.Contains(iri))
        {
            return !validateScoped
                ? result
                : throw new JsonLdException("recursive context inclusion", null, iri);
        }

        if (remote.Count >= RemoteContextLimit)
        {
            throw new JsonLdException("context overflow", null, iri);
        }

        return Process(result, Load(iri), [.. remote, iri], overrideProtected, true, validateScoped);
    }

    /// <summary>The @context value of a context document.</summary>
    public ContextValue Load(string iri) => _documents.TryGetValue(iri, out ContextValue known) ? known : _documents.GetOrAdd(iri, Read(iri));

    private ContextValue Read(string iri)
    {
        if (source.Find(iri) is not { } json)
        {
            throw new JsonLdException("loading remote context failed", null, $"{iri} is not among the contexts at hand");
        }

        JsonTape tape;
        try
        {
            tape = JsonTape.Parse(json.Span, options.MaxDepth);
        }
        catch (JsonLdException exception)
        {
            throw new JsonLdException("loading remote context failed", null, iri, exception);
        }

        var document = new ContextValue(tape, 0, iri);
        int context = document.Kind == JsonKind.Object ? document.Member("@context"u8) : -1;
        return context >= 0 ? document.At(context) : throw new JsonLdException("invalid remote context", null, iri);
    }
}
