using System.Buffers.Text;
using System.IO.Compression;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.StatusLists;

/// <summary>
/// The bits of one status list, index 0 in the most significant bit of the first byte. Not thread-safe while bits are being set.
/// </summary>
public sealed class StatusListBits
{
    /// <summary>Entries of a list: the least that both specifications allow, for herd privacy.</summary>
    public const int Count = 131072;

    public const int Bytes = Count / 8;

    private readonly byte[] bits = new byte[Bytes];

    public ReadOnlySpan<byte> Raw => bits;

    /// <exception cref="ArgumentOutOfRangeException">Not <see cref="Bytes"/> long.</exception>
    public static StatusListBits FromRaw(ReadOnlySpan<byte> raw)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(raw.Length, Bytes, nameof(raw));
        var list = new StatusListBits();
        raw.CopyTo(list.bits);
        return list;
    }

    /// <exception cref="ArgumentOutOfRangeException">Not an index of the list.</exception>
    public bool this[int index]
    {
        get => (bits[Checked(index) / 8] & Mask(index)) != 0;
        set
        {
            ref var cell = ref bits[Checked(index) / 8];
            cell = (byte)(value ? cell | Mask(index) : cell & ~Mask(index));
        }
    }

    /// <summary><c>encodedList</c> of StatusList2021: base64url without padding of the gzipped bits.</summary>
    public string EncodeStatusList2021() => Base64Url.EncodeToString(Compress());

    /// <summary><c>encodedList</c> of BitstringStatusList (Recommendation, section 3.2): the same as multibase, with a leading <c>u</c>.</summary>
    public string EncodeBitstring() => Multibase.EncodeBase64Url(Compress());

    /// <summary>Reads either form.</summary>
    /// <exception cref="ProofFormatException">Not base64url of gzip of exactly <see cref="Bytes"/> bytes.</exception>
    public static StatusListBits Decode(string encodedList, bool multibase)
    {
        var compressed = multibase ? Multibase.DecodeBase64Url(encodedList) : StrictBase64Url.Decode(encodedList);
        var list = new StatusListBits();
        try
        {
            using var stream = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
            var read = stream.ReadAtLeast(list.bits, Bytes, throwOnEndOfStream: false);

            // One byte more is asked for: a small text can be a very long list.
            if (read == Bytes && stream.ReadByte() < 0)
            {
                return list;
            }
        }
        catch (InvalidDataException e)
        {
            throw new ProofFormatException("A status list is not gzip", e);
        }

        throw new ProofFormatException($"A status list does not have {Count} entries");
    }

    private byte[] Compress()
    {
        using var memory = new MemoryStream();
        using (var stream = new GZipStream(memory, CompressionLevel.Optimal))
        {
            stream.Write(bits);
        }

        return memory.ToArray();
    }

    private static int Checked(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return index;
    }

    private static byte Mask(int index) => (byte)(0x80 >> (index % 8));
}
