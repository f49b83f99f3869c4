namespace LearnCoin.Core.JsonLd;

/// <content>Type-scoped contexts (5.1.2 steps 10 to 12) and resolving members' names.</content>
internal sealed partial class Expander
{
    private readonly List<int> _typeTokens = [];

    private ActiveContext ApplyTypeScopes(int token, ActiveContext context, out int inputType)
    {
        inputType = -1;
        int end = _tape[token].Next;
        int firstName = -1;
        bool several = false;
        for (int name = token + 1; name < end; name = _tape[name + 1].Next)
        {
            if (!context.IsAlias(Keyword.Type, _tape.Bytes(name), _tape[name].Hash))
            {
                continue;
            }

            several |= firstName >= 0;
            if (firstName < 0 || _tape.Bytes(name).SequenceCompareTo(_tape.Bytes(firstName)) < 0)
            {
                firstName = name;
            }
        }

        if (firstName < 0)
        {
            return context;
        }

        inputType = LastValue(firstName + 1);
        ActiveContext typeScope = context;
        return several ? ApplySeveral(token, context, typeScope) : ApplyTypes(firstName + 1, context, typeScope);
    }

    private int LastValue(int value)
    {
        if (_tape.Kind(value) != JsonKind.Array)
        {
            return value;
        }

        int last = -1;
        int end = _tape[value].Next;
        for (int item = value + 1; item < end; item = _tape[item].Next)
        {
            last = item;
        }

        return last;
    }

    private ActiveContext ApplySeveral(int token, ActiveContext context, ActiveContext typeScope)
    {
        var names = new List<int>();
        int end = _tape[token].Next;
        for (int name = token + 1; name < end; name = _tape[name + 1].Next)
        {
            if (typeScope.IsAlias(Keyword.Type, _tape.Bytes(name), _tape[name].Hash))
            {
                names.Add(name);
            }
        }

        names.Sort(_byName);
        foreach (int name in names)
        {
            context = ApplyTypes(name + 1, context, typeScope);
        }

        return context;
    }

    private ActiveContext ApplyTypes(int value, ActiveContext context, ActiveContext typeScope)
    {
        if (_tape.Kind(value) == JsonKind.String)
        {
            return ApplyType(value, context, typeScope);
        }

        if (_tape.Kind(value) != JsonKind.Array)
        {
            return context;
        }

        _typeTokens.Clear();
        int end = _tape[value].Next;
        for (int item = value + 1; item < end; item = _tape[item].Next)
        {
            if (_tape.Kind(item) == JsonKind.String)
            {
                _typeTokens.Add(item);
            }
        }

        // Contexts of types are applied in code point order of the types (step 11.2).
        if (_typeTokens.Count > 1)
        {
            _typeTokens.Sort(_byName);
        }

        foreach (int item in _typeTokens)
        {
            context = ApplyType(item, context, typeScope);
        }

        return context;
    }

    private ActiveContext ApplyType(int value, ActiveContext context, ActiveContext typeScope)
    {
        TermDefinition? type = typeScope.Find(_tape.Bytes(value));
        return type?.LocalContext is null ? context : context.Scoped(type, true, _contexts.Processor);
    }

    /// <summary>What a member's name means; false when it is to be dropped.</summary>
    private bool Resolve(ref Entry entry, ReadOnlySpan<byte> key)
    {
        if (entry.Term is { } term)
        {
            entry.Keyword = term.Keyword;
            if (term.Keyword != Keyword.Absent)
            {
                return IsMemberKeyword(term.Keyword);
            }

            if (term.Compiled is not { IsProperty: true } compiled)
            {
                return false;
            }

            entry.Predicate = Predicate(compiled.IsBlank, compiled.IsWellFormed ? _dataset.Intern(compiled) : -1, entry.Name);
            return true;
        }

        ExpandedIri iri = ExpandIri(entry.Context, key, vocab: true, documentRelative: false);
        switch (iri.Kind)
        {
            case IriKind.Keyword:
                entry.Keyword = iri.Keyword;
                return IsMemberKeyword(iri.Keyword);
            case IriKind.Iri:
            case IriKind.Blank:
                entry.Predicate = Predicate(iri.Kind == IriKind.Blank, iri.Term, entry.Name);
                return true;
            case IriKind.Malformed:
            case IriKind.Relative when key.Contains((byte)':'):
                entry.Predicate = Predicate(false, -1, entry.Name);
                return true;
            default:
                return false;
        }
    }

    // Other keywords mean nothing outside a context; expansion leaves them without effect.
    private static bool IsMemberKeyword(Keyword keyword) => keyword is Keyword.Id or Keyword.Type or Keyword.Graph or Keyword.Included
        or Keyword.Value or Keyword.Language or Keyword.Direction or Keyword.Index or Keyword.List or Keyword.Set or Keyword.Reverse or Keyword.Nest;

    private int Predicate(bool isBlank, int term, int name)
    {
        if (isBlank && !_options.GeneralizedRdf)
        {
            return _safe ? throw Fail(JsonLdErrorCodes.BlankNodePredicate, name) : -1;
        }

        return term < 0 && _safe ? throw Fail(JsonLdErrorCodes.MalformedIri, name) : term;
    }
}
