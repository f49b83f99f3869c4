namespace LearnCoin.Core.Storage;

/// <summary>Splits changes into transactions that keep <see cref="TableLimits"/>.</summary>
internal static class RowChunks
{
    public static IEnumerable<List<RowChange>> Split(IEnumerable<RowChange> changes)
    {
        var chunk = new List<RowChange>();
        var bytes = 0;
        foreach (var change in changes)
        {
            var size = TableRules.WireBytes(change.Row);
            if (chunk.Count == TableLimits.MaxTransactionRows || (chunk.Count > 0 && bytes + size > TableLimits.MaxTransactionBytes))
            {
                yield return chunk;
                chunk = [];
                bytes = 0;
            }

            chunk.Add(change);
            bytes += size;
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }
}
