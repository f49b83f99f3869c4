namespace LearnCoin.Core.Storage;

/// <summary>Splits changes into transactions that keep <see cref="TableLimits"/>.</summary>
internal static class RowChunks
{
    // Keys, names and the service's own framing of a row, generously.
    private const int RowOverhead = 2048;

    public static IEnumerable<List<RowChange>> Split(IEnumerable<RowChange> changes)
    {
        var chunk = new List<RowChange>();
        var bytes = 0;
        foreach (var change in changes)
        {
            var size = Size(change.Row);
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

    private static int Size(Row row)
    {
        var size = RowOverhead;
        foreach (var (_, value) in row.Values)
        {
            size += value switch
            {
                string text => 2 * text.Length,
                byte[] bytes => bytes.Length,
                _ => 16,
            };
        }

        return size;
    }
}
