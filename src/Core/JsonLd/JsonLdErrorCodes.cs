namespace LearnCoin.Core.JsonLd;

/// <summary>The error codes that are ours: what safe mode and the input check refuse. All others are those of the JSON-LD 1.1 API.</summary>
public static class JsonLdErrorCodes
{
    /// <summary>Not well-formed JSON in UTF-8, or nested deeper than the limit.</summary>
    public const string InvalidJson = "invalid JSON";

    /// <summary>One object holds the same member name twice: readers disagree on which one counts.</summary>
    public const string DuplicateMember = "duplicate member";

    /// <summary>Safe mode: no context maps the member, so it would be left out of what is signed.</summary>
    public const string UnmappedMember = "unmapped member";

    /// <summary>Safe mode: an identifier, predicate, graph name or @vocab that is no absolute IRI.</summary>
    public const string RelativeIri = "relative IRI";

    /// <summary>Safe mode: a type that no context maps to an absolute IRI.</summary>
    public const string UndefinedType = "undefined type";

    /// <summary>Safe mode: an IRI with characters that RFC 3987 forbids.</summary>
    public const string MalformedIri = "malformed IRI";

    /// <summary>Safe mode: a string of the form of a keyword (@ and letters) that is none.</summary>
    public const string ReservedTerm = "reserved term";

    /// <summary>Safe mode: a value, object or list that would be dropped because nothing refers to it or it says nothing.</summary>
    public const string DroppedValue = "dropped value";

    /// <summary>Safe mode: a blank node as predicate.</summary>
    public const string BlankNodePredicate = "blank node predicate";

    /// <summary>Safe mode: a language tag that is not well-formed (BCP 47).</summary>
    public const string InvalidLanguageTag = "invalid @language value";

    /// <summary>Safe mode: a base direction that the chosen rdfDirection would drop.</summary>
    public const string DirectionDropped = "rdfDirection not set";

    /// <summary>Safe mode: a number that changes when it is read as an IEEE 754 double.</summary>
    public const string ImpreciseNumber = "imprecise number";
}
