namespace LearnCoin.Core.JsonLd;

/// <content>Canonical N-Quads, sorted by code point, which for UTF-8 is the order of the bytes.</content>
internal sealed partial class RdfCanonicalizer
{
    private ReadOnlySpan<byte> WriteSorted()
    {
        int count = dataset.QuadCount;
        Ensure(ref _lines, count);
        _scratch.Clear();
        for (int i = 0; i < count; i++)
        {
            int start = _scratch.Length;
            ref readonly Quad quad = ref dataset.Quads[i];
            WriteCanonical(quad.Subject);
            WriteCanonical(quad.Predicate);
            WriteCanonical(quad.Object);
            if (quad.Graph != Dataset.DefaultGraph)
            {
                WriteCanonical(quad.Graph);
            }

            _scratch.Write(".\n"u8);
            _lines[i] = new LineRange(start, _scratch.Length - start);
        }

        SortLines(count);
        _output.Clear();
        for (int i = 0; i < count; i++)
        {
            _output.Write(_scratch.Written.Slice(_lines[i].Start, _lines[i].Length));
        }

        return _output.Written;
    }

    private void WriteCanonical(int term)
    {
        if (dataset.IsBlank(term))
        {
            _scratch.Write("_:c14n"u8);
            _scratch.WriteNumber(_labels[_blankOf[term]]);
        }
        else
        {
            _scratch.Write(dataset.Bytes(term));
        }

        _scratch.Write((byte)' ');
    }
}
