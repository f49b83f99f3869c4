using System.IO.Compression;
using System.Text;

namespace LearnCoin.Api.Console.Csv;

/// <summary>
/// A table as a hidden field of the form carries it from step to step: nothing of an upload is stored here before it is issued. Compressed
/// CSV in base64: small, and without the line breaks that forms rewrite. It comes back from the browser, so it is read like any file.
/// </summary>
internal static class CsvParcel
{
    public static string Pack(CsvTable table)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(CsvWriting.Faithful(table)));
        }

        return Convert.ToBase64String(packed.ToArray());
    }

    /// <returns>The table; null where the field does not hold one.</returns>
    public static CsvTable? Open(string text)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
            // Corrections and new ids may have made it larger than the file was; a bomb goes no further than this.
            var buffer = new byte[2 * CsvText.MostBytes];
            var length = gzip.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length == buffer.Length ? null : CsvReading.Read(Encoding.UTF8.GetString(buffer, 0, length), ',').Table;
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            return null;
        }
    }
}
