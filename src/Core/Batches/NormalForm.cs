using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LearnCoin.Core.Batches;

/// <summary>How tenant-given JSON is written again: compact, letters as letters (programs read it, pages escape it).</summary>
internal static class NormalForm
{
    /// <summary>Told for an entry that is deep-equal to an earlier one of its array.</summary>
    public const string Repetition = "repeats an entry of the same array: signed data is a set, a repetition could not be signed";

    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>SHA-256 as text: equal for equal bytes, and normalised objects are equal bytes when they are deep-equal.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(SHA256.HashData(bytes));

    public static byte[] Compact(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        value.WriteTo(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
