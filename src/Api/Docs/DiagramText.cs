using System.Text.RegularExpressions;

namespace LearnCoin.Api.Docs;

/// <summary>The arrows of a Mermaid flow chart, as much of its language as the documents use.</summary>
internal static partial class DiagramText
{
    /// <exception cref="InvalidDataException">A line is of a kind that is not known here: better told at build, by the tests, than left out in silence.</exception>
    public static IReadOnlyList<DiagramEdge> Of(string mermaid)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var edges = new List<(string From, string To, string? Label)>();
        foreach (var line in mermaid.Split('\n').Select(static line => line.Trim()).Where(static line => !Ignored().IsMatch(line)))
        {
            var parts = Arrow().Split(line);
            var nodes = new List<string>();
            for (var i = 0; i < parts.Length; i += 2)
            {
                var node = Node().Match(parts[i].Trim());
                if (!node.Success)
                {
                    throw new InvalidDataException($"Not understood in a diagram: {line}");
                }

                var id = node.Groups["id"].Value;
                if (node.Groups["name"].Success)
                {
                    names[id] = node.Groups["name"].Value;
                }

                nodes.Add(id);
            }

            for (var i = 1; i < nodes.Count; i++)
            {
                edges.Add((nodes[i - 1], nodes[i], parts[(2 * i) - 1] is { Length: > 0 } label ? label : null));
            }
        }

        return [.. edges.Select(edge => new DiagramEdge(names.GetValueOrDefault(edge.From, edge.From), names.GetValueOrDefault(edge.To, edge.To), edge.Label))];
    }

    [GeneratedRegex("^(flowchart .*|subgraph .*|end|)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ignored();

    // One group and no more: Split gives it between the parts.
    [GeneratedRegex(@"\s*-\.?->(\|(?<label>[^|]*)\||(?<label>))\s*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"^(?<id>\w+)(?:[\[\(\{]+""?(?<name>[^""\]\)\}]+)""?[\]\)\}]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Node();
}

/// <summary>An arrow of a diagram.</summary>
internal sealed record DiagramEdge(string From, string To, string? Label);
