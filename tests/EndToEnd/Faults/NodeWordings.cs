using LearnCoin.Contracts.Chain;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.EndToEnd.Faults;

/// <summary>What nodes say when they refuse a transaction.</summary>
/// <param name="Client">Whose words.</param>
/// <param name="Words">As in its source.</param>
internal sealed record NodeWords(string Client, string Words);

/// <summary>Of the table of sentences the first of each client for each kind of refusal.</summary>
internal static class NodeWordings
{
    internal static IReadOnlyList<NodeWords> All { get; } =
    [
        .. new[] { NodeSentences.Geth, NodeSentences.OpGeth, NodeSentences.Reth, NodeSentences.Development, NodeSentences.Erigon, NodeSentences.Nethermind, NodeSentences.Besu }
            .SelectMany(static table => table)
            .Select(static row => (Client: (string)row[0], Words: (string)row[1], Kind: (SendKind)row[2]))
            .DistinctBy(static said => (said.Client.Split(' ')[0], said.Kind))
            .Select(static said => new NodeWords(said.Client, said.Words)),
    ];
}
