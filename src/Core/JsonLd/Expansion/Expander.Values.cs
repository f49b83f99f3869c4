namespace LearnCoin.Core.JsonLd;

/// <content>Value expansion (5.3.2), value objects.</content>
internal sealed partial class Expander
{
    private int ExpandValue(int token, ActiveContext context, TermDefinition? term, in Sink sink, out bool isNode)
    {
        TypeCoercion coercion = term?.Coercion ?? TypeCoercion.Undefined;
        isNode = coercion is TypeCoercion.Id or TypeCoercion.Vocab && _tape.Kind(token) == JsonKind.String;
        if (isNode)
        {
            return Identifier(ExpandIri(context, _tape.Bytes(token), coercion == TypeCoercion.Vocab, documentRelative: true), token);
        }

        if (coercion == TypeCoercion.Json)
        {
            return Literal(token, new LiteralKind { IsTyped = true, IsJson = true, Suffix = Vocabulary.JsonSuffix }, sink);
        }

        if (coercion == TypeCoercion.Iri)
        {
            return term!.DatatypeIsWellFormed
                ? Literal(token, new LiteralKind { IsTyped = true, IsDouble = term.TypeIri == Vocabulary.XsdDouble, Suffix = term.DatatypeSuffix }, sink)
                : NotWellFormed(JsonLdErrorCodes.MalformedIri, token);
        }

        if (_tape.Kind(token) != JsonKind.String)
        {
            return Literal(token, default, sink);
        }

        string? language = term is { Language.IsDefined: true } ? term.Language.Value : context.Language;
        string? direction = term is { Direction.IsDefined: true } ? term.Direction.Value : context.Direction;
        return language is null && direction is null
            ? Literal(token, default, sink)
            : Literal(
                token,
                new LiteralKind
                {
                    Language = language is null ? default : System.Text.Encoding.UTF8.GetBytes(language),
                    Direction = direction is null ? default : System.Text.Encoding.UTF8.GetBytes(direction),
                },
                sink);
    }

    private int NotWellFormed(string code, int token) => _safe ? throw Fail(code, token) : -1;

    private Expanded ExpandValueObject(int token, ref Shape shape, int first, int property, in Sink sink, in MapEntry map)
    {
        bool typed = shape.Has(Keyword.Type);
        if (shape.HasOther(Keyword.Value, Keyword.Type, Keyword.Language, Keyword.Direction, Keyword.Index)
            || (typed && (shape.Has(Keyword.Language) || shape.Has(Keyword.Direction))))
        {
            throw Fail("invalid value object", token);
        }

        CheckAnnotations(first);
        int value = _entries[Single(Keyword.Value, first)].Name + 1;
        bool isJson = IsJsonType(shape);
        if (!isJson && _tape.Kind(value) is JsonKind.Array or JsonKind.Object)
        {
            throw Fail("invalid value object value", value);
        }

        if (!isJson && _tape.Kind(value) == JsonKind.Null)
        {
            return Dropped(token);
        }

        if (_tape.Kind(value) != JsonKind.String && shape.Has(Keyword.Language))
        {
            throw Fail("invalid language-tagged value", value);
        }

        if (property < 0)
        {
            return sink.Mode == SinkMode.Included ? throw Fail("invalid @included value", token) : Dropped(token);
        }

        int literal = typed ? TypedLiteral(value, shape, first, isJson, sink) : TaggedLiteral(value, shape, first, sink);
        return EmitLiteral(literal, sink, map, token);
    }

    private bool IsJsonType(in Shape shape) =>
        shape.InputType >= 0 && _tape.Kind(shape.InputType) == JsonKind.String
        && ExpandIri(shape.TypeScope, _tape.Bytes(shape.InputType), vocab: true, documentRelative: true).Keyword == Keyword.Json;

    private int TypedLiteral(int value, in Shape shape, int first, bool isJson, in Sink sink)
    {
        if (isJson)
        {
            return Literal(value, new LiteralKind { IsTyped = true, IsJson = true, Suffix = Vocabulary.JsonSuffix }, sink);
        }

        int type = _entries[Single(Keyword.Type, first)].Name + 1;
        if (_tape.Kind(type) == JsonKind.Array && _tape[type].Next == type + 2)
        {
            type++;
        }

        if (_tape.Kind(type) != JsonKind.String)
        {
            throw Fail(_tape.Kind(type) == JsonKind.Array ? "invalid typed value" : "invalid type value", type);
        }

        ExpandedIri iri = ExpandIri(shape.TypeScope, _tape.Bytes(type), vocab: true, documentRelative: true);
        if (iri.Kind != IriKind.Iri)
        {
            throw Fail("invalid typed value", type);
        }

        // The datatype's bytes are in the arena, which may move while the literal is written: copy them.
        ReadOnlySpan<byte> bytes = _dataset.Bytes(iri.Term);
        bool isString = bytes[1..^1].SequenceEqual("http://www.w3.org/2001/XMLSchema#string"u8);
        bool isDouble = bytes[1..^1].SequenceEqual("http://www.w3.org/2001/XMLSchema#double"u8);
        byte[] suffix = isString ? [] : [(byte)'^', (byte)'^', .. bytes];
        return Literal(value, new LiteralKind { IsTyped = true, IsDouble = isDouble, Suffix = suffix }, sink);
    }

    private int TaggedLiteral(int value, in Shape shape, int first, in Sink sink)
    {
        ReadOnlySpan<byte> language = default;
        if (shape.Has(Keyword.Language))
        {
            language = LowerCase(_tape.Bytes(_entries[Single(Keyword.Language, first)].Name + 1));
        }

        ReadOnlySpan<byte> direction =
            shape.Has(Keyword.Direction) ? _tape.Bytes(_entries[Single(Keyword.Direction, first)].Name + 1) : default;
        return Literal(value, new LiteralKind { Language = language, Direction = direction }, sink);
    }

    private static byte[] LowerCase(ReadOnlySpan<byte> tag)
    {
        byte[] lower = tag.ToArray();
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = (byte)char.ToLowerInvariant((char)lower[i]);
        }

        return lower;
    }
}
