using System.Buffers.Binary;

namespace LearnCoin.Core.Tests.Logos;

/// <summary>The beginnings of pictures, as far as a reader of headers goes.</summary>
internal static class Pictures
{
    public static byte[] Png(uint width = 48, uint height = 48, int length = 64)
    {
        var png = new byte[length];
        new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R' }.CopyTo(png, 0);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(20), height);
        return png;
    }

    public static byte[] Jpeg(ushort width = 48, ushort height = 48)
    {
        // APP0 of 16 bytes, a quantization table, fill bytes, then the frame header of a progressive picture.
        var head = new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xDB, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 17, 8 };
        return [.. head, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
    }

    public static byte[] Gif(ushort width = 48, ushort height = 48) =>
        [.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 0, 0, 0x3B];

    public static byte[] WebpExtended(uint width = 48, uint height = 48)
    {
        var (w, h) = (width - 1, height - 1);
        return [.. Riff("VP8X"u8), 0, 0, 0, 0, (byte)w, (byte)(w >> 8), (byte)(w >> 16), (byte)h, (byte)(h >> 8), (byte)(h >> 16), 0, 0];
    }

    public static byte[] WebpLossless(uint width = 48, uint height = 48)
    {
        var bits = (width - 1) | ((height - 1) << 14);
        return [.. Riff("VP8L"u8), 0x2F, (byte)bits, (byte)(bits >> 8), (byte)(bits >> 16), (byte)(bits >> 24), 0, 0, 0, 0, 0];
    }

    public static byte[] WebpLossy(ushort width = 48, ushort height = 48) =>
        [.. Riff("VP8 "u8), 0, 0, 0, 0x9D, 0x01, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 0];

    private static byte[] Riff(ReadOnlySpan<byte> chunk) => [.. "RIFF"u8, 22, 0, 0, 0, .. "WEBP"u8, .. chunk, 10, 0, 0, 0];
}
