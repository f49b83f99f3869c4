namespace LearnCoin.Core.JsonLd;

/// <content>Containers and the other entries of a term definition (steps 19 to 26).</content>
internal sealed partial class TermDefiner
{
    private void Details(TermReader reader, TermDefinition definition)
    {
        string term = definition.Term;
        if (reader.Find("@container", out ContextValue container))
        {
            definition.Containers = ReadContainers(container, definition);
        }

        if (reader.Find("@index", out ContextValue index))
        {
            definition.Index = IndexMapping(index, definition);
        }

        if (reader.Find("@context", out ContextValue scoped))
        {
            TryScopedContext(scoped, term);
            definition.LocalContext = scoped;
        }

        bool typed = reader.Find("@type", out _);
        if (!typed && reader.Find("@language", out ContextValue language))
        {
            definition.Language =
                Setting.Of(ContextDefinition.StringOrNull(language, "invalid language mapping", term)?.ToLowerInvariant());
        }

        if (!typed && reader.Find("@direction", out ContextValue direction))
        {
            definition.Direction = Setting.Of(ContextDefinition.DirectionOf(direction));
        }

        if (reader.Find("@nest", out ContextValue nest))
        {
            definition.Nest = ContextDefinition.String(nest, "invalid @nest value", term);
            if (Keywords.Parse(definition.Nest) is not (Keyword.Absent or Keyword.Nest))
            {
                throw new JsonLdException("invalid @nest value", null, term);
            }
        }

        if (reader.Find("@prefix", out ContextValue prefix))
        {
            PrefixFlag(prefix, definition);
        }

        reader.RefuseUnknown();
    }

    private static void PrefixFlag(ContextValue prefix, TermDefinition definition)
    {
        if (definition.Term.AsSpan().ContainsAny(':', '/'))
        {
            throw new JsonLdException("invalid term definition", null, definition.Term);
        }

        definition.Prefix = ContextDefinition.Boolean(prefix, "invalid @prefix value");
        if (definition.Prefix && definition.Keyword != Keyword.Absent)
        {
            throw new JsonLdException("invalid term definition", null, definition.Term);
        }
    }

    private string IndexMapping(ContextValue index, TermDefinition definition)
    {
        if (!definition.Containers.HasAny(Containers.Index))
        {
            throw new JsonLdException("invalid term definition", null, definition.Term);
        }

        string value = ContextDefinition.String(index, "invalid term definition", definition.Term);
        string? iri = Expand(value);
        return iri is not null && Keywords.Parse(iri) == Keyword.Absent && IriReference.IsAbsolute(iri)
            ? value
            : throw new JsonLdException("invalid term definition", null, definition.Term);
    }

    // Tried only to find its errors now; it is processed again on top of the context it is used in.
    private void TryScopedContext(ContextValue scoped, string term)
    {
        try
        {
            context.Processor.Process(
                context.Result, scoped, [.. context.Remote], overrideProtected: true, validateScoped: false);
        }
        catch (JsonLdException exception)
        {
            throw new JsonLdException("invalid scoped context", null, term, exception);
        }
    }

    private static Containers ReadContainers(ContextValue value, TermDefinition definition)
    {
        Containers all = Containers.None;
        int count = 0;
        if (value.Kind == JsonKind.Array)
        {
            int end = value.Tape[value.Token].Next;
            for (int item = value.Token + 1; item < end; item = value.Tape[item].Next)
            {
                all |= ReadContainer(value.At(item), definition);
                count++;
            }
        }
        else if (value.Kind != JsonKind.Null || !definition.Reverse)
        {
            all = ReadContainer(value, definition);
            count = 1;
        }

        if (definition.Reverse && all.HasAny(~(Containers.Set | Containers.Index)))
        {
            throw new JsonLdException("invalid reverse property", null, definition.Term);
        }

        CheckCombination(all, count, definition);
        if (all.HasAny(Containers.Type))
        {
            definition.Coercion = definition.Coercion == TypeCoercion.Undefined ? TypeCoercion.Id : definition.Coercion;
            if (definition.Coercion is not (TypeCoercion.Id or TypeCoercion.Vocab))
            {
                throw new JsonLdException("invalid type mapping", null, definition.Term);
            }
        }

        return all;
    }

    private static Containers ReadContainer(ContextValue value, TermDefinition definition)
    {
        string? name = value.Kind == JsonKind.String ? value.Tape.String(value.Token) : null;
        return Keywords.Parse(name) switch
        {
            Keyword.List => Containers.List,
            Keyword.Set => Containers.Set,
            Keyword.Language => Containers.Language,
            Keyword.Index => Containers.Index,
            Keyword.Id => Containers.Id,
            Keyword.Type => Containers.Type,
            Keyword.Graph => Containers.Graph,
            _ => throw new JsonLdException(
                definition.Reverse ? "invalid reverse property" : "invalid container mapping", null, definition.Term),
        };
    }

    private static void CheckCombination(Containers all, int count, TermDefinition definition)
    {
        Containers withoutSet = all & ~Containers.Set;
        bool valid = withoutSet switch
        {
            Containers.List => count == 1,
            Containers.Graph | Containers.Id or Containers.Graph | Containers.Index => true,
            _ => System.Numerics.BitOperations.IsPow2((int)withoutSet) || withoutSet == Containers.None,
        };
        if (!valid)
        {
            throw new JsonLdException("invalid container mapping", null, definition.Term);
        }
    }
}
