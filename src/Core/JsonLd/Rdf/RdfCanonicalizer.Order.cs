namespace LearnCoin.Core.JsonLd;

/// <content>
/// The order of N-Quads lines without comparing lines. No canonical term is the beginning of another one followed by something less than a
/// space, so lines compare as their terms do, one after the other. Few subjects and predicates are distinct: they are ranked once, a quad's
/// first two terms become one number, and only equal numbers need a look at the object.
/// </content>
internal sealed partial class RdfCanonicalizer
{
    private const ulong BlankSubject = 1UL << 63;
    private const int PredicateBits = 24;
    private int[] _rankOf = new int[256];
    private int[] _ranked = new int[64];
    private ulong[] _keys = new ulong[256];
    private int[] _sorted = new int[256];

    private void RankTerms()
    {
        Ensure(ref _rankOf, dataset.TermCount);
        _rankOf.AsSpan(0, dataset.TermCount).Fill(-1);
        int count = 0;
        foreach (ref readonly Quad quad in dataset.Quads)
        {
            Collect(quad.Subject, ref count);
            Collect(quad.Predicate, ref count);
        }

        _ranked.AsSpan(0, count).Sort(_byBytes);
        for (int i = 0; i < count; i++)
        {
            _rankOf[_ranked[i]] = i;
        }
    }

    private void Collect(int term, ref int count)
    {
        if (_rankOf[term] < 0 && !dataset.IsBlank(term))
        {
            _rankOf[term] = 0;
            Ensure(ref _ranked, count + 1);
            _ranked[count++] = term;
        }
    }

    /// <summary>Sorts <paramref name="quads"/> as their lines sort when blank nodes are written with the given labels.</summary>
    private void Sort(Span<int> quads, int self)
    {
        Ensure(ref _keys, quads.Length);
        Span<ulong> keys = _keys.AsSpan(0, quads.Length);
        for (int i = 0; i < quads.Length; i++)
        {
            ref readonly Quad quad = ref dataset.Quads[quads[i]];
            keys[i] = SubjectKey(quad.Subject, self) | PredicateKey(quad.Predicate);
        }

        if (quads.Length <= 12)
        {
            InsertionSort(keys, quads, self);
            return;
        }

        keys.Sort(quads);
        for (int from = 0; from < quads.Length;)
        {
            int to = from + 1;
            while (to < quads.Length && keys[to] == keys[from])
            {
                to++;
            }

            if (to - from > 1)
            {
                quads[from..to].Sort((a, b) => CompareTails(a, b, self));
            }

            from = to;
        }
    }

    private void InsertionSort(Span<ulong> keys, Span<int> quads, int self)
    {
        for (int i = 1; i < quads.Length; i++)
        {
            ulong key = keys[i];
            int quad = quads[i];
            int at = i;
            for (; at > 0 && (keys[at - 1] > key || (keys[at - 1] == key && CompareTails(quads[at - 1], quad, self) > 0)); at--)
            {
                keys[at] = keys[at - 1];
                quads[at] = quads[at - 1];
            }

            keys[at] = key;
            quads[at] = quad;
        }
    }

    // "<" sorts before "_", so IRIs come first.
    private ulong SubjectKey(int term, int self) => (dataset.IsBlank(term)
        ? BlankSubject | LabelKey(_blankOf[term], self)
        : (ulong)_rankOf[term] << PredicateBits);

    // A blank predicate (generalized RDF only) sorts after all IRIs; among themselves CompareTails decides.
    private ulong PredicateKey(int term) => dataset.IsBlank(term) ? (1UL << PredicateBits) - 1 : (ulong)_rankOf[term];

    /// <summary>A number that orders blank nodes as their labels do: "a" and "z" for first-degree hashes, else the decimal digits.</summary>
    private ulong LabelKey(int blank, int self)
    {
        if (self >= 0)
        {
            return blank == self ? 0 : 1UL << PredicateBits;
        }

        // Digits from the left, four bits each and none less than one, so that "1" sorts before "10" and "10" before "2".
        ulong key = 0;
        int number = _labels[blank];
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10)
        {
            digits++;
        }

        for (int i = 0; i < digits; i++, number /= 10)
        {
            key |= (ulong)(number % 10 + 1) << (4 * i);
        }

        return key << (4 * (9 - digits)) << PredicateBits;
    }

    private int CompareTails(int left, int right, int self)
    {
        Quad a = dataset.Quads[left];
        Quad b = dataset.Quads[right];
        int order = a.Predicate == b.Predicate ? 0 : Compare(a.Predicate, b.Predicate, self);
        order = order == 0 && a.Object != b.Object ? Compare(a.Object, b.Object, self) : order;
        return order != 0 || a.Graph == b.Graph ? order : CompareGraphs(a.Graph, b.Graph, self);
    }

    private int Compare(int left, int right, int self)
    {
        bool leftBlank = dataset.IsBlank(left);
        bool rightBlank = dataset.IsBlank(right);
        if (leftBlank && rightBlank)
        {
            return LabelKey(_blankOf[left], self).CompareTo(LabelKey(_blankOf[right], self));
        }

        // Literals and IRIs begin with a quote or "<", both less than "_".
        return leftBlank || rightBlank ? leftBlank.CompareTo(rightBlank) : dataset.Bytes(left).SequenceCompareTo(dataset.Bytes(right));
    }

    // A line without graph goes on with ".", which is less than "<" and "_".
    private int CompareGraphs(int left, int right, int self) =>
        left == Dataset.DefaultGraph ? -1 : right == Dataset.DefaultGraph ? 1 : Compare(left, right, self);
}
