namespace LearnCoin.Core.JsonLd;

/// <content>Node objects (5.1.2 steps 13.4, 16 to 19; 6.2; 7.1).</content>
internal sealed partial class Expander
{
    private Expanded ExpandNode(
        int token, ActiveContext context, ref Shape shape, int first, int property, in Sink sink, in MapEntry map)
    {
        CheckAnnotations(first);
        if (_safe && (shape.Has(Keyword.Language) || shape.Has(Keyword.Direction)))
        {
            throw Fail(JsonLdErrorCodes.DroppedValue, token, "@language or @direction outside a value object");
        }

        if (property < 0 && sink.Mode != SinkMode.Included && (shape.IsEmpty || shape.OnlyHas(Keyword.Id, Keyword.Id)))
        {
            NodeId(first, shape);
            return Dropped(token);
        }

        bool isGraphObject = shape.Has(Keyword.Graph) && !shape.HasOther(Keyword.Graph, Keyword.Id, Keyword.Index);
        if (sink.Wrap == GraphWrap.Always || (sink.Wrap == GraphWrap.UnlessGraphObject && !isGraphObject))
        {
            int graph = WrapInGraph(sink, map, token);
            WriteNode(token, context, ref shape, first, new Sink(graph, SinkMode.Top), default);
            return Expanded.Node;
        }

        WriteNode(token, context, ref shape, first, sink, map);
        return Expanded.Node;
    }

    private int NodeId(int first, in Shape shape)
    {
        if (!shape.Has(Keyword.Id))
        {
            return 0;
        }

        ref readonly Entry entry = ref _entries[Single(Keyword.Id, first)];
        int value = entry.Name + 1;
        if (_tape.Kind(value) != JsonKind.String)
        {
            throw Fail("invalid @id value", value);
        }

        return Identifier(ExpandIri(entry.Context, _tape.Bytes(value), vocab: false, documentRelative: true), value);
    }

    private void WriteNode(int token, ActiveContext context, ref Shape shape, int first, in Sink sink, in MapEntry map)
    {
        int id = NodeId(first, shape);
        if (id == 0)
        {
            id = map.Id != 0 ? map.Id : _dataset.NewBlank();
        }

        int end = _entryCount;
        AddMapEntry(id, sink.Graph, map);
        if (map.IndexToken != 0 && !shape.Has(Keyword.Index))
        {
            CheckIndex(map.IndexToken, id, sink.Graph, token);
        }

        Link(sink, id);
        bool said = false;
        for (int i = first; i < end; i++)
        {
            Entry entry = _entries[i];
            switch (entry.Keyword)
            {
                case Keyword.Absent:
                    said |= ExpandProperty(entry, id, sink.Graph, reversed: false) != Expanded.Nothing;
                    break;
                case Keyword.Type:
                    AddTypes(entry.Name + 1, shape.TypeScope, id, sink.Graph);
                    break;
                case Keyword.Included:
                    Expand(entry.Name + 1, entry.Context, null, -1, new Sink(sink.Graph, SinkMode.Included), default, false);
                    break;
                case Keyword.Reverse:
                    ExpandReverse(entry.Name + 1, entry.Context, id, sink.Graph);
                    break;
                case Keyword.Index:
                    CheckIndex(entry.Name + 1, id, sink.Graph, entry.Name);
                    break;
            }
        }

        if (shape.Has(Keyword.Graph))
        {
            // A document that says nothing else than @graph means the default graph.
            Entry entry = _entries[Single(Keyword.Graph, first)];
            bool isDocument = token == 0 && !said && !shape.HasOtherKeyword(Keyword.Graph);
            Expand(entry.Name + 1, entry.Context, null, -1, new Sink(isDocument ? Dataset.DefaultGraph : id, SinkMode.Top), default, false);
        }
    }

    private void AddTypes(int value, ActiveContext scope, int subject, int graph)
    {
        if (_tape.Kind(value) == JsonKind.Array)
        {
            int end = _tape[value].Next;
            for (int item = value + 1; item < end; item = _tape[item].Next)
            {
                AddType(item, scope, subject, graph);
            }

            return;
        }

        AddType(value, scope, subject, graph);
    }

    private void AddType(int value, ActiveContext scope, int subject, int graph)
    {
        if (_tape.Kind(value) != JsonKind.String)
        {
            throw Fail("invalid type value", value);
        }

        ExpandedIri type = ExpandIri(scope, _tape.Bytes(value), vocab: true, documentRelative: true);
        if (type.Kind is not (IriKind.Iri or IriKind.Blank))
        {
            if (_safe)
            {
                throw Fail(type.Kind == IriKind.Malformed ? JsonLdErrorCodes.MalformedIri : JsonLdErrorCodes.UndefinedType, value);
            }

            return;
        }

        if ((subject | graph) >= 0)
        {
            _dataset.Add(subject, _dataset.Intern(Vocabulary.Type), type.Term, graph);
        }
    }

    private void ExpandReverse(int value, ActiveContext context, int subject, int graph)
    {
        if (_tape.Kind(value) != JsonKind.Object)
        {
            throw Fail("invalid @reverse value", value);
        }

        if (context.Previous is not null && !KeepsTypeScope(value, context))
        {
            context = context.Previous;
        }

        int local = FindMember(value, "@context"u8);
        if (local >= 0)
        {
            context = LocalContext(context, local);
        }

        int first = _entryCount;
        var shape = default(Shape);
        Classify(value, context, ref shape, inReverse: true);
        int end = _entryCount;
        for (int i = first; i < end; i++)
        {
            ExpandProperty(_entries[i], subject, graph, reversed: true);
        }

        _entryCount = first;
    }

    /// <summary>Checks the members that say nothing in RDF but may still be wrong.</summary>
    private void CheckAnnotations(int first)
    {
        for (int i = first; i < _entryCount; i++)
        {
            int value = _entries[i].Name + 1;
            switch (_entries[i].Keyword)
            {
                case Keyword.Language when _tape.Kind(value) != JsonKind.String:
                    throw Fail("invalid language-tagged string", value);
                case Keyword.Direction when !IsDirection(value):
                    throw Fail("invalid base direction", value);
                case Keyword.Index when _tape.Kind(value) != JsonKind.String:
                    throw Fail("invalid @index value", value);
            }
        }
    }

    private bool IsDirection(int value) =>
        _tape.Kind(value) == JsonKind.String && (_tape.Bytes(value).SequenceEqual("ltr"u8) || _tape.Bytes(value).SequenceEqual("rtl"u8));

    // One node may not carry two indexes (6.2 step 6.8), even when it is given in two places.
    private void CheckIndex(int index, int subject, int graph, int token)
    {
        _indexes ??= [];
        ReadOnlySpan<byte> value = _tape.Bytes(index);
        if (!_indexes.TryGetValue((graph, subject), out byte[]? known))
        {
            _indexes[(graph, subject)] = value.ToArray();
        }
        else if (subject >= 0 && !value.SequenceEqual(known))
        {
            throw Fail("conflicting indexes", token);
        }
    }
}
