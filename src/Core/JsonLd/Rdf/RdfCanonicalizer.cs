namespace LearnCoin.Core.JsonLd;

/// <summary>
/// RDFC-1.0 (W3C Recommendation). Blank nodes that their own quads tell apart are labelled at once; only the others go through the costly
/// Hash N-Degree Quads. Not thread-safe; reusable.
/// </summary>
internal sealed partial class RdfCanonicalizer(Dataset dataset)
{
    private readonly Comparison<int> _byBytes = (a, b) => dataset.Bytes(a).SequenceCompareTo(dataset.Bytes(b));
    private readonly ByteWriter _scratch = new();
    private readonly ByteWriter _output = new();
    private int[] _blankOf = new int[256];
    private int[] _blanks = new int[64];
    private int[] _labels = new int[64];
    private int[] _mentionStart = new int[65];
    private int[] _mentions = new int[256];
    private int[] _order = new int[64];
    private byte[] _hashes = new byte[64 * RdfcHasher.MaxLength];
    private int _blankCount;
    private RdfcHasher _hasher;
    private int _workLimit;
    private int _work;

    /// <summary>Steps the last call took, of those its work limit allowed.</summary>
    public int Work => _work;

    /// <summary>Canonicalizes the dataset; the result holds until the next call.</summary>
    public ReadOnlySpan<byte> Canonicalize(RdfcHash hash, int workLimit)
    {
        _hasher = new RdfcHasher(hash);
        _workLimit = workLimit;
        _work = 0;
        FindBlanks();
        RankTerms();
        Label();
        return WriteSorted();
    }

    /// <summary>The canonical number of a blank node of the dataset, or below 0 when no quad holds it.</summary>
    public int CanonicalNumber(int term) => _blankOf[term] < 0 ? -1 : _labels[_blankOf[term]];

    private void FindBlanks()
    {
        if (_blankOf.Length < dataset.TermCount)
        {
            _blankOf = new int[dataset.TermCount * 2];
        }

        _blankOf.AsSpan(0, dataset.TermCount).Fill(-1);
        _blankCount = 0;
        int mentions = 0;
        foreach (ref readonly Quad quad in dataset.Quads)
        {
            mentions += Find(quad.Subject) + Find(quad.Predicate) + Find(quad.Object) + Find(quad.Graph);
        }

        Ensure(ref _labels, _blankCount);
        Ensure(ref _order, _blankCount);
        Ensure(ref _mentionStart, _blankCount + 1);
        Ensure(ref _mentions, mentions);
        _labels.AsSpan(0, _blankCount).Fill(-1);
        if (_blankCount > 1)
        {
            IndexMentions();
        }
    }

    private int Find(int term)
    {
        if (!dataset.IsBlank(term))
        {
            return 0;
        }

        if (_blankOf[term] < 0)
        {
            _blankOf[term] = _blankCount;
            Ensure(ref _blanks, _blankCount + 1);
            _blanks[_blankCount++] = term;
        }

        return 1;
    }

    // For each blank node the quads that hold it, each once: first counted, then placed.
    private void IndexMentions()
    {
        Span<int> start = _mentionStart.AsSpan(0, _blankCount + 1);
        start.Clear();
        Span<int> held = stackalloc int[4];
        foreach (ref readonly Quad quad in dataset.Quads)
        {
            foreach (int blank in held[..Held(quad, held)])
            {
                start[blank + 1]++;
            }
        }

        for (int i = 0; i < _blankCount; i++)
        {
            start[i + 1] += start[i];
        }

        for (int i = 0; i < dataset.QuadCount; i++)
        {
            foreach (int blank in held[..Held(dataset.Quads[i], held)])
            {
                _mentions[start[blank]++] = i;
            }
        }

        for (int i = _blankCount; i > 0; i--)
        {
            start[i] = start[i - 1];
        }

        start[0] = 0;
    }

    private int Held(in Quad quad, Span<int> held)
    {
        int count = 0;
        ReadOnlySpan<int> terms = [quad.Subject, quad.Predicate, quad.Object, quad.Graph];
        foreach (int term in terms)
        {
            int blank = _blankOf[term];
            if (blank >= 0 && held[..count].IndexOf(blank) < 0)
            {
                held[count++] = blank;
            }
        }

        return count;
    }

    private void Label()
    {
        if (_blankCount <= 1)
        {
            _labels[0] = 0;
            return;
        }

        Ensure(ref _hashes, _blankCount * _hasher.Length);
        for (int blank = 0; blank < _blankCount; blank++)
        {
            _order[blank] = blank;
            HashFirstDegree(blank, HashOf(blank));
        }

        _order.AsSpan(0, _blankCount).Sort((a, b) => HashOf(a).SequenceCompareTo(HashOf(b)));
        int next = 0;
        bool ambiguous = false;
        for (int i = 0; i < _blankCount; i++)
        {
            if (SameHash(i, i - 1) || SameHash(i, i + 1))
            {
                ambiguous = true;
            }
            else
            {
                _labels[_order[i]] = next++;
            }
        }

        if (ambiguous)
        {
            LabelAmbiguous(next);
        }
    }

    private Span<byte> HashOf(int blank) => _hashes.AsSpan(blank * _hasher.Length, _hasher.Length);

    private bool SameHash(int i, int j) => j >= 0 && j < _blankCount && HashOf(_order[i]).SequenceEqual(HashOf(_order[j]));

    /// <summary>4.6.3 Hash First Degree Quads.</summary>
    private void HashFirstDegree(int blank, Span<byte> destination)
    {
        Span<int> quads = _mentions.AsSpan(_mentionStart[blank], _mentionStart[blank + 1] - _mentionStart[blank]);
        Sort(quads, blank);
        _scratch.Clear();
        foreach (int index in quads)
        {
            ref readonly Quad quad = ref dataset.Quads[index];
            WriteFor(blank, quad.Subject);
            WriteFor(blank, quad.Predicate);
            WriteFor(blank, quad.Object);
            if (quad.Graph != Dataset.DefaultGraph)
            {
                WriteFor(blank, quad.Graph);
            }

            _scratch.Write(".\n"u8);
        }

        _hasher.Hash(_scratch.Written, destination);
    }

    private void WriteFor(int blank, int term)
    {
        if (dataset.IsBlank(term))
        {
            _scratch.Write(_blankOf[term] == blank ? "_:a "u8 : "_:z "u8);
        }
        else
        {
            _scratch.WriteWithSpace(dataset.Bytes(term));
        }
    }

    private static void Ensure<T>(ref T[] array, int count)
    {
        if (array.Length < count)
        {
            Array.Resize(ref array, Math.Max(count, array.Length * 2));
        }
    }
}
