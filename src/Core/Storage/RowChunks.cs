namespace LearnCoin.Core.Storage;

/// <summary>Splits changes into transactions that keep <see cref="TableLimits"/>.</summary>
internal static class RowChunks
{
    public static IEnumerable<List<RowChange>> Split(IEnumerable<RowChange> changes) => SplitWhole(changes.Select(static change => new[] { change }));

    /// <summary>As above; the changes of one group stay in one transaction.</summary>
    public static IEnumerable<List<RowChange>> SplitWhole(IEnumerable<RowChange[]> groups)
    {
        var chunk = new List<RowChange>();
        var bytes = 0;
        foreach (var group in groups)
        {
            var size = group.Sum(static change => TableRules.WireBytes(change.Row));
            if (chunk.Count > 0 && (chunk.Count + group.Length > TableLimits.MaxTransactionRows || bytes + size > TableLimits.MaxTransactionBytes))
            {
                yield return chunk;
                chunk = [];
                bytes = 0;
            }

            chunk.AddRange(group);
            bytes += size;
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }
}
