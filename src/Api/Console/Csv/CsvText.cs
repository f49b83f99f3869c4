using System.Text;
using System.Text.Unicode;

namespace LearnCoin.Api.Console.Csv;

/// <summary>From the bytes of a file to its text. UTF-8 only: a guess at another encoding would put wrong names into credentials.</summary>
internal static class CsvText
{
    /// <summary>Largest file, bytes.</summary>
    public const int MostBytes = 5 * 1024 * 1024;

    /// <returns>The text without a byte order mark, or what is wrong.</returns>
    public static (string? Text, CsvFault? Fault) Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > MostBytes)
        {
            return (null, new CsvFault(CsvFaultKind.TooLarge));
        }

        // A text of UTF-16 without its mark is told by the zeros beside its commas: no CSV has one.
        if (file.StartsWith<byte>([0xFF, 0xFE]) || file.StartsWith<byte>([0xFE, 0xFF]) || file.Contains((byte)0))
        {
            return (null, new CsvFault(CsvFaultKind.NotUtf8));
        }

        if (!Utf8.IsValid(file))
        {
            return (null, new CsvFault(CsvFaultKind.BadBytes, LineOfFirstBadByte(file)));
        }

        if (file.StartsWith("\uFEFF"u8))
        {
            file = file[3..];
        }

        var text = Encoding.UTF8.GetString(file);
        return string.IsNullOrWhiteSpace(text) ? (null, new CsvFault(CsvFaultKind.Empty)) : (text, null);
    }

    private static int LineOfFirstBadByte(ReadOnlySpan<byte> file)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(file[offset..], out _, out var used) == System.Buffers.OperationStatus.Done)
        {
            offset += used;
        }

        return file[..offset].Count((byte)'\n') + 1;
    }
}
