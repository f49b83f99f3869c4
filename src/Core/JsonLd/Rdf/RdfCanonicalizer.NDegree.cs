using System.Text;

namespace LearnCoin.Core.JsonLd;

/// <content>Blank nodes that only their relations tell apart (RDFC-1.0, 4.4.3 step 5, 4.7 and 4.8).</content>
internal sealed partial class RdfCanonicalizer
{
    private void LabelAmbiguous(int next)
    {
        int i = 0;
        while (i < _blankCount)
        {
            int end = i + 1;
            while (end < _blankCount && SameHash(i, end))
            {
                end++;
            }

            if (end - i > 1)
            {
                next = LabelGroup(i, end, next);
            }

            i = end;
        }
    }

    private int LabelGroup(int from, int to, int next)
    {
        var paths = new List<(string Hash, IdentifierIssuer Issuer)>();
        for (int i = from; i < to; i++)
        {
            int blank = _order[i];
            if (_labels[blank] >= 0)
            {
                continue;
            }

            var issuer = new IdentifierIssuer();
            issuer.Issue(blank);
            paths.Add(HashNDegree(blank, issuer));
        }

        // Nodes with equal hashes here are interchangeable: whichever comes first, the result is the same.
        paths.Sort((a, b) => string.CompareOrdinal(a.Hash, b.Hash));
        foreach ((_, IdentifierIssuer issuer) in paths)
        {
            foreach (int blank in issuer.Order)
            {
                if (_labels[blank] < 0)
                {
                    _labels[blank] = next++;
                }
            }
        }

        return next;
    }

    private void Spend(int steps)
    {
        _work += steps;
        if (_work > _workLimit)
        {
            throw new RdfcWorkLimitException(_workLimit);
        }
    }

    /// <summary>4.8 Hash N-Degree Quads.</summary>
    private (string Hash, IdentifierIssuer Issuer) HashNDegree(int blank, IdentifierIssuer issuer)
    {
        Spend(1 + _mentionStart[blank + 1] - _mentionStart[blank]);
        var data = new StringBuilder();
        foreach ((string hash, List<int> related) in Related(blank, issuer))
        {
            data.Append(hash);
            string chosenPath = "";
            IdentifierIssuer chosen = issuer;
            int[] permutation = [.. related];
            Array.Sort(permutation);
            do
            {
                // Each permutation copies the issuer, so a long chain of equal nodes is charged for its length.
                Spend(permutation.Length + (issuer.Order.Count >> 4));
                IdentifierIssuer copy = issuer.Copy();
                string? path = PathOf(permutation, ref copy, chosenPath);
                if (path is not null && (chosenPath.Length == 0 || string.CompareOrdinal(path, chosenPath) < 0))
                {
                    chosenPath = path;
                    chosen = copy;
                }
            }
            while (NextPermutation(permutation));

            data.Append(chosenPath);
            issuer = chosen;
        }

        return (_hasher.HexOf(Encoding.UTF8.GetBytes(data.ToString())), issuer);
    }

    /// <summary>The path of one permutation, or null when it cannot be less than the one chosen so far.</summary>
    private string? PathOf(int[] permutation, ref IdentifierIssuer issuer, string chosenPath)
    {
        var path = new StringBuilder();
        List<int>? recursion = null;
        foreach (int node in permutation)
        {
            if (_labels[node] >= 0)
            {
                path.Append("_:c14n").Append(_labels[node]);
                continue;
            }

            if (!issuer.TryGet(node, out _))
            {
                (recursion ??= []).Add(node);
            }

            path.Append("_:b").Append(issuer.Issue(node));
        }

        if (IsWorse(path, chosenPath))
        {
            return null;
        }

        foreach (int node in recursion ?? [])
        {
            (string hash, IdentifierIssuer next) = HashNDegree(node, issuer);
            path.Append("_:b").Append(issuer.Issue(node)).Append('<').Append(hash).Append('>');
            issuer = next;
            if (IsWorse(path, chosenPath))
            {
                return null;
            }
        }

        return path.ToString();
    }

    private static bool IsWorse(StringBuilder path, string chosen) =>
        chosen.Length > 0 && path.Length >= chosen.Length && string.CompareOrdinal(path.ToString(), chosen) > 0;

    private SortedDictionary<string, List<int>> Related(int blank, IdentifierIssuer issuer)
    {
        var byHash = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (int i = _mentionStart[blank]; i < _mentionStart[blank + 1]; i++)
        {
            Quad quad = dataset.Quads[_mentions[i]];
            AddRelated(byHash, blank, quad.Subject, quad, "s", issuer);
            AddRelated(byHash, blank, quad.Object, quad, "o", issuer);
            AddRelated(byHash, blank, quad.Graph, quad, "g", issuer);
        }

        return byHash;
    }

    /// <summary>4.7 Hash Related Blank Node.</summary>
    private void AddRelated(
        SortedDictionary<string, List<int>> byHash, int blank, int term, in Quad quad, string position, IdentifierIssuer issuer)
    {
        int related = _blankOf[term];
        if (related < 0 || related == blank)
        {
            return;
        }

        var input = new StringBuilder(position);
        if (position != "g")
        {
            input.Append(Encoding.UTF8.GetString(dataset.Bytes(quad.Predicate)));
        }

        if (_labels[related] >= 0)
        {
            input.Append("_:c14n").Append(_labels[related]);
        }
        else if (issuer.TryGet(related, out int number))
        {
            input.Append("_:b").Append(number);
        }
        else
        {
            input.Append(Convert.ToHexStringLower(HashOf(related)));
        }

        string hash = _hasher.HexOf(Encoding.UTF8.GetBytes(input.ToString()));
        if (!byHash.TryGetValue(hash, out List<int>? nodes))
        {
            byHash.Add(hash, nodes = []);
        }

        nodes.Add(related);
    }

    private static bool NextPermutation(int[] items)
    {
        int i = items.Length - 2;
        while (i >= 0 && items[i] >= items[i + 1])
        {
            i--;
        }

        if (i < 0)
        {
            return false;
        }

        int j = items.Length - 1;
        while (items[j] <= items[i])
        {
            j--;
        }

        (items[i], items[j]) = (items[j], items[i]);
        Array.Reverse(items, i + 1, items.Length - i - 1);
        return true;
    }
}
