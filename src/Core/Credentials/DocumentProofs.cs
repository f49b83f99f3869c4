using System.Text.Json;

namespace LearnCoin.Core.Credentials;

/// <summary>The <c>proof</c> member of a document, by bytes: everything else stays as it is, to the last character.</summary>
public static class DocumentProofs
{
    /// <summary>Adds a proof at the end of the array <c>proof</c>, which is made when absent.</summary>
    /// <param name="documentBytes">UTF-8 JSON object.</param>
    /// <param name="proofJsonBytes">UTF-8 JSON object.</param>
    /// <exception cref="FormatException">The document is not an object, or its <c>proof</c> is not an array.</exception>
    public static byte[] AppendProof(ReadOnlySpan<byte> documentBytes, ReadOnlySpan<byte> proofJsonBytes)
    {
        var place = Locate(documentBytes);
        if (place.ValueStart < 0)
        {
            var separator = place.Members == 0 ? default : ","u8;
            return [.. documentBytes[..place.ObjectEnd], .. separator, .. "\"proof\":["u8, .. proofJsonBytes, .. "]"u8, .. documentBytes[place.ObjectEnd..]];
        }

        if (!place.IsArray)
        {
            throw new FormatException("The document's proof is not an array.");
        }

        var comma = place.Entries.Count == 0 ? default : ","u8;
        var end = place.ValueEnd - 1;
        return [.. documentBytes[..end], .. comma, .. proofJsonBytes, .. documentBytes[end..]];
    }

    /// <summary>The document without its member <c>proof</c>; the same bytes when there is none.</summary>
    /// <exception cref="FormatException">The document is not an object.</exception>
    public static byte[] WithoutProof(ReadOnlySpan<byte> documentBytes)
    {
        var place = Locate(documentBytes);
        if (place.ValueStart < 0)
        {
            return documentBytes.ToArray();
        }

        // One comma goes with the member: the one before it, or after it when it is the first.
        var before = documentBytes[..place.NameStart].TrimEnd(" \t\r\n"u8);
        var after = documentBytes[place.ValueEnd..];
        if (before[^1] == ',')
        {
            return [.. before[..^1], .. after];
        }

        var rest = after.TrimStart(" \t\r\n"u8);
        return [.. before, .. rest[0] == ',' ? rest[1..] : rest];
    }

    /// <summary>The entries of <c>proof</c> in order, one for a single object; empty when there is none.</summary>
    /// <exception cref="FormatException">The document is not an object.</exception>
    public static IReadOnlyList<byte[]> Read(ReadOnlySpan<byte> documentBytes)
    {
        var place = Locate(documentBytes);
        var proofs = new List<byte[]>(place.Entries.Count);
        foreach (var (start, end) in place.Entries)
        {
            proofs.Add(documentBytes[start..end].ToArray());
        }

        return proofs;
    }

    private static Place Locate(ReadOnlySpan<byte> document)
    {
        try
        {
            return Scan(document);
        }
        catch (JsonException e)
        {
            throw new FormatException("The document is not JSON.", e);
        }
    }

    private static Place Scan(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("The document is not a JSON object.");
        }

        var place = new Place();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            place.Members++;
            var nameStart = (int)reader.TokenStartIndex;
            var found = reader.ValueTextEquals("proof"u8);
            reader.Read();
            if (found)
            {
                if (place.ValueStart >= 0)
                {
                    throw new FormatException("The document has more than one member proof.");
                }

                place.NameStart = nameStart;
                place.ValueStart = (int)reader.TokenStartIndex;
                place.IsArray = reader.TokenType == JsonTokenType.StartArray;
                ReadEntries(ref reader, place);
                place.ValueEnd = (int)reader.BytesConsumed;
            }
            else
            {
                reader.Skip();
            }
        }

        place.ObjectEnd = (int)reader.TokenStartIndex;
        return place;
    }

    private static void ReadEntries(ref Utf8JsonReader reader, Place place)
    {
        if (!place.IsArray)
        {
            reader.Skip();
            place.Entries.Add((place.ValueStart, (int)reader.BytesConsumed));
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            place.Entries.Add((start, (int)reader.BytesConsumed));
        }
    }

    private sealed class Place
    {
        public int Members { get; set; }

        public int NameStart { get; set; } = -1;

        public int ValueStart { get; set; } = -1;

        public int ValueEnd { get; set; }

        public int ObjectEnd { get; set; }

        public bool IsArray { get; set; }

        public List<(int Start, int End)> Entries { get; } = [];
    }
}
