using System.Text;
using LearnCoin.Core.JsonLd;

namespace LearnCoin.Core.Tests.JsonLd;

/// <summary>Whether two datasets are the same but for the labels of blank nodes, in two ways that share no code.</summary>
internal static class Isomorphism
{
    public static string Canonical(Dataset dataset) =>
        Encoding.UTF8.GetString(new RdfCanonicalizer(dataset).Canonicalize(RdfcHash.Sha256, 1_000_000));

    /// <summary>Backtracking over blank nodes with equal colours; knows nothing of RDFC-1.0.</summary>
    public static bool AreIsomorphic(Dataset left, Dataset right)
    {
        List<string[]> a = Read(left);
        List<string[]> b = Read(right);
        if (a.Count != b.Count)
        {
            return false;
        }

        Dictionary<string, string> coloursA = Colours(a);
        Dictionary<string, string> coloursB = Colours(b);
        if (coloursA.Count != coloursB.Count)
        {
            return false;
        }

        var wanted = b.Select(q => string.Join(' ', q)).ToHashSet(StringComparer.Ordinal);
        return Search(a, coloursA.Keys.Order(StringComparer.Ordinal).ToList(), 0, [], coloursA, coloursB, wanted);
    }

    private static bool Search(
        List<string[]> quads, List<string> nodes, int next, Dictionary<string, string> mapping,
        Dictionary<string, string> from, Dictionary<string, string> to, HashSet<string> wanted)
    {
        if (next == nodes.Count)
        {
            return quads.All(q => wanted.Contains(Apply(q, mapping)));
        }

        foreach (string candidate in to.Keys.Where(k => to[k] == from[nodes[next]] && !mapping.ContainsValue(k)).ToList())
        {
            mapping[nodes[next]] = candidate;
            bool holds = quads.Where(q => q.All(t => !IsBlank(t) || mapping.ContainsKey(t))).All(q => wanted.Contains(Apply(q, mapping)));
            if (holds && Search(quads, nodes, next + 1, mapping, from, to, wanted))
            {
                return true;
            }

            mapping.Remove(nodes[next]);
        }

        return false;
    }

    private static string Apply(string[] quad, Dictionary<string, string> mapping) =>
        string.Join(' ', quad.Select(t => IsBlank(t) ? mapping[t] : t));

    // A node's colour is the sorted list of its quads with the other nodes' colours of the round before.
    private static Dictionary<string, string> Colours(List<string[]> quads)
    {
        var colours = quads.SelectMany(q => q).Where(IsBlank).Distinct(StringComparer.Ordinal).ToDictionary(t => t, _ => "*", StringComparer.Ordinal);
        for (int round = 0; round < 4; round++)
        {
            colours = colours.Keys.ToDictionary(
                node => node,
                node =>
                {
                    IEnumerable<string> lines = quads.Where(q => q.Contains(node, StringComparer.Ordinal))
                        .Select(q => string.Join(' ', q.Select(t => t == node ? "_:self" : IsBlank(t) ? colours[t] : t)))
                        .Order(StringComparer.Ordinal);
                    byte[] text = Encoding.UTF8.GetBytes(string.Join('\n', lines));
                    return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(text));
                },
                StringComparer.Ordinal);
        }

        return colours;
    }

    private static bool IsBlank(string term) => term.StartsWith("_:", StringComparison.Ordinal);

    private static List<string[]> Read(Dataset dataset)
    {
        string Name(int id) => dataset.IsBlank(id) ? $"_:n{id}" : id == Dataset.DefaultGraph ? "" : Encoding.UTF8.GetString(dataset.Bytes(id));
        var quads = new List<string[]>();
        foreach (Quad quad in dataset.Quads)
        {
            quads.Add([Name(quad.Subject), Name(quad.Predicate), Name(quad.Object), Name(quad.Graph)]);
        }

        return quads;
    }
}
