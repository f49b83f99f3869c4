using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using LearnCoin.Core.Storage;

namespace LearnCoin.Local.Storage;

/// <summary>
/// The values of a row as one blob: for each a type byte, the name (length as LEB128, ASCII), and the value; strings (UTF-8) and binary
/// with their length before them, numbers as 8 bytes little endian. Row keys are columns of their own, personal values a blob of their own
/// (<see cref="PersonalSlots"/>).
/// </summary>
internal static class RowCodec
{
    private const byte Text = 1, Int = 2, Long = 3, Double = 4, No = 5, Yes = 6, Time = 7, Binary = 8;

    /// <param name="row">The row.</param>
    /// <param name="personal">Its personal values, or all the others.</param>
    /// <param name="writer">Lent; holds the result until it is used again.</param>
    internal static ReadOnlySpan<byte> Encode(Row row, bool personal, ArrayBufferWriter<byte> writer)
    {
        writer.ResetWrittenCount();
        foreach (var (name, value) in row.Values)
        {
            if (PersonalProperties.Contains(name) != personal)
            {
                continue;
            }

            var kind = KindOf(value);
            writer.GetSpan(1)[0] = kind;
            writer.Advance(1);
            WriteText(writer, name);
            switch (value)
            {
                case string text:
                    WriteText(writer, text);
                    break;
                case byte[] bytes:
                    WriteLength(writer, bytes.Length);
                    writer.Write(bytes);
                    break;
                case bool:
                    break;
                default:
                    BinaryPrimitives.WriteInt64LittleEndian(writer.GetSpan(8), NumberOf(value));
                    writer.Advance(8);
                    break;
            }
        }

        return writer.WrittenSpan;
    }

    /// <exception cref="InvalidDataException">The blob was not written by <see cref="Encode"/>.</exception>
    internal static Row Decode(string partitionKey, string rowKey, string etag, ReadOnlySpan<byte> data, ReadOnlySpan<byte> personal)
    {
        var row = new Row(partitionKey, rowKey) { Etag = etag };
        Decode(row, data);
        Decode(row, personal);
        return row;
    }

    private static void Decode(Row row, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var kind = data[0];
            data = data[1..];
            var name = Encoding.UTF8.GetString(Take(ref data, ReadLength(ref data)));
            row.Set(name, kind switch
            {
                Text => Encoding.UTF8.GetString(Take(ref data, ReadLength(ref data))),
                Binary => Take(ref data, ReadLength(ref data)).ToArray(),
                No => false,
                Yes => true,
                Int => (int)Number(ref data),
                Long => Number(ref data),
                Double => BitConverter.Int64BitsToDouble(Number(ref data)),
                Time => new DateTimeOffset(Number(ref data), TimeSpan.Zero),
                _ => throw new InvalidDataException($"Unknown value type {kind} in a stored row"),
            });
        }
    }

    private static byte KindOf(object value) => value switch
    {
        string => Text,
        int => Int,
        long => Long,
        double => Double,
        bool yes => yes ? Yes : No,
        DateTimeOffset => Time,
        byte[] => Binary,
        _ => throw new ArgumentException("Not a table type", nameof(value)),
    };

    private static long NumberOf(object value) => value switch
    {
        int number => number,
        long number => number,
        double number => BitConverter.DoubleToInt64Bits(number),
        _ => ((DateTimeOffset)value).UtcTicks,
    };

    private static long Number(ref ReadOnlySpan<byte> data) => BinaryPrimitives.ReadInt64LittleEndian(Take(ref data, 8));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> data, int length)
    {
        var taken = data[..length];
        data = data[length..];
        return taken;
    }

    private static void WriteText(ArrayBufferWriter<byte> writer, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteLength(writer, length);
        writer.Advance(Encoding.UTF8.GetBytes(text, writer.GetSpan(length)));
    }

    private static void WriteLength(ArrayBufferWriter<byte> writer, int length)
    {
        var target = writer.GetSpan(5);
        var used = 0;
        for (; length >= 0x80; length >>= 7)
        {
            target[used++] = (byte)(length | 0x80);
        }

        target[used++] = (byte)length;
        writer.Advance(used);
    }

    private static int ReadLength(ref ReadOnlySpan<byte> data)
    {
        var (length, shift) = (0, 0);
        while (true)
        {
            var part = data[0];
            data = data[1..];
            length |= (part & 0x7f) << shift;
            if (part < 0x80)
            {
                return length;
            }

            shift += 7;
        }
    }
}
