using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Requests;

/// <summary>
/// JSON as the API takes it (RFC 8259, I-JSON RFC 7493 for the rest): UTF-8 without BOM, no repeated member, no lone surrogate, at most
/// <see cref="MaxDepth"/> levels, nothing after the value. Everything else is <c>invalid_json</c> with a position and never a value.
/// </summary>
public static class StrictJson
{
    public const int MaxDepth = 32;

    private const int LargeSet = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Parses a body. The document refers to <paramref name="utf8"/>, which must not change while it is used.</summary>
    /// <returns>The document, to be disposed by the caller, or <c>invalid_json</c>.</returns>
    public static Result<JsonDocument> Parse(ReadOnlyMemory<byte> utf8)
    {
        var error = Check(utf8.Span);
        return error is null ? JsonDocument.Parse(utf8, Options) : error;
    }

    private static Error? Check(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return Invalid("it is empty", null);
        }

        if (utf8.StartsWith("\uFEFF"u8))
        {
            return Invalid("it starts with a byte order mark", null);
        }

        if (!Utf8.IsValid(utf8))
        {
            return Invalid("it is not UTF-8", Position(utf8, FirstBadByte(utf8)));
        }

        try
        {
            return Scan(utf8);
        }
        catch (JsonException e)
        {
            return Invalid("a syntax error", Text(e.LineNumber ?? 0, e.BytePositionInLine ?? 0));
        }
    }

    private static Error? Scan(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        var names = new HashSet<string>?[MaxDepth];
        while (reader.Read())
        {
            var opens = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            if (opens && reader.CurrentDepth >= MaxDepth)
            {
                return Invalid($"it is nested deeper than {MaxDepth} levels", Position(utf8, reader.TokenStartIndex));
            }

            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Reset(ref names[reader.CurrentDepth]);
            }
            else if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                if (reader.ValueIsEscaped && HasLoneSurrogate(reader.ValueSpan))
                {
                    return Invalid("an escape is half of a surrogate pair", Position(utf8, reader.TokenStartIndex));
                }

                if (reader.TokenType == JsonTokenType.PropertyName && !names[reader.CurrentDepth - 1]!.Add(reader.GetString()!))
                {
                    return Invalid("a member name is repeated in one object", Position(utf8, reader.TokenStartIndex));
                }
            }
        }

        return null;
    }

    /// <summary>Clearing costs the set's capacity, so one huge object must not make every later small one expensive.</summary>
    private static void Reset(ref HashSet<string>? set)
    {
        if (set is null || set.Count > LargeSet)
        {
            set = new HashSet<string>(StringComparer.Ordinal);
        }
        else
        {
            set.Clear();
        }
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<byte> escaped)
    {
        var highBefore = false;
        for (var i = 0; i < escaped.Length; i++)
        {
            var unit = -1;
            if (escaped[i] == '\\')
            {
                i++;
                if (escaped[i] == 'u')
                {
                    unit = Convert.ToInt32(Encoding.ASCII.GetString(escaped.Slice(i + 1, 4)), 16);
                    i += 4;
                }
            }

            var low = unit is >= 0xDC00 and <= 0xDFFF;
            if (low != highBefore)
            {
                return true;
            }

            highBefore = unit is >= 0xD800 and <= 0xDBFF;
        }

        return highBefore;
    }

    private static long FirstBadByte(ReadOnlySpan<byte> utf8)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out var used) == System.Buffers.OperationStatus.Done)
        {
            offset += used;
        }

        return offset;
    }

    private static string Position(ReadOnlySpan<byte> utf8, long offset)
    {
        var before = utf8[..(int)offset];
        return Text(before.Count((byte)'\n'), before.Length - before.LastIndexOf((byte)'\n') - 1);
    }

    private static string Text(long line, long column) => $"line {line + 1}, byte {column + 1}";

    private static Error Invalid(string why, string? where)
    {
        var message = $"The body is not JSON as this API takes it: {why}{(where is null ? string.Empty : " at " + where)}.";
        return new Error(ErrorCode.InvalidJson, message) { Details = [new Fault(ErrorCode.InvalidJson, string.Empty, message)] };
    }
}
