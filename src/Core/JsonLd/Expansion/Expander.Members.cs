namespace LearnCoin.Core.JsonLd;

/// <content>An object's members, those of its @nest members among them, sorted into keywords and properties (5.1.2 steps 13 and 14).</content>
internal sealed partial class Expander
{
    private void Classify(int token, ActiveContext context, ref Shape shape, bool inReverse)
    {
        int end = _tape[token].Next;
        for (int name = token + 1; name < end; name = _tape[name + 1].Next)
        {
            ReadOnlySpan<byte> key = _tape.Bytes(name);
            if (key.SequenceEqual("@context"u8))
            {
                continue;
            }

            var entry = new Entry { Name = name, Context = context, Term = context.Find(key, _tape[name].Hash) };
            if (!Resolve(ref entry, key))
            {
                if (_safe)
                {
                    throw Fail(JsonLdErrorCodes.UnmappedMember, name);
                }

                continue;
            }

            if (entry.Keyword != Keyword.Absent)
            {
                if (inReverse)
                {
                    throw Fail("invalid reverse property map", name);
                }

                if (entry.Keyword == Keyword.Nest)
                {
                    Nested(name + 1, context, entry.Term, ref shape);
                    continue;
                }

                shape.Add(entry.Keyword, out bool again);
                if (again && entry.Keyword is not (Keyword.Included or Keyword.Type))
                {
                    throw Fail("colliding keywords", name);
                }
            }
            else
            {
                shape.Properties++;
            }

            Push(entry);
        }
    }

    private void Nested(int value, ActiveContext context, TermDefinition? nest, ref Shape shape)
    {
        if (_tape.Kind(value) == JsonKind.Array)
        {
            int end = _tape[value].Next;
            for (int item = value + 1; item < end; item = _tape[item].Next)
            {
                NestedObject(item, context, nest, ref shape);
            }

            return;
        }

        NestedObject(value, context, nest, ref shape);
    }

    private void NestedObject(int value, ActiveContext context, TermDefinition? nest, ref Shape shape)
    {
        if (nest?.LocalContext is not null)
        {
            context = context.Scoped(nest, false, _contexts.Processor);
        }

        if (_tape.Kind(value) != JsonKind.Object)
        {
            throw Fail("invalid @nest value", value);
        }

        int end = _tape[value].Next;
        for (int name = value + 1; name < end; name = _tape[name + 1].Next)
        {
            if (context.IsAlias(Keyword.Value, _tape.Bytes(name), _tape[name].Hash))
            {
                throw Fail("invalid @nest value", name);
            }
        }

        Classify(value, context, ref shape, inReverse: false);
    }

    private void Push(in Entry entry)
    {
        if (_entryCount == _entries.Length)
        {
            Array.Resize(ref _entries, _entryCount * 2);
        }

        _entries[_entryCount++] = entry;
    }

    /// <summary>Which keywords and how many properties an object has.</summary>
    private struct Shape
    {
        private uint _keywords;
        public int Properties;
        public ActiveContext TypeScope;

        /// <summary>The token of the last value of the first member that means @type; below 0 when there is none.</summary>
        public int InputType;

        public readonly bool IsEmpty => _keywords == 0 && Properties == 0;

        public readonly bool Has(Keyword keyword) => (_keywords & (1u << (int)keyword)) != 0;

        public readonly bool OnlyHas(Keyword one, Keyword optional) =>
            Properties == 0 && Has(one) && (_keywords & ~((1u << (int)one) | (1u << (int)optional))) == 0;

        public readonly bool HasOther(params ReadOnlySpan<Keyword> allowed)
        {
            uint rest = _keywords;
            foreach (Keyword keyword in allowed)
            {
                rest &= ~(1u << (int)keyword);
            }

            return rest != 0 || Properties != 0;
        }

        public readonly bool HasOtherKeyword(Keyword one) => (_keywords & ~(1u << (int)one)) != 0;

        public void Add(Keyword keyword, out bool again)
        {
            again = Has(keyword);
            _keywords |= 1u << (int)keyword;
        }
    }
}
