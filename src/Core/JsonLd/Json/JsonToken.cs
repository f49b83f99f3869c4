namespace LearnCoin.Core.JsonLd;

internal enum JsonKind : byte
{
    Null,
    False,
    True,
    Number,
    String,
    Array,
    Object,
}

/// <summary>
/// One value or member name on a <see cref="JsonTape"/>. In an object, each name is directly followed by its value.
/// </summary>
internal struct JsonToken
{
    /// <summary>Offset in the tape's text: of the unescaped string, the number, or the opening bracket.</summary>
    public int Start;

    /// <summary>Bytes from <see cref="Start"/>; for arrays and objects up to and with the closing bracket.</summary>
    public int Length;

    /// <summary>Index of the first token after this value and all it holds.</summary>
    public int Next;

    /// <summary><see cref="ByteHash"/> of a member name; 0 for values.</summary>
    public uint Hash;

    public JsonKind Kind;
}
