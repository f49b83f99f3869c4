using System.Text;

namespace LearnCoin.Core.JsonLd;

/// <content>Properties and their containers (5.1.2 steps 13.5 to 13.14).</content>
internal sealed partial class Expander
{
    private Expanded ExpandProperty(in Entry entry, int subject, int graph, bool reversed)
    {
        TermDefinition? term = entry.Term;
        int value = entry.Name + 1;
        SinkMode mode = reversed != (term?.Reverse ?? false) ? SinkMode.Reverse : SinkMode.Property;
        var sink = new Sink(graph, mode, subject, entry.Predicate);
        if (term is null)
        {
            return Expand(value, entry.Context, null, entry.Name, sink, default, false);
        }

        Containers containers = term.Containers;
        if (term.Coercion == TypeCoercion.Json)
        {
            return JsonProperty(value, entry.Context, term, sink);
        }

        if (_tape.Kind(value) == JsonKind.Object)
        {
            if (containers.HasAny(Containers.Language))
            {
                return LanguageMap(value, entry.Context, term, sink);
            }

            if (containers.HasAny(Containers.Index | Containers.Id | Containers.Type))
            {
                return MapContainer(value, entry, term, sink);
            }
        }

        if (containers.HasAny(Containers.List))
        {
            return ListContainer(value, entry, term, sink);
        }

        if (containers.HasAny(Containers.Graph))
        {
            bool mapped = containers.HasAny(Containers.Index | Containers.Id);
            return Expand(value, entry.Context, term, entry.Name, mapped ? sink : sink with { Wrap = GraphWrap.Always }, default, false);
        }

        return Expand(value, entry.Context, term, entry.Name, sink, default, false);
    }

    private Expanded JsonProperty(int value, ActiveContext context, TermDefinition term, in Sink sink)
    {
        Sink place = sink;
        int first = _listCount;
        bool list = term.Containers.HasAny(Containers.List);
        if (list)
        {
            place = new Sink(sink.Graph, SinkMode.List, Muted: sink.IsMuted);
        }
        else if (term.Containers.HasAny(Containers.Graph))
        {
            place = sink with { Wrap = GraphWrap.Always };
        }

        EmitLiteral(ExpandValue(value, context, term, place, out _), place, default, value);
        if (list)
        {
            FinishList(first, sink, value);
        }

        return Expanded.Value;
    }

    private Expanded LanguageMap(int value, ActiveContext context, TermDefinition term, in Sink sink)
    {
        string? direction = term.Direction.IsDefined ? term.Direction.Value : context.Direction;
        byte[] directionBytes = direction is null ? [] : Encoding.UTF8.GetBytes(direction);
        int end = _tape[value].Next;
        for (int name = value + 1; name < end; name = _tape[name + 1].Next)
        {
            ExpandedIri key = ExpandIri(context, _tape.Bytes(name), vocab: true, documentRelative: false);
            byte[] language = key.Keyword == Keyword.None ? [] : LowerCase(_tape.Bytes(name));
            if (language.Length == 0 && key.Keyword != Keyword.None)
            {
                // An empty tag is no tag: not well-formed.
                NotWellFormed(JsonLdErrorCodes.InvalidLanguageTag, name);
                continue;
            }

            int item = name + 1;
            int last = _tape[item].Next;
            if (_tape.Kind(item) == JsonKind.Array)
            {
                item++;
            }

            for (; item < last; item = _tape[item].Next)
            {
                if (_tape.Kind(item) == JsonKind.Null)
                {
                    continue;
                }

                if (_tape.Kind(item) != JsonKind.String)
                {
                    throw Fail("invalid language map value", item);
                }

                int literal = Literal(item, new LiteralKind { Language = language, Direction = directionBytes }, sink);
                EmitLiteral(literal, sink, default, item);
            }
        }

        return Expanded.Array;
    }

    private Expanded MapContainer(int value, in Entry entry, TermDefinition term, in Sink sink)
    {
        ActiveContext context = entry.Context;
        Containers containers = term.Containers;
        ActiveContext mapContext =
            containers.HasAny(Containers.Id | Containers.Type) && context.Previous is not null ? context.Previous : context;
        Sink place = containers.HasAny(Containers.Graph) ? sink with { Wrap = GraphWrap.UnlessGraphObject } : sink;
        int end = _tape[value].Next;
        for (int name = value + 1; name < end; name = _tape[name + 1].Next)
        {
            ReadOnlySpan<byte> index = _tape.Bytes(name);
            ActiveContext itemContext = mapContext;
            if (containers.HasAny(Containers.Type) && mapContext.Find(index, _tape[name].Hash) is { LocalContext: not null } type)
            {
                itemContext = mapContext.Scoped(type, true, _contexts.Processor);
            }

            TermDefinition? itemTerm = ReferenceEquals(itemContext, context) ? term : itemContext.Find(term.TermUtf8);
            ExpandedIri expanded = ExpandIri(context, index, vocab: true, documentRelative: false);
            MapEntry map = expanded.Keyword == Keyword.None ? default : MapEntryOf(name, expanded, context, term, sink);
            Expand(name + 1, itemContext, itemTerm, entry.Name, place, map, true);
        }

        return Expanded.Array;
    }

    private MapEntry MapEntryOf(int name, in ExpandedIri expanded, ActiveContext context, TermDefinition term, in Sink sink)
    {
        if (term.Containers.HasAny(Containers.Index))
        {
            if (term.Index is null or "@index")
            {
                return new MapEntry(0, 0, 0, 0, name);
            }

            byte[] key = Encoding.UTF8.GetBytes(term.Index);
            ExpandedIri predicate = ExpandIri(context, key, vocab: true, documentRelative: false);
            int indexValue = ExpandValue(name, context, context.Find(key), sink, out _);
            return new MapEntry(Predicate(predicate.Kind == IriKind.Blank, predicate.Term, name), indexValue, 0, 0, 0);
        }

        if (term.Containers.HasAny(Containers.Id))
        {
            ExpandedIri id = ExpandIri(context, _tape.Bytes(name), vocab: false, documentRelative: true);
            return new MapEntry(0, 0, Identifier(id, name), 0, 0);
        }

        if (expanded.Kind is IriKind.Iri or IriKind.Blank)
        {
            return new MapEntry(0, 0, 0, expanded.Term, 0);
        }

        return _safe ? throw Fail(JsonLdErrorCodes.UndefinedType, name) : default;
    }
}
