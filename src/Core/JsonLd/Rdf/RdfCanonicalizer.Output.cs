namespace LearnCoin.Core.JsonLd;

/// <content>Canonical N-Quads, sorted by code point, which for UTF-8 is the order of the bytes.</content>
internal sealed partial class RdfCanonicalizer
{
    private ReadOnlySpan<byte> WriteSorted()
    {
        Ensure(ref _sorted, dataset.QuadCount);
        Span<int> quads = _sorted.AsSpan(0, dataset.QuadCount);
        for (int i = 0; i < quads.Length; i++)
        {
            quads[i] = i;
        }

        Sort(quads, -1);
        _output.Clear();
        foreach (int index in quads)
        {
            ref readonly Quad quad = ref dataset.Quads[index];
            WriteCanonical(quad.Subject);
            WriteCanonical(quad.Predicate);
            WriteCanonical(quad.Object);
            if (quad.Graph != Dataset.DefaultGraph)
            {
                WriteCanonical(quad.Graph);
            }

            _output.Write(".\n"u8);
        }

        return _output.Written;
    }

    private void WriteCanonical(int term)
    {
        if (dataset.IsBlank(term))
        {
            _output.Write("_:c14n"u8);
            _output.WriteNumber(_labels[_blankOf[term]]);
            _output.Write((byte)' ');
        }
        else
        {
            _output.WriteWithSpace(dataset.Bytes(term));
        }
    }
}
