using System.Text;

namespace LearnCoin.Core.JsonLd;

/// <content>IRI expansion of a document's strings (JSON-LD 1.1 API, 5.2.2).</content>
internal sealed partial class Expander
{
    private ExpandedIri ExpandIri(ActiveContext context, ReadOnlySpan<byte> value, bool vocab, bool documentRelative)
    {
        if (!value.IsEmpty && value[0] == '@')
        {
            Keyword keyword = Keywords.Parse(value);
            if (keyword != Keyword.Absent)
            {
                return new ExpandedIri(IriKind.Keyword, -1, keyword);
            }

            if (Keywords.HasForm(value))
            {
                return new ExpandedIri(IriKind.Null);
            }
        }

        TermDefinition? term = context.Find(value);
        if (term is not null && (vocab || term.Keyword != Keyword.Absent))
        {
            return OfTerm(term);
        }

        int colon = value.IndexOf((byte)':');
        if (colon > 0)
        {
            ReadOnlySpan<byte> suffix = value[(colon + 1)..];
            if (colon == 1 && value[0] == '_')
            {
                return OfText(value, default);
            }

            if (suffix.StartsWith("//"u8))
            {
                return OfText(value, default);
            }

            if (context.Find(value[..colon]) is { Prefix: true, Iri: not null } prefix)
            {
                return OfText(prefix.IriUtf8, suffix);
            }

            if (IriReference.IsAbsolute(value))
            {
                return OfText(value, default);
            }
        }

        if (vocab && context.Vocab is not null)
        {
            return OfText(Encoding.UTF8.GetBytes(context.Vocab), value);
        }

        if (documentRelative && context.BaseIri is not null)
        {
            return OfText(Encoding.UTF8.GetBytes(IriReference.Resolve(context.BaseIri, Encoding.UTF8.GetString(value))), default);
        }

        return OfText(value, default);
    }

    private ExpandedIri OfTerm(TermDefinition term)
    {
        if (term.Keyword != Keyword.Absent)
        {
            return new ExpandedIri(IriKind.Keyword, -1, term.Keyword);
        }

        if (term.Compiled is not { } compiled)
        {
            return new ExpandedIri(IriKind.Null);
        }

        if (compiled.IsBlank)
        {
            return new ExpandedIri(IriKind.Blank, _dataset.Intern(compiled));
        }

        return compiled.IsWellFormed
            ? new ExpandedIri(IriKind.Iri, _dataset.Intern(compiled))
            : new ExpandedIri(IriReference.IsAbsolute(term.Iri!.AsSpan()) ? IriKind.Malformed : IriKind.Relative);
    }

    private ExpandedIri OfText(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        int start = _dataset.Begin();
        if (head.StartsWith("_:"u8))
        {
            _dataset.Append(head);
            _dataset.Append(tail);
            return new ExpandedIri(IriKind.Blank, _dataset.Commit(start, TermKind.Blank));
        }

        _dataset.Append((byte)'<');
        _dataset.Append(head);
        _dataset.Append(tail);
        ReadOnlySpan<byte> iri = _dataset.Since(start)[1..];
        bool absolute = IriReference.IsAbsolute(iri);
        if (!absolute || IriReference.HasForbidden(iri))
        {
            _dataset.Abandon(start);
            return new ExpandedIri(absolute ? IriKind.Malformed : IriKind.Relative);
        }

        _dataset.Append((byte)'>');
        return new ExpandedIri(IriKind.Iri, _dataset.Commit(start, TermKind.Iri));
    }

    /// <summary>The term id of an identifier, below 0 for one that is not well-formed, which safe mode refuses.</summary>
    private int Identifier(in ExpandedIri iri, int token)
    {
        if (iri.Kind is IriKind.Iri or IriKind.Blank)
        {
            return iri.Term;
        }

        return !_safe ? -1 : throw Fail(
            iri.Kind switch
            {
                IriKind.Malformed => JsonLdErrorCodes.MalformedIri,
                IriKind.Null or IriKind.Keyword => JsonLdErrorCodes.ReservedTerm,
                _ => JsonLdErrorCodes.RelativeIri,
            },
            token);
    }
}
