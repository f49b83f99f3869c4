namespace LearnCoin.Core.JsonLd;

/// <content>From text to tokens.</content>
internal sealed partial class JsonTape
{
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
