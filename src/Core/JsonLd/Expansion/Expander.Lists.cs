namespace LearnCoin.Core.JsonLd;

/// <content>Lists (5.1.2 steps 13.4.9 and 13.11; 7.3 List to RDF Conversion).</content>
internal sealed partial class Expander
{
    private Expanded ExpandList(
        int token, int value, ActiveContext context, TermDefinition? term, int property, in Sink sink, in MapEntry map)
    {
        if (sink.Mode == SinkMode.Included)
        {
            throw Fail("invalid @included value", token);
        }

        if (property < 0)
        {
            return Dropped(token);
        }

        if (sink.Mode == SinkMode.Reverse)
        {
            throw Fail("invalid reverse property value", token);
        }

        if (sink.Wrap != GraphWrap.None)
        {
            WrapInGraph(sink, map, token);
            Dropped(token);
            return Expanded.Node;
        }

        if (sink.Mode == SinkMode.ListContainer)
        {
            Expand(value, context, term, property, ItemOf(sink), default, false);
            return Expanded.List;
        }

        NestedList(value, context, term, property, sink, map, false);
        return Expanded.List;
    }

    /// <summary>Collects a value's items and links the list they make.</summary>
    private void NestedList(
        int value, ActiveContext context, TermDefinition? term, int property, in Sink sink, in MapEntry map, bool fromMap)
    {
        if (map.IndexPredicate != 0)
        {
            throw Fail("invalid set or list object", value);
        }

        int first = _listCount;
        Expand(value, context, term, property, new Sink(sink.Graph, SinkMode.List, Muted: sink.IsMuted), default, fromMap);
        FinishList(first, sink, value);
    }

    private Expanded ListContainer(int value, in Entry entry, TermDefinition term, in Sink sink)
    {
        int first = _listCount;
        var place = new Sink(sink.Graph, SinkMode.ListContainer, Muted: sink.IsMuted);
        Expanded result = Expand(value, entry.Context, term, entry.Name, place, default, false);
        if (result != Expanded.Nothing)
        {
            FinishList(first, sink, value);
        }

        return result;
    }

    private void FinishList(int first, in Sink sink, int token)
    {
        if (sink.Mode == SinkMode.Reverse)
        {
            throw Fail("invalid reverse property value", token);
        }

        int count = _listCount - first;
        _listCount = first;
        if (sink.IsMuted)
        {
            Link(sink, -1);
            return;
        }

        int head = count == 0 ? _dataset.Intern(Vocabulary.Nil) : _dataset.NewBlank();
        int cell = head;
        for (int i = 0; i < count; i++)
        {
            int item = _listItems[first + i];
            if (item >= 0)
            {
                _dataset.Add(cell, _dataset.Intern(Vocabulary.First), item, sink.Graph);
            }

            int next = i == count - 1 ? _dataset.Intern(Vocabulary.Nil) : _dataset.NewBlank();
            _dataset.Add(cell, _dataset.Intern(Vocabulary.Rest), next, sink.Graph);
            cell = next;
        }

        Link(sink, head);
    }
}
