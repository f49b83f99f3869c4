namespace LearnCoin.Core.JsonLd;

/// <summary>
/// JSON-LD to RDF in one walk: expansion, node map generation and deserialization (JSON-LD 1.1 API, 5.1, 6.2 and 7.1) are one recursion that
/// writes quads as it meets them. This is sound because a dataset is a set: the order of members and the merging of nodes with one
/// identifier cannot be seen in it. Not thread-safe; reusable.
/// </summary>
internal sealed partial class Expander
{
    private readonly Dataset _dataset;
    private readonly JsonTape _tape = new();
    private readonly Comparison<int> _byName;
    private Entry[] _entries = new Entry[64];
    private int[] _listItems = new int[64];
    private int _entryCount;
    private int _listCount;
    private ContextCache _contexts = null!;
    private CanonicalizerOptions _options = null!;
    private Dictionary<(int Graph, int Subject), byte[]>? _indexes;
    private bool _safe;

    public Expander(Dataset dataset)
    {
        _dataset = dataset;
        _byName = (a, b) => _tape.Bytes(a).SequenceCompareTo(_tape.Bytes(b));
    }

    /// <summary>Fills the dataset with what the document says.</summary>
    public void ToRdf(ReadOnlySpan<byte> json, ContextCache contexts, CanonicalizerOptions options)
    {
        _dataset.Clear();
        _entryCount = 0;
        _listCount = 0;
        _indexes = null;
        _contexts = contexts;
        _options = options;
        _safe = options.SafeMode;
        _tape.Read(json, options.MaxDepth);
        Expand(0, contexts.Root, null, -1, new Sink(Dataset.DefaultGraph, SinkMode.Top), default, false);
    }

    /// <param name="token">The value.</param>
    /// <param name="context">The active context.</param>
    /// <param name="term">The active property's definition in that context, if it has one.</param>
    /// <param name="property">The active property's name token; below 0 when it is null or @graph.</param>
    /// <param name="fromMap">The value stands in an index, id or type map: a type's context then still holds.</param>
    private Expanded Expand(
        int token, ActiveContext context, TermDefinition? term, int property, in Sink sink, in MapEntry map, bool fromMap)
    {
        switch (_tape.Kind(token))
        {
            case JsonKind.Null:
                return sink.Mode == SinkMode.Included ? throw Fail("invalid @included value", token) : Expanded.Nothing;
            case JsonKind.Array:
                int end = _tape[token].Next;
                for (int item = token + 1; item < end; item = _tape[item].Next)
                {
                    if (_tape.Kind(item) == JsonKind.Array && sink.Mode is SinkMode.List or SinkMode.ListContainer)
                    {
                        NestedList(item, context, term, property, sink, map, fromMap);
                    }
                    else
                    {
                        Expand(item, context, term, property, ItemOf(sink), map, fromMap);
                    }
                }

                return Expanded.Array;
            case JsonKind.Object:
                return ExpandObject(token, context, term, property, sink, map, fromMap);
            default:
                return ExpandScalar(token, context, term, property, sink, map);
        }
    }

    // Inside an array a list object is an item, not the list itself.
    private static Sink ItemOf(in Sink sink) => sink.Mode == SinkMode.ListContainer ? sink with { Mode = SinkMode.List } : sink;

    private Expanded ExpandScalar(int token, ActiveContext context, TermDefinition? term, int property, in Sink sink, in MapEntry map)
    {
        if (property < 0)
        {
            return sink.Mode == SinkMode.Included ? throw Fail("invalid @included value", token) : Dropped(token);
        }

        if (term?.LocalContext is not null)
        {
            context = context.Scoped(term, false, _contexts.Processor);
            term = context.Find(term.TermUtf8);
        }

        int value = ExpandValue(token, context, term, sink, out bool isNode);
        if (isNode)
        {
            if (sink.Wrap != GraphWrap.None)
            {
                WrapInGraph(sink, map, token);
                return Expanded.Node;
            }

            AddMapEntry(value, sink.Graph, map);
            Link(sink, value);
            return Expanded.Node;
        }

        return EmitLiteral(value, sink, map, token);
    }

    private Expanded EmitLiteral(int literal, in Sink sink, in MapEntry map, int token)
    {
        if (sink.Mode == SinkMode.Reverse)
        {
            throw Fail("invalid reverse property value", token);
        }

        if (sink.Mode == SinkMode.Included)
        {
            throw Fail("invalid @included value", token);
        }

        if (map.IndexPredicate != 0 && sink.Wrap == GraphWrap.None)
        {
            throw Fail("invalid value object", token);
        }

        if (sink.Wrap != GraphWrap.None)
        {
            WrapInGraph(sink, map, token);
            Dropped(token);
            return Expanded.Node;
        }

        Link(sink, literal);
        return Expanded.Value;
    }

    /// <summary>Makes the graph node a @graph container calls for, linked to the place the value stands in.</summary>
    private int WrapInGraph(in Sink sink, in MapEntry map, int token)
    {
        int graph = map.Id != 0 ? map.Id : _dataset.NewBlank();
        AddMapEntry(graph, sink.Graph, map with { Id = 0 });
        if (map.IndexToken != 0 && map.Id != 0)
        {
            CheckIndex(map.IndexToken, graph, sink.Graph, token);
        }

        Link(sink, graph);
        return graph;
    }

    private void AddMapEntry(int node, int graph, in MapEntry map)
    {
        if ((node | graph) < 0)
        {
            return;
        }

        if (map.Type > 0)
        {
            _dataset.Add(node, _dataset.Intern(Vocabulary.Type), map.Type, graph);
        }

        if (map.IndexPredicate > 0 && map.IndexValue > 0)
        {
            _dataset.Add(node, map.IndexPredicate, map.IndexValue, graph);
        }
    }

    private void Link(in Sink sink, int value)
    {
        switch (sink.Mode)
        {
            case SinkMode.Property:
                if ((sink.Subject | sink.Predicate | sink.Graph | value) >= 0)
                {
                    _dataset.Add(sink.Subject, sink.Predicate, value, sink.Graph);
                }

                break;
            case SinkMode.Reverse:
                if ((sink.Subject | sink.Predicate | sink.Graph | value) >= 0)
                {
                    _dataset.Add(value, sink.Predicate, sink.Subject, sink.Graph);
                }

                break;
            case SinkMode.List:
            case SinkMode.ListContainer:
                if (_listCount == _listItems.Length)
                {
                    Array.Resize(ref _listItems, _listCount * 2);
                }

                _listItems[_listCount++] = value;
                break;
        }
    }

    private Expanded Dropped(int token) =>
        _safe ? throw Fail(JsonLdErrorCodes.DroppedValue, token) : Expanded.Nothing;

    private JsonLdException Fail(string code, int token, string? detail = null) => new(code, _tape.PointerTo(token), detail);

    /// <summary>A member on its way from classification to processing.</summary>
    private struct Entry
    {
        public int Name;
        public int Predicate;
        public Keyword Keyword;
        public TermDefinition? Term;
        public ActiveContext Context;
    }
}
