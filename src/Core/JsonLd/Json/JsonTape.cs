using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace LearnCoin.Core.JsonLd;

/// <summary>
/// A JSON text as a flat array of tokens over one buffer: JSON-LD has to look ahead (for @context, @type and @id) and a tape lets it do so
/// without a node per value. Reusable: <see cref="Read"/> overwrites what was there.
/// </summary>
internal sealed class JsonTape
{
    private readonly DuplicateMemberCheck _duplicates = new();
    private int[] _open = new int[16];
    private byte[] _text = [];
    private JsonToken[] _tokens = new JsonToken[64];
    private int _textLength;

    public int Count { get; private set; }

    public ref readonly JsonToken this[int token] => ref _tokens[token];

    public JsonKind Kind(int token) => _tokens[token].Kind;

    public ReadOnlySpan<byte> Bytes(int token) => _text.AsSpan(_tokens[token].Start, _tokens[token].Length);

    public string String(int token) => Encoding.UTF8.GetString(Bytes(token));

    /// <summary>Strict: one JSON value, valid UTF-8, no repeated member, no lone surrogate, no deeper than <paramref name="maxDepth"/>.</summary>
    public static JsonTape Parse(ReadOnlySpan<byte> json, int maxDepth)
    {
        var tape = new JsonTape();
        tape.Read(json, maxDepth);
        return tape;
    }

    /// <inheritdoc cref="Parse"/>
    public void Read(ReadOnlySpan<byte> json, int maxDepth)
    {
        Count = 0;
        if (!Utf8.IsValid(json))
        {
            throw new JsonLdException(JsonLdErrorCodes.InvalidJson, null, "not UTF-8");
        }

        // Unescaped strings follow the text; together they are never longer than the text itself.
        if (_text.Length < json.Length * 2)
        {
            _text = new byte[Math.Max(4096, json.Length * 2)];
        }

        if (_open.Length < maxDepth + 1)
        {
            _open = new int[maxDepth + 1];
        }

        json.CopyTo(_text);
        _textLength = json.Length;
        var reader = new Utf8JsonReader(_text.AsSpan(0, json.Length), new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            ReadTokens(ref reader);
        }
        catch (JsonException exception)
        {
            throw new JsonLdException(
                JsonLdErrorCodes.InvalidJson, null, $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
        }
    }

    /// <summary>The RFC 6901 pointer of a value, or of the member a name belongs to.</summary>
    public string PointerTo(int token)
    {
        var pointer = new StringBuilder();
        int current = 0;
        while (current != token)
        {
            bool inArray = _tokens[current].Kind == JsonKind.Array;
            int child = current + 1;
            int index = 0;
            while (token >= _tokens[inArray ? child : child + 1].Next)
            {
                child = _tokens[inArray ? child : child + 1].Next;
                index++;
            }

            pointer.Append('/');
            if (inArray)
            {
                pointer.Append(index);
                current = child;
                continue;
            }

            pointer.Append(String(child).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            if (child == token)
            {
                break;
            }

            current = child + 1;
        }

        return pointer.ToString();
    }

    private void ReadTokens(ref Utf8JsonReader reader)
    {
        int depth = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                int opened = _open[--depth];
                ref JsonToken container = ref _tokens[opened];
                container.Length = (int)reader.TokenStartIndex + 1 - container.Start;
                container.Next = Count;
                if (container.Kind == JsonKind.Object)
                {
                    int repeated = _duplicates.Find(this, opened);
                    if (repeated >= 0)
                    {
                        throw new JsonLdException(JsonLdErrorCodes.DuplicateMember, PointerToOpen(repeated, depth));
                    }
                }

                continue;
            }

            if (Count == _tokens.Length)
            {
                Array.Resize(ref _tokens, Count * 2);
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                _open[depth++] = Count;
            }

            AddToken(ref reader);
        }
    }

    // Containers still open have no Next yet; give them one that covers everything, so that a pointer can be walked.
    private string PointerToOpen(int token, int depth)
    {
        for (int i = 0; i < depth; i++)
        {
            _tokens[_open[i]].Next = int.MaxValue;
        }

        return PointerTo(token);
    }

    private void AddToken(ref Utf8JsonReader reader)
    {
        ref JsonToken token = ref _tokens[Count++];
        token.Start = (int)reader.TokenStartIndex;
        token.Length = reader.ValueSpan.Length;
        token.Next = Count;
        token.Hash = 0;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
            case JsonTokenType.String:
                token.Kind = JsonKind.String;
                token.Start++;
                if (reader.ValueIsEscaped)
                {
                    int length = JsonUnescape.Unescape(reader.ValueSpan, _text.AsSpan(_textLength));
                    if (length < 0)
                    {
                        throw new JsonLdException(JsonLdErrorCodes.InvalidJson, null, "a lone surrogate");
                    }

                    token.Start = _textLength;
                    token.Length = length;
                    _textLength += length;
                }

                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    token.Hash = ByteHash.Of(_text.AsSpan(token.Start, token.Length));
                }

                break;
            case JsonTokenType.Number: token.Kind = JsonKind.Number; break;
            case JsonTokenType.True: token.Kind = JsonKind.True; break;
            case JsonTokenType.False: token.Kind = JsonKind.False; break;
            case JsonTokenType.Null: token.Kind = JsonKind.Null; break;
            case JsonTokenType.StartArray: token.Kind = JsonKind.Array; break;
            default: token.Kind = JsonKind.Object; break;
        }
    }
}
