namespace LearnCoin.Core.JsonLd;

/// <summary>A local context: a value on a tape that lives as long as the contexts made from it.</summary>
/// <param name="Tape">The tape of the document the context stands in.</param>
/// <param name="Token">The context value.</param>
/// <param name="BaseUrl">What relative context IRIs in it are resolved against; null when there is nothing.</param>
internal readonly record struct ContextValue(JsonTape Tape, int Token, string? BaseUrl)
{
    public JsonKind Kind => Tape.Kind(Token);

    public ContextValue At(int token) => this with { Token = token };

    /// <summary>The token of a member's value, or -1.</summary>
    public int Member(ReadOnlySpan<byte> name)
    {
        int end = Tape[Token].Next;
        for (int key = Token + 1; key < end; key = Tape[key + 1].Next)
        {
            if (Tape.Bytes(key).SequenceEqual(name))
            {
                return key + 1;
            }
        }

        return -1;
    }

    /// <summary>Structural equality; the order of members does not matter.</summary>
    public bool DeepEquals(ContextValue other)
    {
        if (Kind != other.Kind)
        {
            return false;
        }

        int end = Tape[Token].Next;
        int otherEnd = other.Tape[other.Token].Next;
        switch (Kind)
        {
            case JsonKind.Array:
                int a = Token + 1;
                int b = other.Token + 1;
                for (; a < end && b < otherEnd; a = Tape[a].Next, b = other.Tape[b].Next)
                {
                    if (!At(a).DeepEquals(other.At(b)))
                    {
                        return false;
                    }
                }

                return a == end && b == otherEnd;
            case JsonKind.Object:
                if (end - Token != otherEnd - other.Token)
                {
                    return false;
                }

                for (int key = Token + 1; key < end; key = Tape[key + 1].Next)
                {
                    int match = other.Member(Tape.Bytes(key));
                    if (match < 0 || !At(key + 1).DeepEquals(other.At(match)))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return Tape.Bytes(Token).SequenceEqual(other.Tape.Bytes(other.Token));
        }
    }
}
