using System.Buffers.Binary;

namespace LearnCoin.Core.Logos;

/// <summary>
/// What the bytes of a picture say that they are, whatever their server called them: PNG, JPEG, GIF or WebP. Never SVG, which is a document
/// with scripts of its own.
/// </summary>
public static class RasterImage
{
    /// <summary>Longest side, pixels: a picture of a few bytes can ask for gigabytes where it is shown.</summary>
    public const int MaxSide = 4096;

    /// <returns>The media type; null: no such picture, or one too large to be shown.</returns>
    public static string? TypeOf(ReadOnlySpan<byte> content)
    {
        var (type, size) =
            content.StartsWith(PngMagic) ? ("image/png", PngSize(content))
            : content.StartsWith(JpegMagic) ? ("image/jpeg", JpegSize(content))
            : content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) ? ("image/gif", GifSize(content))
            : content.StartsWith("RIFF"u8) && content.Length > 12 && content[8..12].SequenceEqual("WEBP"u8) ? ("image/webp", WebpSize(content))
            : ("", default);
        return size.Width is > 0 and <= MaxSide && size.Height is > 0 and <= MaxSide ? type : null;
    }

    private static ReadOnlySpan<byte> PngMagic => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegMagic => [0xFF, 0xD8, 0xFF];

    /// <summary>The header is the first chunk (PNG specification, section 5.6).</summary>
    private static (long Width, long Height) PngSize(ReadOnlySpan<byte> content) => content.Length >= 24 && content[12..16].SequenceEqual("IHDR"u8)
        ? (BinaryPrimitives.ReadUInt32BigEndian(content[16..]), BinaryPrimitives.ReadUInt32BigEndian(content[20..]))
        : default;

    private static (long Width, long Height) GifSize(ReadOnlySpan<byte> content) => content.Length >= 10
        ? (BinaryPrimitives.ReadUInt16LittleEndian(content[6..]), BinaryPrimitives.ReadUInt16LittleEndian(content[8..]))
        : default;

    /// <summary>Walks the segments to the frame header, SOF0 to SOF15 (ITU-T T.81, table B.1).</summary>
    private static (long Width, long Height) JpegSize(ReadOnlySpan<byte> content)
    {
        for (var at = 2; at + 9 <= content.Length && content[at] == 0xFF;)
        {
            var marker = content[at + 1];
            if (marker == 0xFF)
            {
                // Fill bytes before a marker.
                at++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(content[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(content[(at + 5)..]));
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]);
        }

        return default;
    }

    /// <summary>RFC 9649: extended, lossless or lossy.</summary>
    private static (long Width, long Height) WebpSize(ReadOnlySpan<byte> content)
    {
        if (content.Length < 30)
        {
            return default;
        }

        var chunk = content[12..16];
        if (chunk.SequenceEqual("VP8X"u8))
        {
            return (1 + (BinaryPrimitives.ReadUInt32LittleEndian(content[24..]) & 0xFFFFFF), 1 + (BinaryPrimitives.ReadUInt32LittleEndian(content[26..]) >> 8));
        }

        if (chunk.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[21..]);
            return (1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF));
        }

        return chunk.SequenceEqual("VP8 "u8)
            ? (BinaryPrimitives.ReadUInt16LittleEndian(content[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(content[28..]) & 0x3FFF)
            : default;
    }
}
