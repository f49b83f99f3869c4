namespace LearnCoin.Core.JsonLd;

/// <summary>The Create Term Definition algorithm (JSON-LD 1.1 API, 4.2.2) and IRI expansion inside contexts (5.2.2).</summary>
internal sealed partial class TermDefiner(ContextDefinition context)
{
    private readonly Dictionary<string, bool> _defined = new(StringComparer.Ordinal);

    public string? ExpandDocumentRelative(string value) => Expand(value, documentRelative: true, useLocal: false);

    public void Define(string term)
    {
        if (_defined.TryGetValue(term, out bool done))
        {
            if (!done)
            {
                throw new JsonLdException("cyclic IRI mapping", null, term);
            }

            return;
        }

        if (term.Length == 0)
        {
            throw new JsonLdException("invalid term definition", null, "an empty term");
        }

        _defined[term] = false;
        context.TryGetMember(term, out ContextValue value);
        if (!MayBeDefined(term, value))
        {
            return;
        }

        context.Result.Terms.Remove(term, out TermDefinition? previous);
        bool simple = value.Kind == JsonKind.String;
        if (!simple && value.Kind is not (JsonKind.Null or JsonKind.Object))
        {
            throw new JsonLdException("invalid term definition", null, term);
        }

        var definition = new TermDefinition(term) { Protected = context.Protected };
        var reader = new TermReader(value, term);
        if (reader.Find("@protected", out ContextValue isProtected))
        {
            definition.Protected = ContextDefinition.Boolean(isProtected, "invalid @protected value");
        }

        TypeMapping(reader, definition);
        if (!IriMapping(reader, definition, simple))
        {
            return;
        }

        Details(reader, definition);
        if (!context.OverrideProtected && previous is { Protected: true })
        {
            if (!previous.SameAs(definition))
            {
                throw new JsonLdException("protected term redefinition", null, term);
            }

            definition = previous;
        }
        else
        {
            definition.Freeze();
        }

        context.Result.Terms[term] = definition;
        _defined[term] = true;
    }

    private bool MayBeDefined(string term, ContextValue value)
    {
        Keyword keyword = Keywords.Parse(term);
        if (keyword == Keyword.Type)
        {
            bool allowed = value.Kind == JsonKind.Object && value.Tape[value.Token].Next > value.Token + 1;
            int end = allowed ? value.Tape[value.Token].Next : 0;
            for (int key = value.Token + 1; key < end; key = value.Tape[key + 1].Next)
            {
                allowed &= value.Tape.String(key) switch
                {
                    "@container" => IsSet(value.At(key + 1)),
                    "@protected" => true,
                    _ => false,
                };
            }

            return allowed ? true : throw new JsonLdException("keyword redefinition", null, term);
        }

        if (keyword != Keyword.Absent)
        {
            throw new JsonLdException("keyword redefinition", null, term);
        }

        return !Keywords.HasForm(term) || Reserved(term);
    }

    private static bool IsSet(ContextValue container)
    {
        if (container.Kind == JsonKind.Array && container.Tape[container.Token].Next == container.Token + 2)
        {
            container = container.At(container.Token + 1);
        }

        return container.Kind == JsonKind.String && container.Tape.Bytes(container.Token).SequenceEqual("@set"u8);
    }

    // Texts of the form of a keyword are ignored with a warning; safe mode refuses to sign what they would have meant.
    private bool Reserved(string text) =>
        context.Processor.SafeMode ? throw new JsonLdException(JsonLdErrorCodes.ReservedTerm, null, text) : false;

    private void TypeMapping(TermReader reader, TermDefinition definition)
    {
        if (!reader.Find("@type", out ContextValue member))
        {
            return;
        }

        string? type = Expand(ContextDefinition.String(member, "invalid type mapping", definition.Term));
        definition.Coercion = Keywords.Parse(type) switch
        {
            Keyword.Id => TypeCoercion.Id,
            Keyword.Vocab => TypeCoercion.Vocab,
            Keyword.Json => TypeCoercion.Json,
            Keyword.None => TypeCoercion.None,
            Keyword.Absent when type is not null && IriReference.IsAbsolute(type) => TypeCoercion.Iri,
            _ => throw new JsonLdException("invalid type mapping", null, definition.Term),
        };
        definition.TypeIri = definition.Coercion == TypeCoercion.Iri ? type : null;
    }

    /// <summary>IRI expansion with vocab true (5.2.2), for a text in the context being processed.</summary>
    private string? Expand(string value, bool documentRelative = false, bool useLocal = true)
    {
        if (Keywords.Parse(value) != Keyword.Absent)
        {
            return value;
        }

        if (Keywords.HasForm(value))
        {
            return null;
        }

        if (useLocal)
        {
            DefineFirst(value);
        }

        if (context.Result.Terms.TryGetValue(value, out TermDefinition? term))
        {
            return term.Iri;
        }

        int colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
        {
            string prefix = value[..colon];
            string suffix = value[(colon + 1)..];
            if (prefix == "_" || suffix.StartsWith("//", StringComparison.Ordinal))
            {
                return value;
            }

            if (useLocal)
            {
                DefineFirst(prefix);
            }

            if (context.Result.Terms.TryGetValue(prefix, out TermDefinition? p) && p.Iri is not null && p.Prefix)
            {
                return p.Iri + suffix;
            }

            if (IriReference.IsAbsolute(value))
            {
                return value;
            }
        }

        if (context.Result.Vocab is not null)
        {
            return context.Result.Vocab + value;
        }

        return documentRelative ? IriReference.Resolve(context.Result.BaseIri, value) : value;
    }

    private void DefineFirst(string term)
    {
        if (context.TryGetMember(term, out _) && !(_defined.TryGetValue(term, out bool done) && done))
        {
            Define(term);
        }
    }
}
