using System.Text;
using System.Text.Unicode;

namespace LearnCoin.Core.JsonLd;

/// <summary>
/// A JSON text as a flat array of tokens over one buffer: JSON-LD has to look ahead (for @context, @type and @id) and a tape lets it do so
/// without a node per value. Reusable: <see cref="Read"/> overwrites what was there.
/// </summary>
internal sealed partial class JsonTape
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
}
