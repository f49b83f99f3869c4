namespace LearnCoin.Core.JsonLd;

/// <content>Growing the buffers and tables.</content>
internal sealed partial class Dataset
{
    private ref RdfTerm NextTerm()
    {
        if (TermCount == _terms.Length)
        {
            Array.Resize(ref _terms, TermCount * 2);
        }

        return ref _terms[TermCount];
    }

    private void Reserve(int count)
    {
        if (_arena.Length - _length < count)
        {
            Array.Resize(ref _arena, Math.Max(_arena.Length * 2, _length + count));
        }
    }

    private void GrowTermTable()
    {
        int size = _termTable.Length * 2;
        _termTable = new int[size];
        for (int id = 1; id < TermCount; id++)
        {
            if (_terms[id].Length == 0)
            {
                continue;
            }

            int slot = (int)_terms[id].Hash & (size - 1);
            while (_termTable[slot] != 0)
            {
                slot = (slot + 1) & (size - 1);
            }

            _termTable[slot] = id;
        }
    }

    private void GrowQuadTable()
    {
        int size = _quadTable.Length * 2;
        _quadTable = new int[size];
        for (int i = 0; i < QuadCount; i++)
        {
            int slot = HashOf(_quads[i]) & (size - 1);
            while (_quadTable[slot] != 0)
            {
                slot = (slot + 1) & (size - 1);
            }

            _quadTable[slot] = i + 1;
        }
    }
}
