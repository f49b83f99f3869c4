using System.IO.Compression;

namespace LearnCoin.Core.Storage;

/// <summary>A document in a row: compressed, split over binary properties <c>name0</c>, <c>name1</c>, … of 64 KiB.</summary>
internal static class Blob
{
    public static void Set(Row row, string name, ReadOnlySpan<byte> content)
    {
        Remove(row, name);
        var compressed = Compress(content);
        for (int part = 0, at = 0; at < compressed.Length; part++)
        {
            var length = Math.Min(TableLimits.MaxPropertyBytes, compressed.Length - at);
            row.Set(name + part, compressed.AsSpan(at, length).ToArray());
            at += length;
        }
    }

    /// <returns>The content, or null when the row has none of that name.</returns>
    public static byte[]? Get(Row row, string name)
    {
        if (row.Bytes(name + 0) is not { } first)
        {
            return null;
        }

        using var joined = new MemoryStream();
        joined.Write(first);
        for (var part = 1; row.Bytes(name + part) is { } next; part++)
        {
            joined.Write(next);
        }

        joined.Position = 0;
        using var plain = new MemoryStream();
        using (var brotli = new BrotliStream(joined, CompressionMode.Decompress))
        {
            brotli.CopyTo(plain);
        }

        return plain.ToArray();
    }

    public static void Remove(Row row, string name)
    {
        for (var part = 0; row.Bytes(name + part) is not null; part++)
        {
            row.Set(name + part, null);
        }
    }

    private static byte[] Compress(ReadOnlySpan<byte> content)
    {
        // Quality 1: these are a few KB of JSON each, 500 at a time; speed matters more than the last tenth of size.
        var buffer = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        return BrotliEncoder.TryCompress(content, buffer, out var written, quality: 1, window: 18)
            ? buffer.AsSpan(0, written).ToArray()
            : throw new InvalidOperationException("Compression of a document failed");
    }
}
