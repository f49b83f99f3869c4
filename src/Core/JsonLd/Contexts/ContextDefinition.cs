namespace LearnCoin.Core.JsonLd;

/// <summary>One context definition being applied to an active context (JSON-LD 1.1 API, 4.1.2 steps 5.4 to 5.13).</summary>
internal sealed class ContextDefinition(
    ContextProcessor processor, ActiveContext result, ContextValue local, List<string> remote, bool overrideProtected)
{
    private readonly Dictionary<string, ContextValue> _members = new(StringComparer.Ordinal);

    public ContextProcessor Processor => processor;

    public ActiveContext Result => result;

    public List<string> Remote => remote;

    public bool OverrideProtected => overrideProtected;

    public string? BaseUrl => local.BaseUrl;

    /// <summary>The definition's value of @protected.</summary>
    public bool Protected { get; private set; }

    public bool TryGetMember(string name, out ContextValue value) => _members.TryGetValue(name, out value);

    public void Apply()
    {
        ReadMembers(local);
        Version();
        Import();
        BaseIri();
        Vocab();
        Language();
        Direction();
        Propagate();
        Protected = _members.TryGetValue("@protected", out ContextValue flag) && Boolean(flag, "invalid @protected value");
        var definer = new TermDefiner(this);
        foreach (string term in _members.Keys)
        {
            if (Keywords.Parse(term) is not (Keyword.Base or Keyword.Direction or Keyword.Import or Keyword.Language
                or Keyword.Propagate or Keyword.Protected or Keyword.Version or Keyword.Vocab))
            {
                definer.Define(term);
            }
        }
    }

    public static bool Boolean(ContextValue value, string code) => value.Kind switch
    {
        JsonKind.True => true,
        JsonKind.False => false,
        _ => throw new JsonLdException(code),
    };

    public static string String(ContextValue value, string code, string? detail = null) =>
        value.Kind == JsonKind.String ? value.Tape.String(value.Token) : throw new JsonLdException(code, null, detail);

    public static string? StringOrNull(ContextValue value, string code, string? detail = null) =>
        value.Kind == JsonKind.Null ? null : String(value, code, detail);

    public static string? DirectionOf(ContextValue value)
    {
        string? direction = StringOrNull(value, "invalid base direction");
        return direction is null or "ltr" or "rtl" ? direction : throw new JsonLdException("invalid base direction");
    }

    private void ReadMembers(ContextValue obj)
    {
        int end = obj.Tape[obj.Token].Next;
        for (int key = obj.Token + 1; key < end; key = obj.Tape[key + 1].Next)
        {
            _members[obj.Tape.String(key)] = obj.At(key + 1);
        }
    }

    private void Version()
    {
        if (_members.TryGetValue("@version", out ContextValue version)
            && !(version.Kind == JsonKind.Number && double.Parse(version.Tape.Bytes(version.Token)) is 1.1 or 1.2))
        {
            throw new JsonLdException("invalid @version value");
        }
    }

    private void Import()
    {
        if (!_members.TryGetValue("@import", out ContextValue import))
        {
            return;
        }

        string iri = IriReference.Resolve(BaseUrl, String(import, "invalid @import value"));
        ContextValue imported = processor.Load(iri);
        if (imported.Kind != JsonKind.Object)
        {
            throw new JsonLdException("invalid remote context", null, iri);
        }

        if (imported.Member("@import"u8) >= 0)
        {
            throw new JsonLdException("invalid context entry", null, "@import in an imported context");
        }

        var own = new Dictionary<string, ContextValue>(_members, StringComparer.Ordinal);
        _members.Clear();
        ReadMembers(imported);
        foreach ((string name, ContextValue value) in own)
        {
            _members[name] = value;
        }
    }

    private void BaseIri()
    {
        // A context document's own @base does not reach into the document that refers to it.
        if (remote.Count > 0 || !_members.TryGetValue("@base", out ContextValue member))
        {
            return;
        }

        string? value = StringOrNull(member, "invalid base IRI");
        if (value is not null && !IriReference.IsAbsolute(value))
        {
            value = result.BaseIri is null ? throw new JsonLdException("invalid base IRI") : IriReference.Resolve(result.BaseIri, value);
        }

        result.BaseIri = value;
    }

    private void Vocab()
    {
        if (!_members.TryGetValue("@vocab", out ContextValue member))
        {
            return;
        }

        string? value = StringOrNull(member, "invalid vocab mapping");
        if (value is not null)
        {
            value = new TermDefiner(this).ExpandDocumentRelative(value) ?? throw new JsonLdException("invalid vocab mapping");
            if (processor.SafeMode && !IriReference.IsAbsolute(value))
            {
                throw new JsonLdException(JsonLdErrorCodes.RelativeIri, null, "@vocab");
            }
        }

        result.Vocab = value;
    }

    private void Language()
    {
        if (_members.TryGetValue("@language", out ContextValue member))
        {
            // Lower case, as the other signing implementations do: the tag's spelling is part of what is signed.
            result.Language = StringOrNull(member, "invalid default language")?.ToLowerInvariant();
        }
    }

    private void Direction()
    {
        if (_members.TryGetValue("@direction", out ContextValue member))
        {
            result.Direction = DirectionOf(member);
        }
    }

    private void Propagate()
    {
        if (_members.TryGetValue("@propagate", out ContextValue member))
        {
            Boolean(member, "invalid @propagate value");
        }
    }
}
