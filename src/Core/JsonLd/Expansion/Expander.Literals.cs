namespace LearnCoin.Core.JsonLd;

/// <content>Literals (7.2 Object to RDF Conversion).</content>
internal sealed partial class Expander
{
    /// <summary>What a literal has besides its text.</summary>
    private readonly ref struct LiteralKind
    {
        public bool IsTyped { get; init; }

        public bool IsJson { get; init; }

        public bool IsDouble { get; init; }

        /// <summary>"^^&lt;datatype&gt;", empty for xsd:string.</summary>
        public ReadOnlySpan<byte> Suffix { get; init; }

        public ReadOnlySpan<byte> Language { get; init; }

        public ReadOnlySpan<byte> Direction { get; init; }
    }

    /// <summary>Writes a literal; returns its term, or below 0 for one that is not well-formed.</summary>
    private int Literal(int token, in LiteralKind kind, in Sink sink)
    {
        if (!kind.Language.IsEmpty && !LanguageTag.IsWellFormed(kind.Language))
        {
            return NotWellFormed(JsonLdErrorCodes.InvalidLanguageTag, token);
        }

        if (!kind.Direction.IsEmpty)
        {
            if (_options.RdfDirection is { } way)
            {
                return way == RdfDirection.I18nDatatype ? I18nLiteral(token, kind) : CompoundLiteral(token, kind, sink);
            }

            if (_safe)
            {
                throw Fail(JsonLdErrorCodes.DirectionDropped, token);
            }
        }

        int start = _dataset.Begin();
        _dataset.Append((byte)'"');
        ReadOnlySpan<byte> implied = kind.IsJson ? JsonText(token) : Text(token, kind.IsDouble);
        _dataset.Append((byte)'"');
        if (!kind.Language.IsEmpty)
        {
            _dataset.Append((byte)'@');
            _dataset.Append(kind.Language);
        }
        else
        {
            _dataset.Append(kind.IsTyped ? kind.Suffix : implied);
        }

        return _dataset.Commit(start, TermKind.Literal);
    }

    /// <summary>Appends a scalar's lexical form; returns the datatype suffix that goes with it when none is given.</summary>
    private ReadOnlySpan<byte> Text(int token, bool asDouble)
    {
        switch (_tape.Kind(token))
        {
            case JsonKind.String:
                _dataset.AppendEscaped(_tape.Bytes(token));
                return default;
            case JsonKind.Number:
                Span<byte> buffer = stackalloc byte[XsdNumber.MaxLength];
                bool exact = XsdNumber.Format(_tape.Bytes(token), asDouble, buffer, out int length, out bool isInteger);
                if (!exact && _safe)
                {
                    throw Fail(JsonLdErrorCodes.ImpreciseNumber, token);
                }

                _dataset.Append(buffer[..length]);
                return isInteger ? Vocabulary.IntegerSuffix : Vocabulary.DoubleSuffix;
            default:
                _dataset.Append(_tape.Bytes(token));
                return Vocabulary.BooleanSuffix;
        }
    }

    private ReadOnlySpan<byte> JsonText(int token)
    {
        _dataset.AppendEscaped(JsonCanonicalizer.Canonicalize(_tape, token));
        return default;
    }

    private int I18nLiteral(int token, in LiteralKind kind)
    {
        int start = _dataset.Begin();
        _dataset.Append((byte)'"');
        Text(token, false);
        _dataset.Append("\"^^<https://www.w3.org/ns/i18n#"u8);
        _dataset.Append(kind.Language);
        _dataset.Append((byte)'_');
        _dataset.Append(kind.Direction);
        _dataset.Append((byte)'>');
        return _dataset.Commit(start, TermKind.Literal);
    }

    private int CompoundLiteral(int token, in LiteralKind kind, in Sink sink)
    {
        int node = _dataset.NewBlank();
        if (sink.IsMuted)
        {
            return node;
        }

        _dataset.Add(node, _dataset.Intern(Vocabulary.Value), Literal(token, default, sink), sink.Graph);
        _dataset.Add(node, _dataset.Intern(Vocabulary.Direction), Plain(kind.Direction), sink.Graph);
        if (!kind.Language.IsEmpty)
        {
            _dataset.Add(node, _dataset.Intern(Vocabulary.Language), Plain(kind.Language), sink.Graph);
        }

        return node;
    }

    private int Plain(ReadOnlySpan<byte> text)
    {
        int start = _dataset.Begin();
        _dataset.Append((byte)'"');
        _dataset.AppendEscaped(text);
        _dataset.Append((byte)'"');
        return _dataset.Commit(start, TermKind.Literal);
    }
}
