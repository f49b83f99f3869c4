namespace LearnCoin.Core.JsonLd;

/// <summary>A term's value in a context, seen as an expanded term definition: null and strings stand for an object with only @id.</summary>
internal readonly struct TermReader(ContextValue value, string term)
{
    private static readonly HashSet<string> s_allowed = new(StringComparer.Ordinal)
    {
        "@id", "@reverse", "@container", "@context", "@direction", "@index", "@language", "@nest", "@prefix", "@protected", "@type",
    };

    public string Term => term;

    public bool Find(string name, out ContextValue member)
    {
        member = value;
        if (value.Kind != JsonKind.Object)
        {
            return name == "@id";
        }

        int token = value.Member(System.Text.Encoding.UTF8.GetBytes(name));
        if (token < 0)
        {
            return false;
        }

        member = value.At(token);
        return true;
    }

    public void RefuseUnknown()
    {
        if (value.Kind != JsonKind.Object)
        {
            return;
        }

        int end = value.Tape[value.Token].Next;
        for (int key = value.Token + 1; key < end; key = value.Tape[key + 1].Next)
        {
            if (!s_allowed.Contains(value.Tape.String(key)))
            {
                throw new JsonLdException("invalid term definition", null, term);
            }
        }
    }
}
