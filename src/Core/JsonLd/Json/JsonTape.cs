using System.Text;
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
    private int _depth;

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
        if (!Utf8.IsValid(json))
        {
            throw new JsonLdException(JsonLdErrorCodes.InvalidJson, null, "not UTF-8");
        }

        // Unescaped strings follow the text; together they are never longer than the text itself.
        if (_text.Length < json.Length * 2)
        {
            _text = new byte[Math.Max(4096, json.Length * 2)];
        }

        if (_open.Length < maxDepth)
        {
            _open = new int[maxDepth];
        }

        json.CopyTo(_text);
        Count = 0;
        _textLength = json.Length;
        _depth = 0;
        ReadTokens(_text.AsSpan(0, json.Length), maxDepth);
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

    // One turn of the loop reads one value (in an object with its name before it), then closes what ends after it.
    private void ReadTokens(ReadOnlySpan<byte> text, int maxDepth)
    {
        int at = 0;
        bool inObject = false;
        while (true)
        {
            at = JsonScanner.SkipWhitespace(text, at);
            if (inObject)
            {
                at = ReadName(text, at);
            }

            byte first = at < text.Length ? text[at] : (byte)0;
            if (first is (byte)'{' or (byte)'[')
            {
                if (_depth == maxDepth)
                {
                    throw Invalid(at, $"nested deeper than {maxDepth}");
                }

                _open[_depth++] = Count;
                Add(first == '{' ? JsonKind.Object : JsonKind.Array, at, 0);
                inObject = first == '{';
                at = JsonScanner.SkipWhitespace(text, at + 1);
                if (at >= text.Length || text[at] != (inObject ? '}' : ']'))
                {
                    continue;
                }
            }
            else
            {
                at = ReadScalar(text, at, first);
            }

            at = CloseAfterValue(text, at);
            if (_depth == 0)
            {
                return;
            }

            inObject = _tokens[_open[_depth - 1]].Kind == JsonKind.Object;
        }
    }

    /// <summary>Goes past closing brackets to the comma before the next value, or to the end of the text.</summary>
    private int CloseAfterValue(ReadOnlySpan<byte> text, int at)
    {
        while (true)
        {
            at = JsonScanner.SkipWhitespace(text, at);
            if (_depth == 0)
            {
                return at == text.Length ? at : throw Invalid(at);
            }

            byte next = at < text.Length ? text[at] : (byte)0;
            int opened = _open[_depth - 1];
            bool isObject = _tokens[opened].Kind == JsonKind.Object;
            if (next == ',')
            {
                return at + 1;
            }

            if (next != (isObject ? '}' : ']'))
            {
                throw Invalid(at);
            }

            at++;
            _tokens[opened].Length = at - _tokens[opened].Start;
            _tokens[opened].Next = Count;
            _depth--;
            int repeated = isObject ? _duplicates.Find(this, opened) : -1;
            if (repeated >= 0)
            {
                throw new JsonLdException(JsonLdErrorCodes.DuplicateMember, PointerToOpen(repeated));
            }
        }
    }

    private int ReadName(ReadOnlySpan<byte> text, int at)
    {
        if (at >= text.Length || text[at] != '"')
        {
            throw Invalid(at);
        }

        at = ReadString(text, at);
        ref JsonToken name = ref _tokens[Count - 1];
        name.Hash = ByteHash.Of(_text.AsSpan(name.Start, name.Length));
        at = JsonScanner.SkipWhitespace(text, at);
        return at < text.Length && text[at] == ':' ? JsonScanner.SkipWhitespace(text, at + 1) : throw Invalid(at);
    }

    private int ReadScalar(ReadOnlySpan<byte> text, int at, byte first)
    {
        switch (first)
        {
            case (byte)'"':
                return ReadString(text, at);
            case (byte)'t' when text[at..].StartsWith("true"u8):
                return Add(JsonKind.True, at, 4);
            case (byte)'f' when text[at..].StartsWith("false"u8):
                return Add(JsonKind.False, at, 5);
            case (byte)'n' when text[at..].StartsWith("null"u8):
                return Add(JsonKind.Null, at, 4);
            default:
                int end = JsonScanner.SkipNumber(text, at);
                return end > 0 ? Add(JsonKind.Number, at, end - at) : throw Invalid(at);
        }
    }

    private int ReadString(ReadOnlySpan<byte> text, int at)
    {
        int end = JsonScanner.ReadString(text, at + 1, _text.AsSpan(_textLength), out int unescaped);
        if (end < 0)
        {
            throw Invalid(at, "a string");
        }

        if (unescaped < 0)
        {
            Add(JsonKind.String, at + 1, end - at - 2);
        }
        else
        {
            Add(JsonKind.String, _textLength, unescaped);
            _textLength += unescaped;
        }

        return end;
    }

    private int Add(JsonKind kind, int start, int length)
    {
        if (Count == _tokens.Length)
        {
            Array.Resize(ref _tokens, Count * 2);
        }

        _tokens[Count] = new JsonToken { Kind = kind, Start = start, Length = length, Next = ++Count };
        return start + length;
    }

    private static JsonLdException Invalid(int at, string? what = null) =>
        new(JsonLdErrorCodes.InvalidJson, null, $"byte {at + 1}" + (what is null ? "" : ", " + what));

    // Containers still open have no Next yet; give them one that covers everything, so that a pointer can be walked.
    private string PointerToOpen(int token)
    {
        for (int i = 0; i < _depth; i++)
        {
            _tokens[_open[i]].Next = int.MaxValue;
        }

        return PointerTo(token);
    }
}
