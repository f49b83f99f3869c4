namespace LearnCoin.Core.JsonLd;

/// <content>Where a term's IRI mapping comes from (steps 13 to 18).</content>
internal sealed partial class TermDefiner
{
    /// <summary>False when the term is to be left undefined because its mapping has the form of a keyword.</summary>
    private bool IriMapping(TermReader reader, TermDefinition definition, bool simple)
    {
        string term = definition.Term;
        if (reader.Find("@reverse", out ContextValue reverse))
        {
            return ReverseMapping(reader, definition, reverse);
        }

        bool hasId = reader.Find("@id", out ContextValue id);
        if (hasId && !(id.Kind == JsonKind.String && id.Tape.String(id.Token) == term))
        {
            return id.Kind == JsonKind.Null || IdMapping(definition, id, simple);
        }

        int colon = term.IndexOf(':', 1);
        if (colon > 0)
        {
            string prefix = term[..colon];
            if (context.TryGetMember(prefix, out _))
            {
                Define(prefix);
            }

            definition.Iri = context.Result.Terms.TryGetValue(prefix, out TermDefinition? p) ? p.Iri + term[(colon + 1)..] : term;
        }
        else if (term.Contains('/', StringComparison.Ordinal))
        {
            definition.Iri = Expand(term, useLocal: false);
            if (definition.Iri is null || !IriReference.IsAbsolute(definition.Iri))
            {
                throw new JsonLdException("invalid IRI mapping", null, term);
            }
        }
        else if (term == "@type")
        {
            definition.Iri = term;
            definition.Keyword = Keyword.Type;
        }
        else
        {
            definition.Iri = context.Result.Vocab is { } vocab
                ? vocab + term
                : throw new JsonLdException("invalid IRI mapping", null, term);
        }

        return true;
    }

    private bool ReverseMapping(TermReader reader, TermDefinition definition, ContextValue reverse)
    {
        if (reader.Find("@id", out _) || reader.Find("@nest", out _))
        {
            throw new JsonLdException("invalid reverse property", null, definition.Term);
        }

        string value = ContextDefinition.String(reverse, "invalid IRI mapping", definition.Term);
        if (Keywords.HasForm(value))
        {
            return Reserved(value);
        }

        definition.Iri = Expand(value);
        if (definition.Iri is null || !IsIriOrBlank(definition.Iri))
        {
            throw new JsonLdException("invalid IRI mapping", null, definition.Term);
        }

        definition.Reverse = true;
        return true;
    }

    private bool IdMapping(TermDefinition definition, ContextValue id, bool simple)
    {
        string term = definition.Term;
        string value = ContextDefinition.String(id, "invalid IRI mapping", term);
        if (Keywords.Parse(value) == Keyword.Absent && Keywords.HasForm(value))
        {
            return Reserved(value);
        }

        string? iri = Expand(value);
        definition.Iri = iri;
        definition.Keyword = Keywords.Parse(iri);
        if (definition.Keyword == Keyword.Context)
        {
            throw new JsonLdException("invalid keyword alias", null, term);
        }

        if (iri is null || (definition.Keyword == Keyword.Absent && !IsIriOrBlank(iri)))
        {
            throw new JsonLdException("invalid IRI mapping", null, term);
        }

        int colon = term.IndexOf(':', StringComparison.Ordinal);
        bool hasInnerColon = term.Length > 2 && term.IndexOf(':', 1, term.Length - 2) >= 0;
        bool hasSlash = term.Contains('/', StringComparison.Ordinal);
        if (hasInnerColon || hasSlash)
        {
            _defined[term] = true;
            if (Expand(term) != iri)
            {
                throw new JsonLdException("invalid IRI mapping", null, term);
            }
        }

        if (colon < 0 && !hasSlash && simple && definition.Keyword == Keyword.Absent)
        {
            definition.Prefix = iri.StartsWith("_:", StringComparison.Ordinal) || ":/?#[]@".Contains(iri[^1], StringComparison.Ordinal);
        }

        return true;
    }

    private static bool IsIriOrBlank(string value) => value.StartsWith("_:", StringComparison.Ordinal) || IriReference.IsAbsolute(value);
}
