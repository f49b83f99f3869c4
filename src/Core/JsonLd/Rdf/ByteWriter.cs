using System.Buffers.Text;

namespace LearnCoin.Core.JsonLd;

/// <summary>A growing byte buffer that keeps its memory.</summary>
internal sealed class ByteWriter
{
    private byte[] _buffer = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public bool IsLarge => _buffer.Length > 4 << 20;

    public void Clear() => Length = 0;

    public void Write(byte value)
    {
        Reserve(1);
        _buffer[Length++] = value;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    public void WriteWithSpace(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length + 1);
        bytes.CopyTo(_buffer.AsSpan(Length));
        _buffer[Length + bytes.Length] = (byte)' ';
        Length += bytes.Length + 1;
    }

    public void WriteNumber(int value)
    {
        Reserve(11);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(Length), out int written);
        Length += written;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - Length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + count));
        }
    }
}
