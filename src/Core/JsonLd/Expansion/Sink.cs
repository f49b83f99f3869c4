namespace LearnCoin.Core.JsonLd;

/// <summary>What an expanded value is to its surroundings.</summary>
internal enum SinkMode : byte
{
    /// <summary>Nothing refers to it: a node at the top or in a graph.</summary>
    Top,

    /// <summary>Object of a property.</summary>
    Property,

    /// <summary>Subject of a reversed property.</summary>
    Reverse,

    /// <summary>Next item of the list being collected.</summary>
    List,

    /// <summary>Value of a @list container: a list object here is that list, anything else its item.</summary>
    ListContainer,

    /// <summary>Node of an included block.</summary>
    Included,
}

/// <summary>Whether a value becomes a graph of its own (@graph containers).</summary>
internal enum GraphWrap : byte
{
    None,
    Always,
    UnlessGraphObject,
}

/// <summary>Where an expanded value goes. Term ids below 0 mean "not well-formed": what would name them is left out.</summary>
internal readonly record struct Sink(int Graph, SinkMode Mode, int Subject = -1, int Predicate = -1, GraphWrap Wrap = GraphWrap.None, bool Muted = false)
{
    /// <summary>Quads that hang on this place would have no well-formed subject, predicate or graph.</summary>
    public bool IsMuted => Mode is SinkMode.Property or SinkMode.Reverse ? (Subject | Predicate | Graph) < 0 : Muted || Graph < 0;
}

/// <summary>What a map container adds to each of its values. 0 means nothing.</summary>
internal readonly record struct MapEntry(int IndexPredicate, int IndexValue, int Id, int Type, int IndexToken);

/// <summary>What a value expanded to.</summary>
internal enum Expanded : byte
{
    Nothing,
    Value,
    Node,
    List,
    Array,
}

internal enum IriKind : byte
{
    Null,
    Keyword,
    Iri,
    Blank,
    Relative,
    Malformed,
}

internal readonly record struct ExpandedIri(IriKind Kind, int Term = -1, Keyword Keyword = Keyword.Absent);
