namespace LearnCoin.Core.JsonLd;

/// <content>Objects: their context, and what kind of object they are (5.1.2 steps 7 to 13).</content>
internal sealed partial class Expander
{
    private Expanded ExpandObject(
        int token, ActiveContext context, TermDefinition? term, int property, in Sink sink, in MapEntry map, bool fromMap)
    {
        ActiveContext outer = context;
        if (context.Previous is not null && !fromMap && !KeepsTypeScope(token, context))
        {
            context = context.Previous;
        }

        if (term?.LocalContext is not null)
        {
            context = context.Scoped(term, false, _contexts.Processor);
        }

        int local = FindMember(token, "@context"u8);
        if (local >= 0)
        {
            context = LocalContext(context, local);
        }

        ActiveContext typeScope = context;
        context = ApplyTypeScopes(token, context, out int inputType);
        int first = _entryCount;
        var shape = new Shape { TypeScope = typeScope, InputType = inputType };
        Classify(token, context, ref shape, inReverse: false);
        Expanded result = ExpandShape(token, context, ref shape, first, outer, term, property, sink, map);
        _entryCount = first;
        return result;
    }

    private Expanded ExpandShape(
        int token, ActiveContext context, ref Shape shape, int first, ActiveContext outer, TermDefinition? term, int property,
        in Sink sink, in MapEntry map)
    {
        if (shape.Has(Keyword.Value))
        {
            return ExpandValueObject(token, ref shape, first, property, sink, map);
        }

        if (shape.Has(Keyword.List) || shape.Has(Keyword.Set))
        {
            if (!shape.OnlyHas(Keyword.List, Keyword.Index) && !shape.OnlyHas(Keyword.Set, Keyword.Index))
            {
                throw Fail("invalid set or list object", token);
            }

            TermDefinition? inner = term is null || ReferenceEquals(outer, context) ? term : context.Find(term.TermUtf8);
            int value = _entries[Single(shape.Has(Keyword.List) ? Keyword.List : Keyword.Set, first)].Name + 1;
            CheckAnnotations(first);
            return shape.Has(Keyword.List)
                ? ExpandList(token, value, context, inner, property, sink, map)
                : ExpandSet(value, context, inner, property, sink, map);
        }

        if (shape.OnlyHas(Keyword.Language, Keyword.Language))
        {
            CheckAnnotations(first);
            return Dropped(token);
        }

        return ExpandNode(token, context, ref shape, first, property, sink, map);
    }

    private int Single(Keyword keyword, int first)
    {
        int i = first;
        while (_entries[i].Keyword != keyword)
        {
            i++;
        }

        return i;
    }

    private Expanded ExpandSet(
        int value, ActiveContext context, TermDefinition? term, int property, in Sink sink, in MapEntry map)
    {
        if (sink.Mode == SinkMode.List && _tape.Kind(value) == JsonKind.Array && term is not null && term.Containers.HasAny(Containers.List))
        {
            NestedList(value, context, term, property, sink, map, false);
            return Expanded.List;
        }

        return Expand(value, context, term, property, sink, map, false);
    }

    /// <summary>Whether the object is a value object or only refers to a node: then a type's context is not left (step 7).</summary>
    private bool KeepsTypeScope(int token, ActiveContext context)
    {
        int end = _tape[token].Next;
        for (int name = token + 1; name < end; name = _tape[name + 1].Next)
        {
            if (context.IsAlias(Keyword.Value, _tape.Bytes(name), _tape[name].Hash))
            {
                return true;
            }
        }

        return token + 1 < end && _tape[token + 2].Next == end && context.IsAlias(Keyword.Id, _tape.Bytes(token + 1), _tape[token + 1].Hash);
    }

    private int FindMember(int token, ReadOnlySpan<byte> name)
    {
        int end = _tape[token].Next;
        for (int key = token + 1; key < end; key = _tape[key + 1].Next)
        {
            if (_tape[key].Length == name.Length && _tape.Bytes(key).SequenceEqual(name))
            {
                return key + 1;
            }
        }

        return -1;
    }

    private ActiveContext LocalContext(ActiveContext context, int token)
    {
        try
        {
            return _contexts.Apply(context, _tape, token);
        }
        catch (JsonLdException exception) when (exception.Pointer is null)
        {
            throw new JsonLdException(exception.Code, _tape.PointerTo(token), exception.Message, exception);
        }
    }
}
